"""What a measure gives, and what a change moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.scoring.changes import Change
from tests.scoring.replies import (
    Case,
    Judge,
    levels,
)
from trainer.model.assessment import Assessment


@dataclass
class Figures:
    """Numbers by name, and what went against them."""

    values: dict[str, float] = field(default_factory=dict)
    against: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return ", ".join(f"{name} {value:.4g}" for name, value in self.values.items())


@dataclass
class Moved:
    """How far criteria and overall moved over many comparisons."""

    levels: int = 0
    any: int = 0
    far: int = 0
    by: Counter[str] = field(default_factory=Counter)
    overall: list[int] = field(default_factory=list)

    def add(self, before: Assessment, after: Assessment) -> list[str]:
        """Count one comparison; which criteria moved by more than one level."""
        was, now = levels(before), levels(after)
        far = [c for c in was if abs(was[c] - now[c]) > 1]
        moved = [c for c in was if was[c] != now[c]]
        self.levels += len(was)
        self.any += len(moved)
        self.far += len(far)
        self.by.update(moved)
        self.overall.append(abs(before.overall - after.overall))
        return far

    @property
    def mean(self) -> float:
        return sum(self.overall) / max(1, len(self.overall))

    def values(self) -> dict[str, float]:
        return {
            "comparisons": len(self.overall),
            "moved": self.any / max(1, self.levels),
            "moved_far": self.far / max(1, self.levels),
            "overall": self.mean,
        }


def moved_by(judge: Judge, cases: Iterable[Case], change: Change) -> tuple[Moved, list[str]]:
    """What a change of the reply alone moves."""
    total, against = Moved(), []
    for case in cases:
        changed = change(case.reply)
        if changed == case.reply:
            continue
        before, after = judge(case.reply, case.context), judge(changed, case.context)
        for criterion in total.add(before, after):
            against.append(
                f"{case.id} {criterion} {before.level(criterion)}→{after.level(criterion)}: {changed[:90]}"
            )
    return total, against


def difference(before: Assessment, after: Assessment) -> str:
    """The levels that are not the same, and the overall, as words."""
    was, now = levels(before), levels(after)
    parts = [f"{c} {was[c]}→{now[c]}" for c in was if was[c] != now[c]]
    return ", ".join([*parts, f"overall {before.overall}→{after.overall}"])
