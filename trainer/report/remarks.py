"""What is said of one reply, judgement by judgement, in the words every face of the program uses."""

from __future__ import annotations

from typing import NamedTuple

from trainer.model.assessment import Finding
from trainer.model.base import in_language
from trainer.model.event import Started
from trainer.model.rubric import Criterion
from trainer.report import words
from trainer.report.better import Better, better
from trainer.session.transcript import Turn


class Remark(NamedTuple):
    """One judgement in words: what was judged, the level, why, and what would be better."""

    criterion: Criterion
    finding: Finding
    title: str
    level: str
    why: str
    better: Better | None

    @property
    def is_fault(self) -> bool:
        """Whether it is a fault that occurred."""
        return self.criterion.kind == "penalty"


def remarks(turn: Turn, started: Started, lang: str) -> list[Remark]:
    """The faults that occurred, then what was called for, each in the rubric's order."""
    found, rubric = turn.assessment, started.rubric
    if found is None:
        return []
    advice = better(turn, started, lang)
    return [
        Remark(
            criterion,
            finding,
            in_language(criterion.title, lang),
            words.level_in(criterion, finding, turn.reply, lang),
            words.why(turn, criterion, finding, rubric, lang),
            advice.get(criterion.id),
        )
        for criterion, finding in words.faults(found, rubric) + words.merits(found, rubric)
    ]
