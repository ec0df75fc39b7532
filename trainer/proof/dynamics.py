"""The most that one reply, and a whole talk, can do to a mood."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property
from itertools import accumulate

from trainer.dialogue.mood import weight
from trainer.model.disc import Disc, Effect
from trainer.model.mood import BETTER_WHEN_LOW, DIMENSIONS, Dimension
from trainer.model.rubric import Rubric
from trainer.model.scenario import Scenario, Scene

Moods = tuple[float, ...]
"""A number for each dimension, in the order of `DIMENSIONS`."""

_NEVER_MORE = 60
"""Replies that are counted; an effect that wears off has nothing left to give by then."""

_HAIR = 1e-9
"""Sums in another order differ by less."""


class Dynamics:
    """What the effects of `disc` can do in `scenario`, whatever levels a reply is given.

    A criterion counts where the scene calls for it, where it always counts, and where something in a
    reply can call for it.
    """

    def __init__(self, scenario: Scenario, rubric: Rubric, disc: Disc) -> None:
        self._scenario = scenario
        self._disc = disc
        self._anywhere = {c.id for c in rubric.criteria if c.always or c.called_by is not None}
        self._known = {c.id for c in rubric.criteria}
        self._ease = disc.difficulty.get(scenario.difficulty, 1.0)
        self._weights: dict[tuple[str, bool], float] = {}
        self._by_cause: dict[str, tuple[Moods, Moods]] = {}
        self._steps: dict[tuple[str, ...], tuple[Moods, Moods]] = {}

    def step(self, scene: Scene) -> tuple[Moods, Moods]:
        """By how much one reply in `scene` can lower each feeling at most, and raise it."""
        if scene.calls_for not in self._steps:
            self._steps[scene.calls_for] = self._step(scene)
        return self._steps[scene.calls_for]

    def _step(self, scene: Scene) -> tuple[Moods, Moods]:
        called = self._anywhere.union(scene.calls_for)
        lower, raised = [0.0] * len(DIMENSIONS), [0.0] * len(DIMENSIONS)
        for number, dimension in enumerate(DIMENSIONS):
            drift = self._disc.drift.get(dimension, 0.0)
            lower[number], raised[number] = max(0.0, -drift), max(0.0, drift)
        for cause in self._levels:
            if cause in called or cause not in self._known:
                downs, ups = self._most(cause)
                for number in range(len(DIMENSIONS)):
                    lower[number] += downs[number]
                    raised[number] += ups[number]
        # A sum of nothing is exact, so that what nothing moves stays where it is.
        return (
            tuple(most + _HAIR if most else 0.0 for most in lower),
            tuple(most + _HAIR if most else 0.0 for most in raised),
        )

    @cached_property
    def _levels(self) -> Mapping[str, Mapping[int | None, list[Effect]]]:
        """The effects that can come about, by cause and level: only one level of a cause does."""
        found: dict[str, dict[int | None, list[Effect]]] = {}
        for effect in self._disc.effects:
            if effect.on in self._known or self._can_happen(effect):
                found.setdefault(effect.on, {}).setdefault(effect.level, []).append(effect)
        return found

    def _most(self, cause: str) -> tuple[Moods, Moods]:
        """By how much one cause can lower each feeling at most, and raise it."""
        if cause not in self._by_cause:
            downs, ups = [0.0] * len(DIMENSIONS), [0.0] * len(DIMENSIONS)
            for effects in self._levels[cause].values():
                for number, dimension in enumerate(DIMENSIONS):
                    moved = [self._delta(e, dimension, 0) for e in effects if dimension in e.moves]
                    downs[number] = max(downs[number], -sum(d for d in moved if d < 0))
                    ups[number] = max(ups[number], sum(d for d in moved if d > 0))
            self._by_cause[cause] = tuple(downs), tuple(ups)
        return self._by_cause[cause]

    def _can_happen(self, effect: Effect) -> bool:
        if effect.on in ("cites", "contradicts"):
            return bool(self._scenario.facts)
        return effect.on != "promises" or bool(self._scenario.limits)

    def _delta(self, effect: Effect, dimension: Dimension, before: int) -> float:
        """As `dialogue.mood.points`, which adds up the same numbers each time."""
        plain = effect.moves[dimension]
        improves = (plain < 0) == (dimension in BETTER_WHEN_LOW)
        key = effect.kind, improves
        if key not in self._weights:
            self._weights[key] = weight(*key, self._disc, self._scenario.resident.disc)
        factor = self._weights[key]
        if improves:
            factor *= self._ease * effect.again**before
        return round(plain * factor, 1)

    @cached_property
    def _totals(self) -> Mapping[Dimension, list[float]]:
        """For each feeling: how far 0, 1, 2… replies can better it at most."""
        called = self._anywhere.union(*(scene.calls_for for scene in self._scenario.scenes))
        steps = {dimension: [0.0] * _NEVER_MORE for dimension in DIMENSIONS}
        effects = [
            effect
            for cause, levels in self._levels.items()
            if cause in called or cause not in self._known
            for at_level in levels.values()
            for effect in at_level
        ]
        for effect in effects:
            for dimension in effect.moves:
                for before in range(_NEVER_MORE):
                    moved = self._delta(effect, dimension, before)
                    if not moved or (moved < 0) != (dimension in BETTER_WHEN_LOW):
                        break
                    steps[dimension][before] += abs(moved)
        return {d: [0.0, *accumulate(step + _HAIR for step in each)] for d, each in steps.items()}

    def total(self, dimension: Dimension, replies: float) -> float:
        """How far so many replies can better a feeling, all effects together.

        Infinite for more replies than are counted, where some effect does not wear off in them.
        """
        sums = self._totals[dimension]
        if replies < len(sums):
            return sums[int(replies)]
        return sums[-1] if sums[-1] - sums[-2] < 1e-6 else math.inf
