"""Learning a rubric from its labelled replies, in closed form.

For every criterion and for `overall` one kernel ridge. The cut points between levels come from predictions
of ridges that have not learned from a reply's family. All predictions of a reply together
then correct each of them by a second, small ridge: levels go together, and `overall` is no sum of
them. So there is nothing to train: the same replies always give the same weights.

Of the kernel the Gaussian part is carried by landmarks, a part of all vectors. What they do not carry of a reply is told
from nothing else, so it counts as noise of that reply alone (FITC, Quiñonero-Candela & Rasmussen 2005).
On authors left out that is as good as the whole kernel; without it correlations are lower by 0.01.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from trainer.scoring.features import Features
from trainer.scoring.kernel import (
    Nearness,
    carried,
    carrying,
    gauss_of,
    in_how_many,
    places,
    rare,
    some,
    standard,
)
from trainer.scoring.match import MATCH_WIDTH, WORTH, learn_match
from trainer.scoring.ridge import blocks, ridges

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

STRENGTH = 1.0
"""Penalty λ of the first ridge. With some thousand replies 1.5 to 3 do a little better on authors left out, with some hundred less does."""
SECOND_STRENGTH = 2.0
SECOND_WIDTH = 1.5
SECOND_LANDMARKS = 512
KNOTS = 21
LANDMARKS = 2048
"""Vectors kept, evenly from all examples, to carry the Gaussian part: half of them lose nothing that
can be measured on authors left out, and a reply is judged twice as fast."""
OVERALL = "overall"
FEWEST = 30
"""Labelled replies a criterion needs before it is learned; with fewer it is always at level 0."""


@dataclass(frozen=True)
class Examples:
    """Labelled replies as features. Rows of `dense`, `vectors`, `heard` and the labels are the same replies.

    `firm` marks those that more than one rater judged. The columns of `heard` are the listener's heads, `listens`. `labels` are levels by head, NaN where a
    head was not called for; `overall` is 0..1. The last
    `typed` columns of `dense` see the resident's type. `marks` are the weights of `Marks`. `own` and
    `lent` measure some replies, those in the rows `compared`, against their own context and against another's.
    """

    dense: Array
    typed: int
    runs: Sequence[tuple[NDArray[np.int64], Array]]
    vectors: Array
    heard: Array
    listens: Sequence[str]
    families: Sequence[str]
    firm: NDArray[np.bool_]
    labels: Mapping[str, NDArray[np.float64]]
    marks: Array
    own: Array
    lent: Array
    compared: NDArray[np.int64]


@dataclass(frozen=True)
class Fitted:
    """A fitted rubric in one language. Columns of the weights are `heads`.

    `cuts` are where level 1 and level 2 begin on a head's own scale, `ends` where its score is about
    0 and 1. A penalty's scale is that of the fault: more is worse. The `second` ridge is carried by
    some points, predictions of replies and what the listener says of them; a column of `second_seen` is 1 for those
    numbers that the head goes by. `blind` is 0 for heads that see the resident's type and 1 for those that must not. `scale` maps predictions of `overall` (first
    row) to the scores people gave equally often (second row): a ridge shies away from both ends.
    `marks` tell pauses and questions where no marks stand. A reply whose measures weigh less than `match_cut` answers another
    matter; the cut is another for each overall score in `match.WORTH`.
    """

    heads: tuple[str, ...]
    center: Array
    spread: Array
    rarity: Array
    dense_weights: Array
    run_weights: Array
    landmarks: Array
    landmark_weights: Array
    bias: Array
    cuts: Array
    ends: Array
    second_points: Array
    second_weights: Array
    second_center: Array
    second_spread: Array
    second_seen: Array
    blind: Array
    scale: Array
    marks: Array
    match_points: Array
    match_weights: Array
    match_center: Array
    match_spread: Array
    match_cut: Array

    def at(self, buckets: NDArray[np.int64], vectors: Array) -> Predictor:
        """The fit made ready for a reply with these character runs and clause vectors."""
        return Predictor(self, buckets, vectors)

    def overall(self, raw: Array) -> float:
        """The overall score 0..1 of one reply from its predictions."""
        value = raw[self.heads.index(OVERALL)]
        return float(np.interp(value, self.scale[0], self.scale[1]))

    def corrected(self, raw: Array, heard: Array) -> Array:
        """Predictions, one row a reply, after the second ridge; `heard` is what the listener says."""
        points = (np.concatenate([raw, heard], axis=1) - self.second_center) / self.second_spread
        found = np.array(raw, np.float32)
        for columns, near in self._seconds:
            found[:, columns] += near(points) @ self.second_weights[:, columns]
        return found

    def elsewhere(self, measured: Array, overall: float) -> bool:
        """Whether a reply with these measures of `match` and this overall score answers another matter."""
        if not len(self.match_points):
            return False
        point = (measured - self.match_center) / self.match_spread
        near = self._match(point[None])[0] @ self.match_weights
        return bool(near < np.interp(overall, WORTH, self.match_cut))

    @cached_property
    def _seconds(self) -> list[tuple[list[int], Nearness]]:
        """The heads that go by the same numbers, and the kernel over those."""
        return [
            (columns, Nearness(self.second_points, SECOND_WIDTH, self.second_seen[:, columns[0]]))
            for columns in _alike(self.second_seen)
        ]

    @cached_property
    def _match(self) -> Nearness:
        return Nearness(self.match_points, MATCH_WIDTH)

    def standard(self, dense: Array) -> Array:
        """Named features on comparable scales."""
        return standard(dense, self.center, self.spread)


class Predictor:
    """A fit made ready for one reply: what all its parts have in common is worked out once."""

    def __init__(self, fitted: Fitted, buckets: NDArray[np.int64], vectors: Array) -> None:
        self._fitted = fitted
        self._rarity = fitted.rarity[buckets]
        self._run_weights = fitted.run_weights[buckets]
        # A part's vector is a mixture of the clauses', so is its product with the landmarks. Written
        # with the larger matrix first it takes half the time.
        self._products = (fitted.landmarks @ vectors.T).T

    def raw(self, features: Features) -> Array:
        """Predictions on the heads' own scales, one row per part of the reply."""
        fitted = self._fitted
        near = gauss_of(features.mix @ self._products)
        runs = features.runs * self._rarity
        size = np.linalg.norm(runs, axis=1, keepdims=True)
        return fitted.corrected(
            fitted.bias
            + fitted.standard(features.dense) @ fitted.dense_weights
            + (runs @ self._run_weights) / np.maximum(1e-6, size)
            + near @ fitted.landmark_weights,
            features.heard,
        )


def fit(
    examples: Examples,
    faults: frozenset[str],
    of_type: frozenset[str],
    alone: frozenset[str] = frozenset(),
) -> Fitted:
    """Fit all heads.

    `faults` names those whose levels are 0..-2, `of_type` those that may depend on the resident's type;
    `overall` does too. What suits a type is not corrected by how good the rest is, nor are the heads `alone`,
    what is asserted: those by the listener only, as far as it judges the same.
    """
    n = len(examples.runs)
    center = examples.dense.mean(axis=0)
    spread = examples.dense.std(axis=0) + np.float32(1e-3)
    rarity = rare(in_how_many(examples.runs), n)
    where = places(
        examples.dense, examples.typed, examples.runs, examples.vectors, center, spread, rarity
    )
    families = np.unique(np.asarray(examples.families), return_inverse=True)[1]
    landmarks = examples.vectors[some(n, LANDMARKS)]
    near, back = carried(examples.vectors, landmarks)
    noise = np.float32(STRENGTH) + np.maximum(1 - (near**2).sum(axis=1), 0)
    runs = where.run_rows()

    heads = tuple(h for h, y in examples.labels.items() if np.isfinite(y).sum() >= FEWEST)
    wanted = [_as_more(examples.labels[head], head in faults) for head in heads]
    alphas = np.zeros((n, len(heads)), np.float32)
    bias = np.zeros(len(heads), np.float32)
    unseen = np.zeros((n, len(heads)), np.float32)  # predictions, the reply's family left out
    typed = np.array([head == OVERALL or head in of_type for head in heads], bool)
    for sees in (False, True):
        columns = np.flatnonzero(typed == sees)
        if len(columns):
            named = where.named[:, : None if sees else where.of_all]
            features = (np.concatenate([named, near], axis=1), runs)
            aims = np.stack([wanted[j] for j in columns], axis=1)
            found = ridges(features, noise, aims, families)
            alphas[:, columns], bias[columns], unseen[:, columns] = found
    blind = (~typed).astype(np.float32)
    second, held_out = _second(
        examples, heads, unseen, faults, _seen(heads, examples.listens, typed, of_type, alone)
    )
    said = np.full(n, np.nan)
    if OVERALL in heads:
        said = np.interp(held_out[:, heads.index(OVERALL)], *second["scale"])
    return Fitted(
        heads=heads,
        center=center.astype(np.float32),
        spread=spread,
        rarity=rarity,
        dense_weights=where.named_weights(alphas, blind),
        run_weights=where.run_weights(alphas),
        landmarks=landmarks,
        landmark_weights=back @ (near.T @ alphas),
        bias=bias,
        blind=blind,
        marks=examples.marks,
        **second,
        **learn_match(
            examples.own,
            examples.lent,
            families[examples.compared],
            examples.labels[OVERALL][examples.compared],
            said[examples.compared],
        ),
    )


def _second(
    examples: Examples,
    heads: Sequence[str],
    unseen: Array,
    faults: frozenset[str],
    seen: Array,
) -> tuple[dict[str, Array], NDArray[np.float64]]:
    """The second ridge on what the first (`unseen`) and the listener say of replies, and the cuts after it.

    `seen` is what each head is corrected by. The predictions with each reply's family left out are given too, by reply and head, NaN where a
    head was not called for.
    """
    known = np.concatenate([unseen, examples.heard], axis=1)
    center = known.mean(axis=0)
    spread = known.std(axis=0) + np.float32(1e-6)
    points = (known - center) / spread
    families = np.unique(np.asarray(examples.families), return_inverse=True)[1]
    carriers = points[some(len(points), SECOND_LANDMARKS)]
    bases: dict[int, _Basis] = {}
    for columns in _alike(seen):
        basis = _Basis(points, carriers, seen[:, columns[0]])
        bases |= dict.fromkeys(columns, basis)
    whole = np.isfinite(examples.labels.get(OVERALL, np.full(len(unseen), np.nan)))
    weights = np.zeros((len(carriers), len(heads)), np.float32)
    cuts = np.zeros((len(heads), 2), np.float32)
    ends = np.zeros((len(heads), 2), np.float32)
    scale = np.tile(np.linspace(0, 1, KNOTS, dtype=np.float32), (2, 1))
    predicted = np.full(unseen.shape, np.nan)
    for j, head in enumerate(heads):
        y = _as_more(examples.labels[head], head in faults)
        rows = np.flatnonzero(np.isfinite(y))
        first = unseen[rows, j]
        held_out = first
        if j in bases:
            weights[:, j], rest = bases[j].ridge(y[rows] - first, rows, families)
            held_out = first + rest
        predicted[rows, j] = held_out
        if head == OVERALL:
            scale = np.stack(
                [np.quantile(held_out, scale[0]), np.quantile(y[rows], scale[1])]
            ).astype(np.float32)
        if head in faults:
            # Sets written for the faults alone have more of them than talk has; they move no cut.
            as_met = whole[rows] if whole[rows].sum() >= FEWEST else np.ones(len(rows), bool)
            # One rater alone lets many a mild fault pass, the next another: two decide where it begins.
            twice = as_met & examples.firm[rows]
            counted = twice if twice.sum() >= FEWEST else as_met
            cuts[j] = _cut_points(held_out[counted], y[rows][counted])
        else:
            cuts[j] = _cut_points(held_out, y[rows])
        ends[j] = np.quantile(held_out, (0.02, 0.98))
    learned = {
        "cuts": cuts,
        "ends": ends,
        "second_points": carriers,
        "second_weights": weights,
        "second_center": center,
        "second_spread": spread,
        "second_seen": seen,
        "scale": scale,
    }
    return learned, predicted


def _seen(
    heads: Sequence[str],
    listens: Sequence[str],
    typed: NDArray[np.bool_],
    of_type: frozenset[str],
    alone: frozenset[str],
) -> Array:
    """Which predictions, and then which of the listener's, each head is corrected by: a column a head.

    Those that must not see the resident's type see it not even through others. The listener does not know it.
    """
    seen = np.ones((len(heads) + len(listens), len(heads)), np.float32)
    for j, head in enumerate(heads):
        if head in of_type or (head in alone and head not in listens):
            seen[:, j] = 0
        elif head in alone:
            seen[:, j] = [name == head for name in (*heads, *listens)]
        elif not typed[j]:
            seen[: len(heads), j] = ~typed
    return seen


def _alike(seen: Array) -> list[list[int]]:
    """The columns that are the same, together; those of nothing are left out."""
    groups: dict[bytes, list[int]] = {}
    for j, column in enumerate(seen.T):
        if column.any():
            groups.setdefault(column.tobytes(), []).append(j)
    return list(groups.values())


class _Basis:
    """A kernel over points, carried by a few of them (Nyström), so that a ridge on it is small."""

    def __init__(self, points: Array, carriers: Array, seen: Array) -> None:
        near = Nearness(carriers, SECOND_WIDTH, seen)
        self._back = carrying(near(carriers), 1e-3)
        self._rows = near(points) @ self._back
        self._inverses: dict[bytes, NDArray[np.float64]] = {}

    def ridge(
        self, wanted: NDArray[np.float64], rows: NDArray[np.int64], families: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Weights on the carriers, and predictions with each reply's family left out."""
        x = self._rows[rows]
        key = rows.tobytes()
        if key not in self._inverses:
            wide = x.T @ x + SECOND_STRENGTH * np.eye(x.shape[1])
            self._inverses[key] = np.asarray(np.linalg.inv(wide), np.float64)
        inverse = self._inverses[key]
        weights = inverse @ (x.T @ wanted)
        error = wanted - x @ weights
        for block in blocks(families[rows]):
            own = x[block]
            error[block] = np.linalg.solve(np.eye(len(block)) - own @ inverse @ own.T, error[block])
        return self._back @ weights, wanted - error


def _as_more(levels: NDArray[np.float64], fault: bool) -> NDArray[np.float64]:
    """Levels on a head's own scale: of a fault, the more of it the more."""
    return -levels if fault else levels


def _cut_points(predicted: NDArray[np.float64], levels: NDArray[np.float64]) -> tuple[float, float]:
    """Where levels 1 and 2 begin: the cuts at which as many replies reach a level as were given it."""
    ordered = np.sort(predicted)
    last = len(ordered) - 1
    low, high = (float(ordered[min(last, int(np.sum(levels < k)))]) for k in (0.5, 1.5))
    return low, max(high, low + 1e-3)
