"""Whether what is quoted decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from tests.scoring.measures.figures import Figures
from tests.scoring.replies import (
    Case,
    Judge,
)


def faithful(judge: Judge, cases: Iterable[Case]) -> Figures:
    """Share of findings whose level falls when their evidence is deleted; by criterion."""
    held: dict[str, list[bool]] = defaultdict(list)
    found = Figures()
    for case in cases:
        before = judge(case.reply, case.context)
        for finding in before.findings:
            if finding.level == 0:
                continue
            after = judge(without(case.reply, finding.evidence), case.context)
            fell = abs(after.level(finding.criterion)) < abs(finding.level)
            held[finding.criterion].append(fell)
            if not fell:
                found.against.append(
                    f"{case.id} {finding.criterion} {finding.level}→{after.level(finding.criterion)}"
                    f" {[e.text for e in finding.evidence]} of {case.reply!r}"
                )
    every = [fell for values in held.values() for fell in values]
    found.values = {"findings": len(every), "faithful": sum(every) / max(1, len(every))} | {
        f"{c} (of {len(v)})": sum(v) / len(v) for c, v in sorted(held.items())
    }
    return found


def without(reply: str, evidence: Iterable[object]) -> str:
    """The reply with the quoted spans deleted."""
    for e in sorted(evidence, key=lambda e: -e.start):  # type: ignore[attr-defined]
        reply = reply[: e.start] + reply[e.end :]  # type: ignore[attr-defined]
    return reply
