"""Sessions counted. `trainer.session.parquet` counts the same where there are too many for memory."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from trainer.model.attempt import (
    LISTED,
    OVERALL,
    UNITS,
    Attempt,
    Changes,
    Course,
    Group,
    Marks,
    Standing,
    Tally,
    points,
)


class _Mark(NamedTuple):
    """One score of one session."""

    attempt: Attempt
    criterion: str
    units: int
    replies: int


def tally(attempts: Iterable[Attempt]) -> Tally:
    """What the sessions come to."""
    everything = sorted(attempts, key=lambda a: (a.started, a.session))
    practice = [a for a in everything if not a.imported]
    marks = [mark for attempt in practice for mark in _marks(attempt)]
    courses = _courses(marks, _unseen(practice))
    few = len({a.trainee for a in practice if a.trainee}) <= LISTED
    named = [a for a in practice if a.trainee]
    return Tally(
        groups=tuple(_group(r, some) for (r,), some in _by(everything, lambda a: (a.rubric,))),
        scenarios=tuple(_standings(practice, lambda a: a.scenario, titled=True)),
        people=tuple(_standings(named, lambda a: a.trainee)) if few else (),
        marks=tuple(_counted(marks)),
        changes=tuple(_changes(courses)),
        courses=courses if few else (),
    )


def _by(
    attempts: Iterable[Attempt], key: Callable[[Attempt], tuple[str, ...]]
) -> list[tuple[tuple[str, ...], list[Attempt]]]:
    found: dict[tuple[str, ...], list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        found[key(attempt)].append(attempt)
    return sorted(found.items())


def _group(rubric: str, attempts: Sequence[Attempt]) -> Group:
    practice = [a for a in attempts if not a.imported]
    imported = [a for a in attempts if a.imported]
    dated = practice or attempts
    return Group(
        rubric=rubric,
        sessions=len(practice),
        imported=len(imported),
        imported_overall=sum(a.overall or 0 for a in imported),
        nameless=sum(not a.trainee for a in practice),
        incomplete=sum(a.incomplete for a in practice),
        people=len({a.trainee for a in practice if a.trainee}),
        scorers=len({a.scorer for a in practice if a.scorer}),
        hashes=len({a.rubric_hash for a in practice}),
        since=dated[0].started.date().isoformat(),
        until=dated[-1].started.date().isoformat(),
    )


def _standings(
    attempts: Sequence[Attempt], of: Callable[[Attempt], str], *, titled: bool = False
) -> Iterator[Standing]:
    for (rubric, name), some in _by(attempts, lambda a: (a.rubric, of(a))):
        judged = [a.overall for a in some if a.overall is not None]
        yield Standing(
            rubric=rubric,
            of=name,
            title=some[-1].title if titled else "",
            sessions=len(some),
            people=len({a.trainee for a in some if a.trainee}),
            finished=sum(a.finished is not None for a in some),
            good=sum(a.good is True for a in some),
            judged=len(judged),
            overall=sum(judged),
        )


def _marks(attempt: Attempt) -> Iterator[_Mark]:
    if attempt.overall is None:
        return
    yield _Mark(attempt, OVERALL, attempt.overall * UNITS // 100, 1)
    for criterion, mean, replies in attempt.means:
        yield _Mark(attempt, criterion, round(mean * UNITS), replies)


def _counted(marks: Iterable[_Mark]) -> Iterator[Marks]:
    found: dict[tuple[str, str, str, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    for attempt, criterion, units, replies in marks:
        month = f"{attempt.started:%Y-%m}"
        sums = found[attempt.rubric, criterion, month, points(units)]
        sums[0] += 1
        sums[1] += replies
        sums[2] += units * replies
    for key, (sessions, replies, units) in sorted(found.items()):
        yield Marks(*key, sessions, replies, units)


def _unseen(practice: Sequence[Attempt]) -> frozenset[str]:
    """The sessions in which somebody was judged in a scenario for the first time."""
    first: dict[tuple[str, str], str] = {}
    for attempt in practice:
        if attempt.trainee and attempt.overall is not None:
            first.setdefault((attempt.trainee, attempt.scenario), attempt.session)
    return frozenset(first.values())


def _courses(marks: Iterable[_Mark], unseen: frozenset[str]) -> tuple[Course, ...]:
    found: dict[tuple[str, str, str], list[_Mark]] = defaultdict(list)
    for mark in marks:
        if mark.attempt.trainee:
            found[mark.attempt.rubric, mark.attempt.trainee, mark.criterion].append(mark)
    return tuple(
        Course(
            *key,
            sessions=len(some),
            replies=sum(m.replies for m in some),
            units=sum(m.units * m.replies for m in some),
            points=tuple(points(m.units) for m in some if m.attempt.session in unseen),
        )
        for key, some in sorted(found.items())
    )


def _changes(courses: Iterable[Course]) -> list[Changes]:
    found = Counter(
        (course.rubric, course.criterion, course.points[-1] - course.points[0])
        for course in courses
        if len(course.points) > 1
    )
    return [Changes(*key, people) for key, people in sorted(found.items())]
