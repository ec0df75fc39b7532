"""A reply's levels from its predictions, and the words that decided them. Pure.

Evidence is found by taking away what was said in one breath: few such parts without which the level
would be lower, those that count for most first, are what decided it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from trainer.model.assessment import Evidence
from trainer.model.rubric import Criterion, Rubric
from trainer.scoring.features import Measured
from trainer.scoring.fit import Fitted
from trainer.scoring.reading import Reading

if TYPE_CHECKING:
    from numpy.typing import NDArray


_FLAGRANT = 0.9
"""The least score of a fault that is committed beyond doubt."""
_ROOM = 0.01
"""Below the score where a level begins, where scores lie that are held below it."""


class Judged:
    """A reply with its predictions, for all of it and for any part of it."""

    def __init__(self, measured: Measured, fitted: Fitted, rubric: Rubric) -> None:
        self.reading = reading = measured.reading
        self.measured = measured
        self._fitted = fitted
        self._predictor = fitted.at(measured.buckets, measured.vectors)
        self._column = {head: j for j, head in enumerate(fitted.heads)}
        self._criteria = {c.id: c for c in rubric.criteria}
        self._known: dict[tuple[int, ...], NDArray[np.float32]] = {}
        self.everything = tuple(range(len(reading.clauses)))
        self.spoken = {i for i, clause in enumerate(reading.clauses) if not clause.action}
        self._guiltless = {
            c.id: reading.harmless.get(c.id, frozenset()) | reading.recounted
            for c in rubric.criteria
            if c.kind == "penalty"
        }
        self._breaths = reading.breaths
        self._singles = [self._without([number]) for number in range(len(self._breaths))]

    def results(self) -> list[tuple[Criterion, tuple[int, float]]]:
        """The level and the score of every criterion, from the whole reply."""
        # The parts with one breath less are wanted next, for evidence: one call costs less than two.
        self.predict([self.everything, *self._singles])
        raw = self.raw(self.everything)
        return [(c, self.level(c, raw, self.everything)) for c in self._criteria.values()]

    def raw(self, kept: tuple[int, ...]) -> NDArray[np.float32]:
        """Predictions from the clauses `kept`."""
        self.predict([kept])
        return self._known[kept]

    def predict(self, parts: Sequence[tuple[int, ...]]) -> None:
        """Have the predictions for several parts at once."""
        bare = [self.bare(p) for p in parts] if self.reading.stock else []
        said = [self._said(p) for p in parts] if len(self.spoken) < len(self.everything) else []
        new = [p for p in dict.fromkeys((*parts, *bare, *said)) if p not in self._known]
        if not new:
            return
        masks = np.zeros((len(new), len(self.reading.clauses)), bool)
        for row, part in enumerate(new):
            masks[row, list(part)] = True
        rows = self._predictor.raw(self.measured.features(masks))
        self._known.update(zip(new, rows, strict=True))

    def bare(self, part: tuple[int, ...]) -> tuple[int, ...]:
        """A part without its stock courtesies."""
        return tuple(i for i in part if i not in self.reading.stock)

    def _said(self, part: tuple[int, ...]) -> tuple[int, ...]:
        """A part without what is done."""
        return tuple(i for i in part if i in self.spoken)

    def level(
        self, criterion: Criterion, raw: NDArray[np.float32], kept: tuple[int, ...]
    ) -> tuple[int, float]:
        """The level and the score 0..1 on one criterion, from the predictions for `kept`."""
        j = self._column.get(criterion.id)
        if j is None or not kept:
            return 0, 0.0
        low, high = self._fitted.cuts[j].tolist()
        bottom, top = self._fitted.ends[j].tolist()
        bottom, top = min(bottom, low - 1e-3), max(top, high + 1e-3)
        value = float(raw[j])
        if self.reading.stock and (criterion.kind == "penalty" or criterion.matter):
            # Courtesy neither handles the matter nor makes a fault good.
            rest = self.bare(kept)
            if not rest:
                value = value if criterion.kind == "penalty" else min(value, bottom)
            else:
                other = float(self.raw(rest)[j])
                value = max(value, other) if criterion.kind == "penalty" else min(value, other)
        if criterion.called_by == "assertion":
            said = self._said(kept)
            if said != kept:  # what is done asserts nothing
                value = min(value, float(self.raw(said)[j])) if said else min(value, bottom)
        if criterion.kind == "penalty":
            rest = tuple(i for i in kept if i not in self._guiltless[criterion.id])
            if rest != kept:  # a fault lies in the rest, or nowhere
                value = min(value, float(self.raw(rest)[j])) if rest else min(value, bottom)
        level = (value >= low) + (value >= high)
        score = _score(value, low, high, bottom, top)
        if criterion.called_by == "action" and not any(
            self.reading.clauses[i].action for i in kept
        ):
            level, score = 0, held(score, 0)
        harmless = self.reading.harmless.get(criterion.id)
        if harmless and self.spoken.intersection(kept) <= harmless:
            level, score = 0, held(score, 0)
        if criterion.kind != "penalty":
            return level, score
        if not self.reading.flagrant.get(criterion.id, set()).isdisjoint(kept):
            level, score = 2, max(score, _FLAGRANT)
        return -level, score

    def evidence(self, levels: Mapping[str, int]) -> dict[str, tuple[Evidence, ...]]:
        """For every level that is not 0 the breaths without which it would be lower.

        They go in the order of how much each alone takes with it, until the level falls; those
        that then prove not to be needed are put back.
        """
        open_ = {c: self._column[c] for c, level in levels.items() if level}
        if not open_:
            return {}
        self.predict(self._singles)
        alone = np.array([self._known[part] for part in self._singles])
        order = {
            c: [
                i
                for i in np.argsort(alone[:, j], kind="stable").tolist()
                if self._criteria[c].called_by != "assertion"
                or not self.spoken.isdisjoint(self._breaths[i])
            ]
            for c, j in open_.items()
        }
        found: dict[str, list[int]] = {}
        for size in range(1, len(self._breaths) + 1):
            left = [c for c in open_ if c not in found]
            if not left:
                break
            if size.bit_count() == 1:  # up to twice as many at once: a call costs more than a row
                sizes = range(size, min(2 * size, len(self._breaths) + 1))
                self.predict([self._without(order[c][:k]) for c in left for k in sizes])
            for c in left:
                if self._falls(c, levels[c], order[c][:size]):
                    found[c] = order[c][:size]
        spare = {c: gone[1:-1] for c, gone in found.items() if len(gone) > 2}
        while spare:  # all that may be put back next at once: a call costs more than a row
            back = {c: [_but(found[c], k) for k in left] for c, left in spare.items()}
            self.predict([self._without(gone) for each in back.values() for gone in each])
            for c, each in back.items():
                needless = (i for i, gone in enumerate(each) if self._falls(c, levels[c], gone))
                first = next(needless, None)
                if first is None:
                    del spare[c]
                else:
                    found[c], spare[c] = each[first], spare[c][first + 1 :]
            spare = {c: left for c, left in spare.items() if left}
        return {
            c: _spans(self.reading, [i for number in sorted(gone) for i in self._breaths[number]])
            for c, gone in found.items()
        }

    def _falls(self, criterion_id: str, level: int, gone: Sequence[int]) -> bool:
        part = self._without(gone)
        criterion = self._criteria[criterion_id]
        return abs(self.level(criterion, self._known[part], part)[0]) < abs(level)

    def _without(self, gone: Sequence[int]) -> tuple[int, ...]:
        """All clauses but those of the breaths with these numbers."""
        return tuple(
            i for number, inside in enumerate(self._breaths) if number not in gone for i in inside
        )


def _but(numbers: Sequence[int], one: int) -> list[int]:
    """All the numbers but one."""
    return [k for k in numbers if k != one]


def _score(value: float, low: float, high: float, bottom: float, top: float) -> float:
    """A value on a head's scale as 0..1: a third where level 1 begins, two thirds at level 2."""
    if value < low:
        part = math.tanh((low - value) / (low - bottom))
        return round((1 - part) / 3, 6)
    if value < high:
        return round(1 / 3 + (value - low) / (high - low) / 3, 6)
    return round(2 / 3 + math.tanh((value - high) / (top - high)) / 3, 6)


def held(score: float, most: int) -> float:
    """A score that may not tell of more than the level `most`; of those that would, the higher stays the higher."""
    top = (most + 1) / 3
    bottom = top - _ROOM
    if score <= bottom:
        return score
    return round(bottom + (_ROOM - 1e-5) * (score - bottom) / (1 - bottom), 6)


def _spans(reading: Reading, indices: Sequence[int]) -> tuple[Evidence, ...]:
    spans: list[tuple[int, int]] = []
    for i in indices:
        piece = reading.clauses[i]
        if spans and spans[-1][1] == piece.start:
            spans[-1] = (spans[-1][0], piece.end)
        else:
            spans.append((piece.start, piece.end))
    return tuple(trimmed(reading.reply, a, b) for a, b in spans)


def trimmed(text: str, start: int, end: int) -> Evidence:
    """Characters `start` up to `end` of a reply, without the space and the pauses around them."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "，,、；;"):
        end -= 1
    return Evidence(start=start, end=end, text=text[start:end])
