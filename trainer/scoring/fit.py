"""Learning a rubric from its labelled replies, in closed form.

For every criterion and for `overall` one kernel ridge: the kernel adds a linear part over named
features, a linear part over character runs and a Gaussian part over the mean clause vector. Strength
of the penalty and the cut points between levels come from predictions in which a reply's whole
family was left out, which the inverse gives without fitting again:
for a family g, y_g - f_g = (G_gg)^-1 (G y)_g with G = (K + λI)^-1 (Rasmussen & Williams 2006, 5.4.2,
for blocks). So there is nothing to train: the same replies always give the same weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from trainer.scoring.features import BUCKETS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]
    Grams = tuple[NDArray[np.int64], Array]

WIDTH = 0.5
"""Width of the Gaussian part: exp(-|a - b|² / WIDTH) for unit vectors a, b."""
LAMBDAS = (0.5, 1.5, 4.0)
FEWEST = 30
"""Labelled replies a criterion needs before it is learned; with fewer its phrases alone decide."""


@dataclass(frozen=True)
class Examples:
    """Labelled replies as features. Rows of all arrays are the same replies.

    `labels` are levels by head, NaN where a head was not called for; `overall` is 0..1.
    """

    dense: Array
    grams: Sequence[Grams]
    vectors: Array
    families: Sequence[str]
    labels: Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True)
class Fitted:
    """A fitted rubric in one language. Columns of the weights are `heads`.

    `cuts` are where level 1 and level 2 begin on a head's own scale, `ends` where its score is about
    0 and 1. A penalty's scale is that of the fault: more is worse.
    """

    heads: tuple[str, ...]
    center: Array
    spread: Array
    rarity: Array
    dense_weights: Array
    gram_weights: Array
    vectors: Array
    vector_weights: Array
    bias: Array
    cuts: Array
    ends: Array

    def raw(self, dense: Array, grams: Sequence[Grams], vectors: Array) -> Array:
        """Predictions on the heads' own scales, one row per reply (or part of one)."""
        near = np.exp((2.0 * (vectors @ self.vectors.T) - 2.0) / WIDTH)
        out = self.bias + self.standard(dense) @ self.dense_weights + near @ self.vector_weights
        for i, (buckets, weights) in enumerate(grams):
            if len(buckets):
                w = weights * self.rarity[buckets]
                out[i] += (w @ self.gram_weights[buckets]) / max(1e-6, float(np.linalg.norm(w)))
        return np.asarray(out, np.float32)

    def standard(self, dense: Array) -> Array:
        """Named features on comparable scales."""
        scaled = np.clip((dense - self.center) / self.spread, -4, 4)
        return np.asarray(scaled / np.sqrt(dense.shape[1]), np.float32)


def fit(examples: Examples, faults: frozenset[str]) -> Fitted:
    """Fit all heads. `faults` names those whose levels are 0..-2."""
    n = len(examples.grams)
    center = examples.dense.mean(axis=0)
    spread = examples.dense.std(axis=0) + np.float32(1e-3)
    scaled = np.clip((examples.dense - center) / spread, -4, 4)
    z = np.asarray(scaled / np.sqrt(examples.dense.shape[1]), np.float32)
    seen = np.zeros(BUCKETS, np.float32)
    for buckets, _ in examples.grams:
        seen[buckets] += 1
    rarity = np.where(seen > 1, np.log((1 + n) / (1 + seen)) + 1, 0).astype(np.float32)
    runs = np.zeros((n, BUCKETS), np.float32)
    for i, (buckets, weights) in enumerate(examples.grams):
        w = weights * rarity[buckets]
        runs[i, buckets] = w / max(1e-6, float(np.linalg.norm(w)))
    near = np.exp((2.0 * (examples.vectors @ examples.vectors.T) - 2.0) / WIDTH)
    kernel = z @ z.T + runs @ runs.T + near
    families = np.unique(np.asarray(examples.families), return_inverse=True)[1]

    heads = tuple(h for h, y in examples.labels.items() if np.isfinite(y).sum() >= FEWEST)
    alphas = np.zeros((n, len(heads)), np.float32)
    bias = np.zeros(len(heads), np.float32)
    cuts = np.zeros((len(heads), 2), np.float32)
    ends = np.zeros((len(heads), 2), np.float32)
    inverses: dict[tuple[bytes, float], Array] = {}
    for j, head in enumerate(heads):
        y = examples.labels[head] * (-1.0 if head in faults else 1.0)
        known = np.isfinite(y)
        rows = np.flatnonzero(known)
        alpha, held_out = _ridge(kernel, y[rows], rows, families, inverses)
        alphas[rows, j] = alpha
        bias[j] = y[rows].mean()
        cuts[j] = _cut_points(held_out, y[rows])
        ends[j] = np.quantile(held_out, (0.02, 0.98))
    return Fitted(
        heads=heads,
        center=center.astype(np.float32),
        spread=spread,
        rarity=rarity,
        dense_weights=z.T @ alphas,
        gram_weights=runs.T @ alphas,
        vectors=examples.vectors,
        vector_weights=alphas,
        bias=bias,
        cuts=cuts,
        ends=ends,
    )


def _ridge(
    kernel: Array,
    y: NDArray[np.float64],
    rows: NDArray[np.int64],
    families: NDArray[np.int64],
    inverses: dict[tuple[bytes, float], Array],
) -> tuple[Array, NDArray[np.float64]]:
    """Dual weights, and predictions with each reply's family left out, at the best λ."""
    wanted = y - y.mean()
    blocks = [np.flatnonzero(families[rows] == f) for f in np.unique(families[rows])]
    best: tuple[float, Array, NDArray[np.float64]] | None = None
    for strength in LAMBDAS:
        key = (rows.tobytes(), strength)
        if key not in inverses:
            part = kernel[np.ix_(rows, rows)] + np.float32(strength) * np.eye(len(rows), dtype=np.float32)
            inverses[key] = np.linalg.inv(part)
        inverse = inverses[key]
        alpha = inverse @ wanted.astype(np.float32)
        error = np.empty(len(rows))
        for block in blocks:
            error[block] = np.linalg.solve(
                inverse[np.ix_(block, block)].astype(np.float64), alpha[block]
            )
        loss = float((error**2).mean())
        if best is None or loss < best[0]:
            best = (loss, alpha, y - error)
    if best is None:
        raise ValueError("no strength to try")
    return best[1], best[2]


def _cut_points(predicted: NDArray[np.float64], levels: NDArray[np.float64]) -> tuple[float, float]:
    """Where levels 1 and 2 begin: the cuts at which as many replies reach a level as were given it."""
    ordered = np.sort(predicted)
    last = len(ordered) - 1
    low, high = (
        float(ordered[min(last, int(np.sum(levels < k)))]) for k in (0.5, 1.5)
    )
    return low, max(high, low + 1e-3)
