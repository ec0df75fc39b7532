"""How alike two replies are to the scorer: the kernel its ridges are fitted on.

It adds a linear part over named features, a linear part over character runs and a Gaussian part over
the mean clause vector.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from trainer.scoring.features import BUCKETS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

WIDTH = 0.5
"""Width of the Gaussian part: exp(-|a - b|² / WIDTH) for unit vectors a, b."""
TYPED = 2.0
"""How much more than others the features count that see the resident's type: they are few among many."""


_CALM = 0.01
"""How much it counts that a function on landmarks is a calm one too, where few vectors tell what it should be."""
_AT_ONCE = 2000
"""Rows of a large kernel that are worked out together."""


class Places(NamedTuple):
    """Where replies lie, a row a reply: standardised named features, character runs, vectors.

    The columns of `named` from `of_all` on see the resident's type, and are weighed by `emphasis`.
    """

    named: Array
    emphasis: Array
    of_all: int
    runs: Sequence[tuple[NDArray[np.int64], Array]]
    vectors: Array

    def likeness(self) -> Array:
        """The kernel of all with each other, blind to the resident's type."""
        rows = self.run_rows()
        found = rows @ rows.T
        found += gauss(self.vectors, self.vectors)
        blind = self.named[:, : self.of_all]
        found += blind @ blind.T
        return found

    def run_rows(self) -> Array:
        """The character runs, a column a bucket."""
        rows = np.zeros((len(self.runs), BUCKETS), np.float32)
        for i, (buckets, weights) in enumerate(self.runs):
            rows[i, buckets] = weights
        return rows

    def likeness_of_type(self) -> Array:
        """What the features that see the type add to it."""
        seeing = self.named[:, self.of_all :]
        return np.asarray(seeing @ seeing.T, np.float32)

    def named_weights(self, alphas: Array, blind: Array) -> Array:
        """What each named feature weighs for each head; those that see the type nothing where `blind` is 1."""
        weights = np.asarray(self.emphasis[:, None] * (self.named.T @ alphas), np.float32)
        weights[self.of_all :] *= 1 - blind
        return weights

    def run_weights(self, alphas: Array) -> Array:
        """What each bucket of character runs weighs for each head."""
        total = np.zeros((BUCKETS, alphas.shape[1]), np.float32)
        for (buckets, weights), alpha in zip(self.runs, alphas, strict=True):
            total[buckets] += weights[:, None] * alpha
        return total


def places(
    dense: Array,
    typed: int,
    runs: Sequence[tuple[NDArray[np.int64], Array]],
    vectors: Array,
    center: Array,
    spread: Array,
    rarity: Array,
) -> Places:
    """Where replies with these features lie; the last `typed` columns of `dense` see the type."""
    of_all = dense.shape[1] - typed
    emphasis = np.ones(dense.shape[1], np.float32)
    emphasis[of_all:] = TYPED
    named = standard(dense, center, spread) * emphasis
    weighed = [(buckets, _unit(weights * rarity[buckets])) for buckets, weights in runs]
    return Places(named, emphasis, of_all, weighed, vectors)


class Nearness:
    """A kernel to fixed points, linear plus Gaussian, over standardised numbers.

    Only the columns where `seen` is 1 count, if it is given.
    """

    def __init__(self, points: Array, width: float, seen: Array | None = None) -> None:
        self._seen = np.ones(points.shape[1], np.float32) if seen is None else seen
        self._points = points * self._seen
        self._squares = _squares(self._points)
        self._width = width

    def __call__(self, wanted: Array) -> Array:
        """One row for each row of `wanted`, one column a point."""
        wanted = wanted * self._seen
        product = wanted @ self._points.T
        distance = _squares(wanted)[:, None] + self._squares[None] - 2 * product
        size = max(1, wanted.shape[1])
        return np.asarray(product / size + np.exp(-distance / (self._width * size)), np.float32)


def standard(dense: Array, center: Array, spread: Array) -> Array:
    """Named features on comparable scales."""
    scaled = np.clip((dense - center) / spread, -4, 4)
    return np.asarray(scaled / np.sqrt(dense.shape[1]), np.float32)


def rare(seen: Array, count: int) -> Array:
    """How much a character run says, by in how many of `count` replies it is: the fewer the more; in one, nothing."""
    return np.where(seen > 1, np.log((1 + count) / (1 + seen)) + 1, 0).astype(np.float32)


def in_how_many(runs: Sequence[tuple[NDArray[np.int64], Array]]) -> Array:
    """In how many replies each bucket of character runs occurs."""
    seen = np.zeros(BUCKETS, np.float32)
    for buckets, _ in runs:
        seen[buckets] += 1
    return seen


def gauss(a: Array, b: Array) -> Array:
    """The Gaussian part between unit vectors."""
    return gauss_of(a @ b.T)


def gauss_of(products: Array) -> Array:
    """The Gaussian part from the products of unit vectors."""
    return np.asarray(np.exp((2.0 * products - 2.0) / WIDTH), np.float32)


def carried(vectors: Array, landmarks: Array) -> tuple[Array, Array]:
    """The Gaussian part as far as landmarks carry it (Nyström).

    Features of the vectors whose products it is, a row each, and how weights on these become weights on the landmarks.
    """
    back = carrying(gauss(landmarks, landmarks), 1e-3).astype(np.float32)
    return gauss(vectors, landmarks) @ back, back


def carrying(among: Array, calm: float) -> NDArray[np.float64]:
    """What makes nearness to some points features of which it is the product (Nyström), from the kernel `among` them.

    `calm` is added to its diagonal, for points may be the same.
    """
    rows = among.astype(np.float64)
    rows.flat[:: len(rows) + 1] += calm
    return np.asarray(np.linalg.inv(np.linalg.cholesky(rows)).T)


def some(count: int, most: int) -> NDArray[np.int64]:
    """At most so many of `count` rows, evenly from all."""
    return np.linspace(0, count - 1, min(count, most)).astype(np.int64)


def on_landmarks(landmarks: Array, vectors: Array, alphas: Array) -> Array:
    """Weights on landmarks whose function is nearest to that of `alphas` on all vectors: there, by least squares."""
    near = gauss(vectors, landmarks).astype(np.float64)
    parts = (vectors[i : i + _AT_ONCE] for i in range(0, len(vectors), _AT_ONCE))
    wanted = np.concatenate([gauss(part, vectors) @ alphas for part in parts])
    among = gauss(landmarks, landmarks).astype(np.float64) + 1e-3 * np.eye(len(landmarks))
    found = np.linalg.solve(near.T @ near + _CALM * among, near.T @ wanted)
    return np.asarray(found, np.float32)


def _unit(weights: Array) -> Array:
    return np.asarray(weights / max(1e-6, float(np.linalg.norm(weights))), np.float32)


def _squares(points: Array) -> Array:
    return np.asarray((points**2).sum(axis=1), np.float32)
