"""FLOW-010: nobody is held in the talk for ever only because replies stay poor.

A poor reply here is one that does nothing: every merit at level 0, no fault, nothing cited, promised or
done. The rule looks for scenes from which such replies never lead away, however often they are given and
whatever the mood comes to: no branch counts turns or visits, or waits for patience to run out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from trainer.content import codes
from trainer.content.graph import circles
from trainer.content.problems import Problems, enumerate_names
from trainer.content.script import Script
from trainer.i18n import gettext as _
from trainer.model.condition import Bound, Condition
from trainer.model.mood import BETTER_WHEN_LOW, DIMENSIONS, Dimension

_POOR_OVERALL = (0.0, 34.0)
"""Level 0 everywhere is less than a third of every criterion's score."""


class _Certain(NamedTuple):
    """Whether a condition certainly holds, or certainly does not. Neither: it depends."""

    yes: bool
    no: bool


_YES, _NO, _MAYBE = _Certain(True, False), _Certain(False, True), _Certain(False, False)


def check(script: Script, problems: Problems) -> None:
    """Warn of such scenes, once for those that lead to one another."""
    if script.too_large:
        return
    told = {scene for group in script.shut_in for scene in group}
    moods = _moods(script)
    leading: dict[str, list[str]] = {}
    for path, scene in script.scenes():
        targets: list[str] = []
        for _path, branch in script.tried_in(path, scene):
            held = _judge(branch.when, moods)
            if not held.no:
                targets.append(branch.to)
            if held.yes:
                break
        leading[scene.id] = targets
    kept = set(leading)
    while leaving := {s for s in kept if any(target not in kept for target in leading[s])}:
        kept -= leaving
    kept &= script.led_to
    for group in circles([s.id for _path, s in script.scenes() if s.id in kept], leading):
        if set(group) & told or not any(t in group for s in group for t in leading[s]):
            continue
        first = next(path for path, scene in script.scenes() if scene.id == group[0])
        problems.add(
            codes.HELD,
            script.marks.at(*first, "id"),
            _("Whoever says nothing that helps stays here for ever: {names}.").format(
                names=enumerate_names(group)
            ),
            _("Add a branch with “visits: at least 3”, or one under “anytime” with “turn: …”."),
            severity="warning",
        )


def _moods(script: Script) -> Mapping[Dimension, tuple[float, float]]:
    """The span of each mood that poor replies can lead to in time.

    What drifts without progress is at its end in time; what nothing poor ever betters is never above
    its start, as long as no branch betters it either.
    """
    spans: dict[Dimension, tuple[float, float]] = dict.fromkeys(DIMENSIONS, (0.0, 100.0))
    if script.disc is None:
        return spans
    resident, disc = script.scenario.resident, script.disc
    bettered = {
        dimension
        for branch in (
            *script.scenario.anytime,
            *(b for s in script.scenario.scenes for b in s.branches),
        )
        for dimension, points in branch.mood.items()
        if (points < 0) == (dimension in BETTER_WHEN_LOW) and points
    }
    for effect in disc.effects:
        if effect.level in (None, 0) and effect.on not in ("cites", "promises", "acts"):
            for dimension, points in effect.moves.items():
                if (points < 0) == (dimension in BETTER_WHEN_LOW) and points:
                    bettered.add(dimension)
    for dimension in DIMENSIONS:
        if dimension in bettered:
            continue
        low_is_good = dimension in BETTER_WHEN_LOW
        start = getattr(resident.mood, dimension)
        if start is None:
            starts = [getattr(disc.types[letter].start, dimension) for letter in resident.disc]
            start = min(starts) if low_is_good else max(starts)
        drift = disc.drift.get(dimension, 0.0)
        if drift and (drift > 0) == low_is_good:
            start = 100.0 if low_is_good else 0.0
        spans[dimension] = (start, 100.0) if low_is_good else (0.0, start)
    return spans


def _judge(condition: Condition, moods: Mapping[Dimension, tuple[float, float]]) -> _Certain:
    """What is certain of the condition after poor replies enough."""
    parts = [_within(bound, 0.0, 0.0) for bound in condition.levels.values()]
    parts += [_within(bound, *moods[key]) for key, bound in condition.mood.items()]
    if condition.overall is not None:
        parts.append(_within(condition.overall, *_POOR_OVERALL))
    if condition.cites or condition.contradicts or condition.promises or condition.acts:
        parts.append(_NO)
    if condition.says:
        parts.append(_NO)
    if condition.visited or condition.visits is not None or condition.turn is not None:
        parts.append(_MAYBE)
    parts += [_judge(part, moods) for part in condition.all]
    if condition.any:
        each = [_judge(part, moods) for part in condition.any]
        parts.append(_Certain(any(e.yes for e in each), all(e.no for e in each)))
    if condition.no is not None:
        inner = _judge(condition.no, moods)
        parts.append(_Certain(inner.no, inner.yes))
    return _Certain(all(p.yes for p in parts), any(p.no for p in parts))


def _within(bound: Bound, low: float, high: float) -> _Certain:
    if bound.holds(low) and bound.holds(high):
        return _YES
    if (bound.low is not None and high < bound.low) or (
        bound.high is not None and low > bound.high
    ):
        return _NO
    if low == high:
        return _NO
    return _MAYBE
