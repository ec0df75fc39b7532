"""What conditions say of each other: whether one can hold at all, and whether others leave it any room.

A condition is taken apart into the ways in which it can hold. A way is a conjunction: a span of
numbers for each thing measured, and what else must and must not be. Where there are too many ways to
look at, nothing is claimed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from trainer.model.condition import Bound, Condition
from trainer.model.rubric import Rubric

Edge = tuple[float, int]
"""A limit and whether it lies just above (1), on (0) or just below (-1) the number: edges compare."""

Span = tuple[Edge, Edge]
Measure = tuple[str, str]
"""What is measured: `("mood", "anger")`, `("level", criterion)`, `("overall", "")`, `("turn", "")`…"""

Mark = tuple[str, str]
"""What is so or not: `("cites", fact)`, `("visited", scene)`, `("says", word)`…"""

_MOST = 300
_DEGREE: Span = ((0.0, 0), (100.0, 0))
_COUNT: Span = ((1.0, 0), (math.inf, 0))
_ANY_COUNT: Span = ((0.0, 0), (math.inf, 0))
_LEVEL: Span = ((-2.0, 0), (2.0, 0))
_MERIT: Span = ((0.0, 0), (2.0, 0))
_PENALTY: Span = ((-2.0, 0), (0.0, 0))


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a condition holds."""

    spans: Mapping[Measure, Span] = field(default_factory=dict)
    so: frozenset[Mark] = frozenset()
    not_so: frozenset[Mark] = frozenset()

    def with_(self, other: Way) -> Way | None:
        """The way in which both hold, None when they exclude each other."""
        spans = dict(self.spans)
        for measure, span in other.spans.items():
            both = meet(spans[measure], span) if measure in spans else span
            if both is None:
                return None
            spans[measure] = both
        so, not_so = self.so | other.so, self.not_so | other.not_so
        return None if _clash(so, not_so) else Way(spans, so, not_so)


ALWAYS = Way()


class TooMany(Exception):
    """A condition can hold in more ways than can be looked at."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where conditions are looked at: in which scene, and whether a reply was just judged.

    Without a scene nothing is known of it; without a reply nothing holds that asks for one.
    """

    penalties: Mapping[str, bool] = field(default_factory=dict)
    scene: str | None = None
    judged: bool = True

    @classmethod
    def of(cls, rubric: Rubric | None, scene: str | None = None, judged: bool = True) -> Frame:
        """The frame in which criteria have the levels that `rubric` gives them."""
        kinds = {c.id: c.kind == "penalty" for c in rubric.criteria} if rubric else {}
        return cls(kinds, scene, judged)

    def range_of(self, measure: Measure) -> Span:
        """The numbers there are."""
        kind, name = measure
        if kind == "level":
            known = self.penalties.get(name)
            return _LEVEL if known is None else _PENALTY if known else _MERIT
        if kind == "turn" and not self.judged:
            return _ANY_COUNT  # nothing may have been said yet
        return _COUNT if kind in ("turn", "visits") else _DEGREE


def meet(a: Span, b: Span) -> Span | None:
    """What two spans share, None for nothing."""
    low, high = max(a[0], b[0]), min(a[1], b[1])
    return (low, high) if low <= high else None


def can_hold(condition: Condition, frame: Frame) -> bool:
    """Whether `condition` does not contradict itself."""
    try:
        return bool(Taken(condition, frame).holds)
    except TooMany:
        return True


class Taken:
    """A condition taken apart, as seen from `frame`. Its ways raise TooMany."""

    def __init__(self, condition: Condition, frame: Frame) -> None:
        self._condition = condition
        self._frame = frame

    @cached_property
    def holds(self) -> list[Way]:
        """Every way in which it holds; none when it contradicts itself."""
        return _ways(self._condition, self._frame, True)

    @cached_property
    def fails(self) -> list[Way]:
        """Every way in which it does not hold."""
        return _ways(self._condition, self._frame, False)

    @cached_property
    def needs(self) -> frozenset[tuple[str, str]]:
        """What it looks at in any case, not only as one of several alternatives."""
        bare = self._condition.model_construct(
            **{**vars(self._condition), "any": (), "no": None, "all": ()}
        )
        return frozenset(subjects(bare)).union(
            *(Taken(part, self._frame).needs for part in self._condition.all)
        )

    @cached_property
    def about(self) -> frozenset[tuple[str, str]]:
        """What it looks at."""
        return frozenset(subjects(self._condition))


def leaves_no_room(one: Taken, others: Iterable[Taken], within: Way = ALWAYS) -> bool:
    """Whether, `within` being so, some of `others` holds wherever `one` does. False if unsure."""
    try:
        before = list(others)
        for way in one.holds:
            started = way.with_(within)
            left = [] if started is None else [started]
            for other in before:
                if not left:
                    break
                left = _both(left, other.fails)
            if left:
                return False
    except TooMany:
        return False
    return True


def subjects(condition: Condition) -> list[tuple[str, str]]:
    """What a condition looks at, once for each time it does; all words said are one thing."""
    found: list[tuple[str, str]] = []
    for key, value in vars(condition).items():
        if not value:
            continue
        if key in ("overall", "visits", "turn", "says"):
            found.append((key, ""))
        elif key in ("all", "any"):
            for part in value:
                found += subjects(part)
        elif key == "no":
            found += subjects(value)
        else:
            kind = "level" if key == "levels" else key
            found += [(kind, name) for name in value]
    return found


def _ways(condition: Condition, frame: Frame, wanted: bool) -> list[Way]:
    """The ways in which the condition holds, or those in which it does not."""
    parts = _parts(condition, frame, wanted)
    if wanted:
        found = [ALWAYS]
        for part in parts:
            found = _both(found, part)
        return found
    return _limited([way for part in parts for way in part])


def _parts(condition: Condition, frame: Frame, wanted: bool) -> list[list[Way]]:
    """The ways of each part of a condition to hold, or not to hold."""
    nothing: list[Way] = [] if wanted else [ALWAYS]
    bounds: list[tuple[Measure, Bound]] = [
        *((("level", key), bound) for key, bound in condition.levels.items()),
        *((("mood", key), bound) for key, bound in condition.mood.items()),
    ]
    for kind in ("overall", "visits", "turn"):
        if (bound := getattr(condition, kind)) is not None:
            bounds.append(((kind, ""), bound))
    found: list[list[Way]] = []
    for measure, bound in bounds:
        if measure[0] in ("level", "overall") and not frame.judged:
            found.append(nothing)
        else:
            found.append(_spans(measure, bound, frame, wanted))
    for kind in ("cites", "contradicts", "promises", "acts", "visited"):
        names: Sequence[str] = getattr(condition, kind)
        if names and not frame.judged and kind != "visited":
            found.append(nothing)
            continue
        for name in names:
            if kind == "visited" and name == frame.scene:  # being there is having been there
                found.append([ALWAYS] if wanted else [])
            else:
                mark = frozenset({(kind, name)})
                found.append([Way(so=mark) if wanted else Way(not_so=mark)])
    if condition.says:
        words = [("says", word.casefold()) for word in condition.says]
        if not frame.judged:
            found.append(nothing)
        elif wanted:
            found.append([Way(so=frozenset({word})) for word in words])
        else:
            found.append([Way(not_so=frozenset(words))])
    found += [_ways(part, frame, wanted) for part in condition.all]
    if condition.any:
        each = [_ways(part, frame, wanted) for part in condition.any]
        if wanted:
            found.append(_limited([way for part in each for way in part]))
        else:
            none = [ALWAYS]
            for part in each:
                none = _both(none, part)
            found.append(none)
    if condition.no is not None:
        found.append(_ways(condition.no, frame, not wanted))
    return found


def _spans(measure: Measure, bound: Bound, frame: Frame, wanted: bool) -> list[Way]:
    whole = frame.range_of(measure)
    low: Edge = (-math.inf, 0) if bound.low is None else (bound.low, int(bound.open_low))
    high: Edge = (math.inf, 0) if bound.high is None else (bound.high, -int(bound.open_high))
    sides = [(low, high)]
    if not wanted:
        sides = []
        if bound.low is not None:
            sides.append(((-math.inf, 0), (low[0], 0 if low[1] else -1)))
        if bound.high is not None:
            sides.append(((high[0], 0 if high[1] else 1), (math.inf, 0)))
    found = []
    for side in sides:
        if measure[0] != "mood":  # the others are whole numbers
            side = _whole(side)
        if (span := meet(side, whole)) is not None:
            found.append(ALWAYS if span == whole else Way({measure: span}))
    return found


def _whole(span: Span) -> Span:
    (low, above), (high, below) = span
    if math.isfinite(low):
        low = math.floor(low) + 1 if above > 0 else math.ceil(low)
    if math.isfinite(high):
        high = math.ceil(high) - 1 if below < 0 else math.floor(high)
    return (low, 0), (high, 0)


def _both(some: list[Way], others: list[Way]) -> list[Way]:
    if some == [ALWAYS]:
        return others
    if others == [ALWAYS]:
        return some
    found = [both for one in some for other in others if (both := one.with_(other)) is not None]
    return _limited(found)


def _limited(found: list[Way]) -> list[Way]:
    if len(found) > _MOST:
        raise TooMany
    return [ALWAYS] if ALWAYS in found else found


def _clash(so: frozenset[Mark], not_so: frozenset[Mark]) -> bool:
    if not so or not not_so:
        return False
    if so & not_so:
        return True
    said = [word for kind, word in so if kind == "says"]
    unsaid = [word for kind, word in not_so if kind == "says"]
    return any(part in word for word in said for part in unsaid)
