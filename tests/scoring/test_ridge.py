"""The ridges: what they say of replies they have not learned from."""

from __future__ import annotations

import numpy as np
import pytest

from trainer.scoring.ridge import PARTS, ridge, ridges

REPLIES = 300
STRENGTH = 0.75
DICE = np.random.default_rng(5)
FEATURES = DICE.normal(size=(REPLIES, 40)).astype(np.float32)
KERNEL = FEATURES @ FEATURES.T
WANTED = FEATURES[:, 0] + DICE.normal(size=REPLIES)
FAMILIES = np.arange(REPLIES) // 7


def test_a_family_left_out_is_judged_as_by_a_fit_without_it() -> None:
    mean = WANTED.mean()

    weights, held_out = ridge(KERNEL, WANTED, FAMILIES, STRENGTH)

    whole = KERNEL + STRENGTH * np.eye(REPLIES)
    assert weights == pytest.approx(np.linalg.solve(whole, WANTED - mean), abs=1e-4)
    for family in (0, 3, FAMILIES[-1]):
        inside = np.isin(FAMILIES, family)
        left, others = np.flatnonzero(inside), np.flatnonzero(~inside)
        without = KERNEL[np.ix_(others, others)] + STRENGTH * np.eye(len(others))
        expected = KERNEL[np.ix_(left, others)] @ np.linalg.solve(without, WANTED[others] - mean)
        assert held_out[left] == pytest.approx(mean + expected, abs=1e-3)


@pytest.mark.parametrize("carriers", [1000, 20], ids=["exact at once", "by and by"])
def test_many_at_once_are_what_each_is_by_itself(
    carriers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trainer.scoring.ridge._CARRIERS", carriers)
    judged = np.stack([np.ones(REPLIES, bool), DICE.random(REPLIES) > 0.4], axis=1)
    wanted = np.where(judged, np.stack([WANTED, WANTED], axis=1), np.nan)
    noise = (STRENGTH + DICE.random(REPLIES)).astype(np.float32)
    halves = (FEATURES[:, :10], FEATURES[:, 10:])

    found = ridges(halves, noise, wanted, FAMILIES)

    for j in range(2):
        rows = np.flatnonzero(judged[:, j])
        bias = WANTED[rows].mean()
        whole = KERNEL[np.ix_(rows, rows)] + np.diag(noise[rows])
        assert found.bias[j] == pytest.approx(bias)
        assert found.alphas[rows, j] == pytest.approx(
            np.linalg.solve(whole, WANTED[rows] - bias), abs=1e-3
        )
        assert not found.alphas[~judged[:, j], j].any()
        part = FAMILIES % PARTS == 3
        others = np.flatnonzero(~part & judged[:, j])
        without = KERNEL[np.ix_(others, others)] + np.diag(noise[others])
        said = KERNEL[np.ix_(part, others)] @ np.linalg.solve(without, WANTED[others] - bias)
        assert found.unseen[part, j] == pytest.approx(bias + said, abs=3e-3)


@pytest.mark.parametrize("carriers", [1000, 20], ids=["exact at once", "by and by"])
def test_large_features_leave_numbers_that_are_near(
    carriers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trainer.scoring.ridge._CARRIERS", carriers)

    found = ridges((5 * FEATURES,), np.ones(REPLIES, np.float32), WANTED[:, None], FAMILIES)

    part = FAMILIES % PARTS == 3
    without = 25 * KERNEL[np.ix_(~part, ~part)] + np.eye((~part).sum())
    exact = (
        25 * KERNEL[np.ix_(part, ~part)] @ np.linalg.solve(without, WANTED[~part] - WANTED.mean())
    )
    assert np.corrcoef(found.unseen[part, 0], exact)[0, 1] > 0.9


def test_a_family_alone_is_left_out_of_nothing_but_itself() -> None:
    found = ridges((FEATURES[:5],), np.ones(5, np.float32), WANTED[:5, None], np.zeros(5, np.int64))

    assert found.unseen[:, 0] == pytest.approx(np.repeat(WANTED[:5].mean(), 5), abs=1e-5)
