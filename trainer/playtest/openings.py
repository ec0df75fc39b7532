"""Which branches a reply may open, whatever the state of the talk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trainer.model.assessment import Assessment, Finding, Mention
from trainer.model.condition import Condition
from trainer.model.scenario import Branch

Odds = tuple[bool, bool]
"""Whether something can be, and whether it must be."""

VISITS = (1, 2, 3, 4)
"""How often a scene may have been entered; no author counts further."""

_OPEN: Odds = (True, False)


def openings(branches: Sequence[Branch], reply: str, assessment: Assessment) -> list[int]:
    """The branches that the reply can open in some state: none before them is sure to be taken then.

    How often the scene was entered is looked at number by number, feelings and the rest as anything.
    """
    found: set[int] = set()
    for visits in VISITS:
        for index, branch in enumerate(branches):
            can, must = odds(branch.when, reply, assessment, visits)
            if can:
                found.add(index)
            if must:
                break
    return sorted(found)


def odds(condition: Condition, reply: str, assessment: Assessment, visits: int) -> Odds:
    """Whether `condition` can hold after the reply at that visit, and whether it must."""
    can = must = True
    for each_can, each_must in _parts(condition, reply, assessment, visits):
        can &= each_can
        must &= each_must
    return can, must


def _parts(condition: Condition, reply: str, assessment: Assessment, visits: int) -> Iterator[Odds]:
    for criterion, bound in condition.levels.items():
        yield _sure(bound.holds(assessment.level(criterion)))
    if condition.overall is not None:
        yield _sure(condition.overall.holds(assessment.overall))
    for wanted, found in (
        (condition.cites, assessment.cited),
        (condition.contradicts, assessment.contradicted),
        (condition.promises, assessment.promised),
        (condition.acts, assessment.actions),
    ):
        if wanted:
            yield _sure(set(wanted) <= {m.id for m in found})
    if condition.says:
        said = reply.casefold()
        yield _sure(any(word.casefold() in said for word in condition.says))
    if condition.visits is not None:
        yield _sure(condition.visits.holds(visits))
    if condition.mood or condition.visited or condition.turn:
        yield _OPEN
    for part in condition.all:
        yield odds(part, reply, assessment, visits)
    if condition.any:
        either = [odds(part, reply, assessment, visits) for part in condition.any]
        yield any(can for can, _must in either), any(must for _can, must in either)
    if condition.no is not None:
        can, must = odds(condition.no, reply, assessment, visits)
        yield not must, not can


def _sure(held: bool) -> Odds:
    return held, held


def together(assessments: Sequence[Assessment]) -> Assessment:
    """A guess at how replies are judged when said in one breath: each does what it does alone.

    A mild fault is taken to be made good by what stands beside it, unless that has it too.
    """
    findings: dict[str, Finding] = {}
    for criterion in dict.fromkeys(f.criterion for a in assessments for f in a.findings):
        each = [f for a in assessments for f in a.findings if f.criterion == criterion]
        worst = min(each, key=lambda f: f.level)
        best = max(each, key=lambda f: f.level)
        findings[criterion] = worst if worst.level < -1 else best

    def all_of(name: str) -> tuple[Mention, ...]:
        return tuple({m.id: m for a in assessments for m in getattr(a, name)}.values())

    return Assessment.model_construct(
        overall=max((a.overall for a in assessments), default=0),
        findings=tuple(findings.values()),
        cited=all_of("cited"),
        contradicted=all_of("contradicted"),
        promised=all_of("promised"),
        actions=all_of("actions"),
    )


def mentioned(conditions: Sequence[Condition]) -> dict[str, set[str]]:
    """All that conditions ask to be cited, contradicted, promised, done or said, by their key."""
    found: dict[str, set[str]] = {
        key: set() for key in ("cites", "contradicts", "promises", "acts", "says")
    }
    for condition in conditions:
        for key, names in found.items():
            names.update(getattr(condition, key))
        parts = [*condition.all, *condition.any, *([condition.no] if condition.no else [])]
        for key, names in mentioned(parts).items() if parts else ():
            found[key] |= names
    return found
