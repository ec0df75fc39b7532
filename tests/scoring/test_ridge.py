"""The first ridge: what it says of a family left out, without fitting again."""

from __future__ import annotations

import numpy as np
import pytest

from trainer.scoring.fit import STRENGTH, _ridge


def test_a_family_left_out_is_judged_as_by_a_fit_without_it() -> None:
    replies = 200
    dice = np.random.default_rng(5)
    features = dice.normal(size=(replies, 40)).astype(np.float32)
    wanted = features[:, 0] + dice.normal(size=replies)
    kernel = (features @ features.T / 40).astype(np.float32)
    families = np.arange(replies) // 7
    rows = np.flatnonzero(dice.random(replies) > 0.2)  # the others were not judged

    weights, held_out = _ridge(kernel, wanted[rows], rows, families, {})

    mean = wanted[rows].mean()
    whole = kernel[np.ix_(rows, rows)] + STRENGTH * np.eye(len(rows))
    assert weights == pytest.approx(np.linalg.solve(whole, wanted[rows] - mean), abs=1e-4)
    for family in (0, 3, replies // 7 - 1):
        left, others = rows[families[rows] == family], rows[families[rows] != family]
        without = kernel[np.ix_(others, others)] + STRENGTH * np.eye(len(others))
        told = mean + kernel[np.ix_(left, others)] @ np.linalg.solve(without, wanted[others] - mean)
        assert held_out[np.isin(rows, left)] == pytest.approx(told, abs=1e-3)
