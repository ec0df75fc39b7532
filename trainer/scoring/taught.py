"""Learning a few labelled replies on top of what is fitted, in closed form and in a moment.

A ridge is a Gaussian process (Rasmussen & Williams 2006, 2.2): what is fitted is its mean given the
replies it was fitted on, and further replies move that mean by how alike a reply is to them, given the
former. Of the former a sample stands for all: so the fit moves where the further replies are, and
little where it knew its way. What a ridge is not, cut points, the second ridge, stays as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from trainer.scoring.fit import STRENGTH, Examples, Fitted
from trainer.scoring.kernel import gauss, in_how_many, on_landmarks, places, rare

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]


def taught(
    fitted: Fitted, sample: Examples, added: Examples, faults: frozenset[str], count: int
) -> Fitted:
    """A fit that has learned `added` too.

    `sample` are some of the `count` replies it was fitted on, evenly from all. Both were read with the
    fit's marks; `faults` names the heads whose levels are 0..-2.
    """
    # Runs too rare to count so far may be what the further replies have in common.
    new = np.where(fitted.rarity > 0, fitted.rarity, rare(in_how_many(added.runs), count))
    fitted = replace(fitted, rarity=new.astype(np.float32))
    where = places(
        np.concatenate([sample.dense, added.dense]),
        added.typed,
        [*sample.runs, *added.runs],
        np.concatenate([sample.vectors, added.vectors]),
        fitted.center,
        fitted.spread,
        fitted.rarity,
    )
    blind = where.likeness()
    seeing = blind + where.likeness_of_type()
    first = len(sample.runs)
    predicted = _predictions(fitted, added, where.runs[first:])
    alphas = np.zeros((first + len(added.runs), len(fitted.heads)), np.float32)
    for j, head in enumerate(fitted.heads):
        error = added.labels[head] * (-1.0 if head in faults else 1.0) - predicted[:, j]
        wanted = np.concatenate([np.where(np.isfinite(sample.labels[head]), 0.0, np.nan), error])
        rows = np.flatnonzero(np.isfinite(wanted))
        kernel = blind if fitted.blind[j] else seeing
        part = kernel[np.ix_(rows, rows)].astype(np.float64) + STRENGTH * np.eye(len(rows))
        alphas[rows, j] = np.linalg.solve(part, wanted[rows])
    landmarks = np.concatenate([fitted.landmarks, added.vectors])
    moved = on_landmarks(landmarks, where.vectors, alphas)
    moved[: len(fitted.landmarks)] += fitted.landmark_weights
    return replace(
        fitted,
        dense_weights=fitted.dense_weights + where.named_weights(alphas, fitted.blind),
        run_weights=fitted.run_weights + where.run_weights(alphas),
        landmarks=landmarks,
        landmark_weights=moved,
    )


def _predictions(
    fitted: Fitted, examples: Examples, runs: Sequence[tuple[NDArray[np.int64], Array]]
) -> Array:
    """What a fit says of examples with these weighed `runs`, a row a reply, on the heads' own scales."""
    of_runs = [weights @ fitted.run_weights[buckets] for buckets, weights in runs]
    return fitted.corrected(
        fitted.bias
        + fitted.standard(examples.dense) @ fitted.dense_weights
        + np.stack(of_runs)
        + gauss(examples.vectors, fitted.landmarks) @ fitted.landmark_weights,
        examples.heard,
    )
