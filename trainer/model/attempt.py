"""A session in one row, and what many rows come to: counts and whole-number sums that can be added up anywhere.

Means are kept in units of 1/10,000 and summed as whole numbers, so that the same sessions give the same
figures in whatever order, and by whatever program, they are counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from trainer.model.base import LocalText

UNITS = 10_000
"""Parts of a mean of 0..1; a scorecard rounds to as many."""
OVERALL = ""
"""Stands for the overall score where criteria stand; no criterion has an empty id."""
LISTED = 500
"""People up to whom each is counted apart: of a whole city's nobody reads a row a person."""


class Mean(NamedTuple):
    """One criterion in one session: its `mean`, 0..1, 1 best, over the `replies` in which it counted."""

    criterion: str
    mean: float
    replies: int


class Attempt(NamedTuple):
    """A session. Times are in UTC.

    `good` says whether the ending was, None without one; `overall` is None before the first judged
    reply; `rubric` is its id and version, `scenario_hash` and `rubric_hash` name the very files.
    `scorer` is the version that judged last. `imported`: a conversation that really took place. `incomplete`: its
    file is damaged or cut off before any ending, so that nobody knows whether there was one.
    """

    session: str
    trainee: str
    scenario: str
    title: str
    scenario_hash: str
    disc: str
    venue: str
    lang: str
    mode: str
    started: datetime
    finished: datetime | None
    ending: str | None
    ending_title: str | None
    good: bool | None
    imported: bool
    overall: int | None
    turns: int
    scorer: str
    rubric: str
    rubric_hash: str
    incomplete: bool
    means: tuple[Mean, ...]


class Measure(NamedTuple):
    """A criterion as a cohort needs it."""

    id: str
    penalty: bool
    title: LocalText


Rubrics = Mapping[str, tuple[Measure, ...]]
"""The criteria of each rubric, by its id and version, in its order."""


class Group(NamedTuple):
    """The sessions of one rubric: how many, and by how many people, scorers and states of its file.

    `nameless`: sessions that are nobody's; `incomplete`: of damaged files, neither finished nor left. `imported` ones are counted here and nowhere else;
    `imported_overall` is the sum of their overall scores. `since` and `until`, dates in UTC, are those of practice
    where there is any.
    """

    rubric: str
    sessions: int
    imported: int
    imported_overall: int
    nameless: int
    incomplete: int
    people: int
    scorers: int
    hashes: int
    since: str
    until: str


class Standing(NamedTuple):
    """The sessions of one scenario or one person. `overall` is the sum over the `judged` ones."""

    rubric: str
    of: str
    title: str
    sessions: int
    people: int
    finished: int
    good: int
    judged: int
    overall: int


class Marks(NamedTuple):
    """Sessions of one month (`2026-03`, UTC) with the same score of a criterion, in points of 0..100.

    `units`: the sum over all `replies` in which it counted. A session's overall score counts as one reply.
    """

    rubric: str
    criterion: str
    month: str
    points: int
    sessions: int
    replies: int
    units: int


class Changes(NamedTuple):
    """People whose score changed by the same number of points, first to latest unseen scenario."""

    rubric: str
    criterion: str
    difference: int
    people: int


class Course(NamedTuple):
    """One person on one criterion. `points`: of each unseen scenario in the order they were met."""

    rubric: str
    trainee: str
    criterion: str
    sessions: int
    replies: int
    units: int
    points: tuple[int, ...]


class Tally(NamedTuple):
    """What a cohort's sessions come to, each part sorted. `people` and `courses` only up to `LISTED` people.

    Everything but `Group` counts practice alone. A scenario is unseen the first time somebody is judged in
    it: having seen it flatters whoever repeats it.
    """

    groups: tuple[Group, ...]
    scenarios: tuple[Standing, ...]
    people: tuple[Standing, ...]
    marks: tuple[Marks, ...]
    changes: tuple[Changes, ...]
    courses: tuple[Course, ...]


def points(units: int) -> int:
    """Units as points of 0..100, halves upward."""
    return (units * 100 + UNITS // 2) // UNITS
