"""Sessions with marks beside them, made ready to compare judges; and each difference with its quotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from trainer.model.assessment import Finding
from trainer.model.rating import Mark, Rating
from trainer.model.rubric import Criterion, Rubric
from trainer.scoring.comparison import EXPERTS
from trainer.scoring.raters import (
    MACHINE,
    Comparison,
    CriterionAgreement,
    Estimate,
    Unit,
    compare_judges,
    furthest_apart,
)
from trainer.session.ratings import counted
from trainer.session.transcript import Transcript, Turn


@dataclass(frozen=True)
class Difference:
    """Judges who see one reply differently: the reply, what each gave, and what was said about it."""

    unit: Unit
    criterion: Criterion
    rubric: Rubric
    turn: Turn
    finding: Finding
    marks: tuple[tuple[str, Mark], ...]
    comments: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Agreement:
    """How far all judges of some sessions agree. `unmarked`: sessions that nobody marked."""

    sessions: tuple[str, ...]
    unmarked: tuple[str, ...]
    raters: tuple[str, ...]
    marks: int
    overrides: int
    not_blind: int
    criteria: tuple[Criterion, ...]
    comparisons: tuple[Comparison, ...]
    differences: tuple[Difference, ...]


def agreement(sessions: Sequence[tuple[Transcript, Sequence[Rating]]]) -> Agreement:
    """Everyone's agreement over some sessions.

    What counts are marks given before the machine's level was shown; overrides came after it, so they are
    told beside a difference and measured nowhere. Of a criterion that rubrics describe differently the
    first description is shown.
    """
    criteria: dict[str, Criterion] = {}
    seen: list[Difference] = []
    with_marks = [(t, ratings) for t, ratings in sessions if _has_marks(ratings)]
    for transcript, ratings in with_marks:
        for turn in transcript.turns:
            for criterion, finding in counted(turn, transcript.started.rubric):
                criteria.setdefault(criterion.id, criterion)
                seen.append(_seen(transcript, ratings, turn, criterion, finding))
    known = {c.id: c for t, _ratings in with_marks for c in t.started.rubric.criteria}
    order = [name for name in known if name in criteria]
    units = [each.unit for each in seen]
    by_unit = {id(each.unit): each for each in seen}
    everyone = [
        mark for _t, ratings in with_marks for r in ratings for t in r.turns for mark in t.marks
    ]
    return Agreement(
        sessions=tuple(t.started.session for t, _ratings in with_marks),
        unmarked=tuple(t.started.session for t, ratings in sessions if not _has_marks(ratings)),
        raters=tuple(sorted({r.rater for _t, ratings in with_marks for r in ratings})),
        marks=sum(mark.blind is not None for mark in everyone),
        overrides=sum(mark.override is not None for mark in everyone),
        not_blind=sum(mark.level is not None and mark.blind is None for mark in everyone),
        criteria=tuple(criteria[name] for name in order),
        comparisons=compare_judges(units, order),
        differences=tuple(by_unit[id(unit)] for unit in furthest_apart(units, order)),
    )


def as_values(comparison: Comparison) -> dict[str, Any]:
    """A comparison for other programs."""
    return {
        "machine": MACHINE in comparison.judges,
        "raters": [judge for judge in comparison.judges if judge != MACHINE],
        "criteria": [_criterion(each) for each in comparison.criteria],
        "mean": _criterion(comparison.mean),
    }


def _criterion(each: CriterionAgreement) -> dict[str, Any]:
    name = {"criterion": each.criterion} if each.criterion else {}
    experts = {"experts": EXPERTS[each.criterion]} if each.criterion in EXPERTS else {}
    return {
        **name,
        "n": each.n,
        "sessions": each.sessions,
        "same": _rounded(each.same),
        "kappa": _estimate(each.kappa),
        "alpha": _estimate(each.alpha),
        **experts,
    }


def _estimate(each: Estimate) -> dict[str, Any]:
    bounds = each.interval
    return {
        "value": _rounded(each.value),
        "interval": None if bounds is None else [_rounded(value) for value in bounds],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _has_marks(ratings: Sequence[Rating]) -> bool:
    return any(turn.marks for rating in ratings for turn in rating.turns)


def _seen(
    transcript: Transcript,
    ratings: Sequence[Rating],
    turn: Turn,
    criterion: Criterion,
    finding: Finding,
) -> Difference:
    """One criterion in one reply, as every judge saw it."""
    marks = tuple(
        (rating.rater, mark)
        for rating in ratings
        if (mark := rating.mark(turn.number, criterion.id)) is not None
    )
    levels = {MACHINE: finding.level}
    levels |= {rater: mark.blind for rater, mark in marks if mark.blind is not None}
    unit = Unit(transcript.started.session, turn.number, criterion.id, levels)
    comments = tuple(
        (rating.rater, said) for rating in ratings if (said := rating.turn(turn.number).comment)
    )
    rubric = transcript.started.rubric
    return Difference(unit, criterion, rubric, turn, finding, marks, comments)
