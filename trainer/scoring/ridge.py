"""Ridges: many at once on all labelled replies, and small ones on a kernel that is at hand.

All labelled replies are too many for their kernel, each with each. A ridge needs only products with it,
and those are had from the features. So it is found by conjugate gradients (Hestenes & Stiefel 1952), all
heads together, made quick by a few replies that stand for all (Frangella, Tropp & Udell 2023): some
fifteen products are enough.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from trainer.scoring.kernel import carrying, some

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

PARTS = 8
"""Into how many parts replies are divided; each is judged by ridges that have learned from the others."""
_CARRIERS = 1000
"""Replies that stand for all. With no more replies than that the first step is exact."""
_ENOUGH = 1e-4
"""How far from solved, as a share of what is wanted: the levels it gives are the same long before."""
_MOST_STEPS = 200
_ASTRAY = 1000
"""How many times further than it was it may come on its way; beyond that single precision is at its end."""


class Ridges(NamedTuple):
    """Ridges by head: dual weights, a row a reply; what is added; predictions of each reply by ridges that do not know it."""

    alphas: Array
    bias: Array
    unseen: Array


def ridges(
    features: Sequence[Array],
    noise: Array,
    wanted: NDArray[np.float64],
    families: NDArray[np.int64],
) -> Ridges:
    """A ridge for each column of `wanted`, which is NaN where a reply was not judged.

    The kernel is the sum of the products of each of `features`, a row a reply; `noise` is the penalty, by
    reply. A reply's `unseen` predictions come from a ridge that has learned from no reply of its part, so from none of
    its family (`families` numbers them).
    """
    heads = wanted.shape[1]
    judged = np.isfinite(wanted)
    bias = np.array([wanted[judged[:, j], j].mean() for j in range(heads)], np.float32)
    part = families % PARTS
    left_out = [np.zeros(len(wanted), bool), *(part == number for number in range(PARTS))]
    chosen = np.concatenate([judged & ~out[:, None] for out in left_out], axis=1)
    aims = np.tile(np.where(judged, wanted - bias, 0).astype(np.float32), PARTS + 1) * chosen
    start = _Start(features, noise, judged, part)
    found = solved(
        lambda way: chosen * _times(features, way) + noise[:, None] * way,
        lambda left: start(left) * chosen,
        aims,
    )
    said = _times(features, found)
    unseen = np.empty((len(wanted), heads), np.float32)
    for number in range(PARTS):
        rows = part == number
        unseen[rows] = bias + said[rows, (number + 1) * heads : (number + 2) * heads]
    return Ridges(found[:, :heads], bias, unseen)


def ridge(
    kernel: Array, y: NDArray[np.float64], families: NDArray[np.int64], strength: float
) -> tuple[Array, NDArray[np.float64]]:
    """Dual weights of one ridge, and predictions with each reply's family left out.

    The inverse gives these without fitting again: for a family g, y_g - f_g = (G_gg)^-1 (G y)_g with
    G = (K + λI)^-1 (Rasmussen & Williams 2006, 5.4.2, for blocks).
    """
    inverse = np.linalg.inv(kernel + strength * np.eye(len(y)))
    alpha = inverse @ (y - y.mean())
    error = np.empty(len(y))
    for block in blocks(families):
        error[block] = np.linalg.solve(inverse[np.ix_(block, block)], alpha[block])
    return alpha.astype(np.float32), y - error


def blocks(families: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """The places of each family's replies."""
    order = np.argsort(families, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(families[order])) + 1)


class _Start:
    """The ridges as they were if a few replies told of all: near enough to begin with, and at each step.

    The kernel is taken for that which the carriers give (Nyström), G Gᵀ. With a penalty D its inverse on the replies that a column counts is
    D⁻¹ - D⁻¹ G (I + Gᵀ D⁻¹ G)⁻¹ Gᵀ D⁻¹.
    """

    def __init__(
        self,
        features: Sequence[Array],
        noise: Array,
        judged: NDArray[np.bool_],
        part: NDArray[np.int64],
    ) -> None:
        count, heads = judged.shape
        chosen = some(count, _CARRIERS)
        near = sum((rows @ rows[chosen].T for rows in features), np.zeros((), np.float32))
        among = near[chosen]
        size = len(chosen)
        basis = near @ carrying(among, 1e-4 * np.trace(among) / size).astype(np.float32)
        scaled = basis / np.sqrt(noise)[:, None]
        self._inverses = np.empty(((PARTS + 1) * heads, size, size), np.float32)
        for j in range(heads):
            grams = [_gram(scaled[judged[:, j] & (part == number)]) for number in range(PARTS)]
            whole = sum(grams, np.eye(size))
            self._inverses[j] = np.linalg.inv(whole)
            for number, gram in enumerate(grams):
                self._inverses[(number + 1) * heads + j] = np.linalg.inv(whole - gram)
        self._noise = noise[:, None]
        self._scaled = basis / self._noise

    def __call__(self, wanted: Array) -> Array:
        """What the weights would be for each column of `wanted`."""
        inward = (self._scaled.T @ wanted).T[:, :, None]
        said = self._scaled @ (self._inverses @ inward)[:, :, 0].T
        return np.asarray(wanted / self._noise - said, np.float32)


def _gram(rows: Array) -> NDArray[np.float64]:
    return (rows.T @ rows).astype(np.float64)


def _times(features: Sequence[Array], weights: Array) -> Array:
    """The kernel times `weights`."""
    return sum((rows @ (rows.T @ weights) for rows in features), np.zeros((), np.float32))


def solved(
    times: Callable[[Array], Array], start: Callable[[Array], Array], wanted: Array
) -> Array:
    """Weights of which `times` makes what is `wanted`, each column by itself, by conjugate gradients.

    `times` is symmetric and positive, `start` is about its inverse: the better it is, the fewer steps.
    """
    found = nearest = np.zeros_like(wanted)
    left = wanted.copy()
    size = np.maximum((wanted**2).sum(axis=0), 1e-30)
    least = np.inf
    way = start(left)
    slope = (left * way).sum(axis=0)
    for _ in range(_MOST_STEPS):
        rest = np.sqrt((left**2).sum(axis=0) / size).max()
        if rest < least:
            nearest, least = found.copy(), rest
        if least < _ENOUGH or not rest < _ASTRAY * least:
            break
        change = times(way)
        far = _over(slope, (way * change).sum(axis=0))
        found += far * way
        left -= far * change
        step = start(left)
        before, slope = slope, (left * step).sum(axis=0)
        way = step + _over(slope, before) * way
    return nearest


def _over(above: Array, below: Array) -> Array:
    """`above` over `below`, both squares; of a column that is solved, up to rounding, nothing."""
    left = (above > 0) & (below > 0)
    return np.asarray(np.where(left, above, 0) / np.where(left, below, 1), np.float32)
