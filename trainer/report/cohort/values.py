"""A cohort as values for other programs."""

from __future__ import annotations

from typing import Any

from trainer.model.attempt import OVERALL, Standing
from trainer.report.agreement import Agreement
from trainer.report.agreement import as_values as as_comparison
from trainer.report.cohort.figures import (
    BINS,
    ENOUGH,
    CriterionFigures,
    GroupFigures,
    PersonFigures,
    Score,
    mean_overall,
)
from trainer.report.cohort.telling import Cohort
from trainer.report.words import advisory


def as_values(cohort: Cohort) -> dict[str, Any]:
    """The whole of it: a part a rubric. Scores are of 0..100; what there are too few for is null."""
    return {
        "notice": advisory(),
        "enough": ENOUGH,
        "rubrics": [_group(cohort, group, agreed) for group, agreed in cohort.groups],
    }


def _group(cohort: Cohort, group: GroupFigures, agreed: Agreement | None) -> dict[str, Any]:
    counted = group.group
    imported = counted.imported_overall / counted.imported if counted.imported else None
    return {
        "rubric": counted.rubric,
        "sessions": counted.sessions,
        "people_in_all": counted.people,
        "nameless": counted.nameless,
        "incomplete": counted.incomplete,
        "imported": {"sessions": counted.imported, "overall": _rounded(imported)},
        "scorers": counted.scorers,
        "rubric_states": counted.hashes,
        "since": counted.since,
        "until": counted.until,
        "finished": group.finished,
        "good": group.good,
        "overall": _criterion(cohort, group.overall) if group.overall else None,
        "criteria": [_criterion(cohort, each) for each in group.criteria],
        "weakest": list(group.weakest),
        "people": [_person(cohort, each) for each in cohort.people(group)],
        "scenarios": [
            {"scenario": each.of, "title": each.title, "people": each.people, **_standing(each)}
            for each in group.scenarios
        ],
        "agreement": None if agreed is None else _agreement(agreed),
    }


def _criterion(cohort: Cohort, each: CriterionFigures) -> dict[str, Any]:
    step = 100 // BINS
    return {
        "criterion": each.measure.id or "overall",
        "title": cohort.title(each.measure),
        "penalty": each.measure.penalty,
        **_score(each.score),
        "quartiles": [each.spread.low, each.spread.median, each.spread.high],
        "spread": [
            {"from": step * number, "sessions": count}
            for number, count in enumerate(each.spread.bins)
        ],
        "change": {
            "n": each.change.n,
            "mean": _rounded(each.change.mean),
            "interval": [_rounded(v) for v in each.change.interval]
            if each.change.interval
            else None,
        },
        "months": {month: _score(score) for month, score in each.months.items()},
    }


def _person(cohort: Cohort, each: PersonFigures) -> dict[str, Any]:
    return {
        "trainee": cohort.person(each.trainee),
        **_standing(each.standing),
        "unseen": list(each.courses.get(OVERALL, ())),
        "criteria": {
            criterion: {**_score(score), "unseen": list(each.courses[criterion])}
            for criterion, score in each.scores.items()
            if criterion != OVERALL
        },
        "weakest": list(each.weakest),
    }


def _standing(each: Standing) -> dict[str, Any]:
    return {
        "sessions": each.sessions,
        "finished": each.finished,
        "good": each.good,
        "overall": _rounded(mean_overall(each)),
    }


def _score(score: Score) -> dict[str, Any]:
    return {"mean": _rounded(score.mean), "sessions": score.sessions, "replies": score.replies}


def _agreement(agreed: Agreement) -> dict[str, Any]:
    return {
        "sessions": len(agreed.sessions),
        "marks": agreed.marks,
        "overrides": agreed.overrides,
        "comparisons": [as_comparison(each) for each in agreed.comparisons],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
