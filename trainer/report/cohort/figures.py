"""A tally as figures: means, spreads, changes with their intervals, and what is too little to say anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from trainer.model.attempt import (
    OVERALL,
    UNITS,
    Course,
    Group,
    Marks,
    Measure,
    Rubrics,
    Standing,
    Tally,
)
from trainer.scoring.agreement import mean_interval

ENOUGH = 5
"""With fewer of them (replies, sessions, people) no trend, weakness or interval is given."""
WEAKEST = 3
"""Criteria named as the weakest."""
BINS = 5
"""Equal parts of 0..100 in which a distribution is shown."""


@dataclass(frozen=True, slots=True)
class Score:
    """A mean of 0..100 over `replies` in `sessions`; None without any."""

    mean: float | None = None
    sessions: int = 0
    replies: int = 0

    @property
    def is_enough(self) -> bool:
        """Whether there are replies enough to lean on it."""
        return self.replies >= ENOUGH


@dataclass(frozen=True, slots=True)
class Spread:
    """How sessions are spread over 0..100: quartiles, and how many lie in each fifth of the range."""

    low: int
    median: int
    high: int
    bins: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """From the first to the latest scenario met for the first time, in points, over `n` people.

    `mean` and its 95 % interval are None with too few.
    """

    n: int
    mean: float | None = None
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class CriterionFigures:
    """One criterion (or, under `OVERALL`, the overall score) over the whole group."""

    measure: Measure
    score: Score
    spread: Spread
    change: Change
    months: Mapping[str, Score]


@dataclass(frozen=True, slots=True)
class PersonFigures:
    """One person. `courses`: the points of each scenario met for the first time, by criterion."""

    standing: Standing
    scores: Mapping[str, Score]
    courses: Mapping[str, tuple[int, ...]]
    weakest: tuple[str, ...]

    @property
    def trainee(self) -> str:
        """Who it is."""
        return self.standing.of


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """All sessions of one rubric. `criteria` are those that counted, in the rubric's order."""

    group: Group
    overall: CriterionFigures | None
    criteria: tuple[CriterionFigures, ...]
    weakest: tuple[str, ...]
    scenarios: tuple[Standing, ...]
    people: tuple[PersonFigures, ...]

    @property
    def months(self) -> tuple[str, ...]:
        """The months in which somebody practised."""
        return tuple(self.overall.months) if self.overall else ()

    @property
    def finished(self) -> int:
        """Sessions that reached an ending."""
        return sum(s.finished for s in self.scenarios)

    @property
    def good(self) -> int:
        """Sessions that reached a good one."""
        return sum(s.good for s in self.scenarios)


def figures(tally: Tally, rubrics: Rubrics) -> tuple[GroupFigures, ...]:
    """The figures of each rubric's sessions; rubrics are never mixed."""
    return tuple(_group(group, tally, rubrics.get(group.rubric, ())) for group in tally.groups)


def mean_overall(standing: Standing) -> float | None:
    """The mean overall score of a scenario's or a person's sessions; None where none was judged."""
    return standing.overall / standing.judged if standing.judged else None


def _group(group: Group, tally: Tally, measures: Sequence[Measure]) -> GroupFigures:
    key = group.rubric
    by_criterion: dict[str, list[Marks]] = {}
    for mark in tally.marks:
        if mark.rubric == key:
            by_criterion.setdefault(mark.criterion, []).append(mark)
    changes: dict[str, dict[int, int]] = {}
    for change in tally.changes:
        if change.rubric == key:
            changes.setdefault(change.criterion, {})[change.difference] = change.people
    known = {m.id: m for m in measures}
    order = [c for c in known if c in by_criterion]
    order += [c for c in by_criterion if c not in known and c != OVERALL]
    criteria = tuple(
        _criterion(known.get(c, Measure(c, False, {})), by_criterion[c], changes.get(c, {}))
        for c in order
    )
    overall = by_criterion.get(OVERALL)
    courses: dict[str, list[Course]] = {}
    for course in tally.courses:
        if course.rubric == key:
            courses.setdefault(course.trainee, []).append(course)
    return GroupFigures(
        group=group,
        overall=_criterion(Measure(OVERALL, False, {}), overall, changes.get(OVERALL, {}))
        if overall
        else None,
        criteria=criteria,
        weakest=_weakest({c.measure.id: c.score for c in criteria}),
        scenarios=tuple(s for s in tally.scenarios if s.rubric == key),
        people=tuple(
            _person(standing, courses.get(standing.of, ()), order)
            for standing in tally.people
            if standing.rubric == key
        ),
    )


def _criterion(
    measure: Measure, marks: Sequence[Marks], changes: Mapping[int, int]
) -> CriterionFigures:
    months: dict[str, list[Marks]] = {}
    at: Counter[int] = Counter()
    for mark in marks:
        months.setdefault(mark.month, []).append(mark)
        at[mark.points] += mark.sessions
    return CriterionFigures(
        measure=measure,
        score=_score(marks),
        spread=_spread(at),
        change=_change(changes),
        months={month: _score(some) for month, some in months.items()},
    )


def _person(standing: Standing, courses: Iterable[Course], order: Sequence[str]) -> PersonFigures:
    by_criterion = {c.criterion: c for c in courses}
    scores = {c: _score([by_criterion[c]]) for c in (OVERALL, *order) if c in by_criterion}
    merits = {c: score for c, score in scores.items() if c != OVERALL}
    return PersonFigures(
        standing=standing,
        scores=scores,
        courses={c: by_criterion[c].points for c in scores},
        weakest=_weakest(merits),
    )


def _score(counted: Iterable[Marks | Course]) -> Score:
    some = list(counted)
    replies = sum(c.replies for c in some)
    if not replies:
        return Score()
    mean = 100 * sum(c.units for c in some) / (UNITS * replies)
    return Score(mean, sum(c.sessions for c in some), replies)


def _weakest(scores: Mapping[str, Score]) -> tuple[str, ...]:
    """The criteria with the lowest means, below full marks and on replies enough."""
    told = [(s.mean, c) for c, s in scores.items() if s.mean is not None and s.is_enough]
    return tuple(c for mean, c in sorted(told, key=lambda each: each[0])[:WEAKEST] if mean < 100)


def _spread(at: Mapping[int, int]) -> Spread:
    scores = sorted(Counter(at).elements())
    bins = [0] * BINS
    for score in scores:
        bins[min(BINS - 1, score * BINS // 100)] += 1

    def quantile(share: int) -> int:
        """The score that so many quarters of the sessions do not exceed; between two of them their mean."""
        place = share * len(scores)
        return (scores[(place - 1) // 4] + scores[place // 4] + 1) // 2 if scores else 0

    return Spread(quantile(1), quantile(2), quantile(3), tuple(bins))


def _change(people: Mapping[int, int]) -> Change:
    n = sum(people.values())
    if n < ENOUGH:
        return Change(n)
    mean = sum(difference * count for difference, count in people.items()) / n
    return Change(n, mean, mean_interval(people))
