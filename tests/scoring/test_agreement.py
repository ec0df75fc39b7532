"""Figures of agreement: worked by hand, and what holds of all of them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shipped import library
from trainer.scoring.agreement import (
    family_pairs,
    fault_f1,
    interval,
    levels_by_rank,
    mean_of,
    quadratic_kappa,
    ranked_right,
    resampled,
    spearman,
)
from trainer.scoring.comparison import Judged, JudgedPair, compare

NAN = math.nan
LEVELS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=30)
NUMBERS = st.lists(
    st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=1, max_size=30
)  # few values, many ties
STATISTICS: list[Callable[..., Any]] = [quadratic_kappa, fault_f1, spearman, ranked_right]


def one(values: Any) -> float:
    assert values.shape == (1,)
    return float(values[0])


@pytest.mark.parametrize(
    ("a", "b", "kappa"),
    [
        ([0, 1, 2], [0, 1, 2], 1.0),
        # Three are one apart: Σ w·O = 3. By chance (2·3 + 2·2 + 2·1 + 2·3)/6 = 3 one apart and
        # 4·(2·1 + 2·2)/6 = 4 for those two apart: Σ w·E = 7.
        ([0, 0, 1, 1, 2, 2], [0, 1, 0, 1, 2, 1], 1 - 3 / 7),
        ([0, 2], [2, 0], -1.0),
        ([0, 0, 2, 2], [1, 1, 1, 1], 0.0),
        ([1, 1, 1], [1, 1, 1], NAN),  # nothing to agree on
    ],
)
def test_kappa_by_hand(a: list[int], b: list[int], kappa: float) -> None:
    assert one(quadratic_kappa(a, b)) == pytest.approx(kappa, nan_ok=True)


@pytest.mark.parametrize(
    ("a", "b", "f1"),
    [
        ([-1, -2, 0, 0], [-2, -1, 0, 0], 1.0),  # which fault, mild or severe, is not asked
        ([-1, -2, 0, 0], [-1, 0, -1, 0], 0.5),
        ([0, 0], [-1, 0], 0.0),
        ([0, 0], [0, 0], NAN),
    ],
)
def test_f1_by_hand(a: list[int], b: list[int], f1: float) -> None:
    assert one(fault_f1(a, b)) == pytest.approx(f1, nan_ok=True)


@pytest.mark.parametrize(
    ("a", "b", "rho"),
    [
        ([1, 2, 3], [10, 20, 90], 1.0),
        ([1, 2, 3, 4, 5], [5, 6, 7, 8, 7], 0.8207826816681233),  # ranks 1 2 3.5 5 3.5
        ([1, 2, 3], [3, 2, 1], -1.0),
        ([1, 2, 3], [5, 5, 5], NAN),
    ],
)
def test_spearman_by_hand(a: list[int], b: list[int], rho: float) -> None:
    assert one(spearman(a, b)) == pytest.approx(rho, nan_ok=True)


def test_pairs_stay_in_their_family_and_are_far_enough_apart() -> None:
    gold, families = [90, 50, 45, 10], ["a", "a", "a", "b"]
    assert family_pairs(gold, families).tolist() == [[0, 1], [0, 2]]
    assert family_pairs(gold, families, least=5).tolist() == [[0, 1], [0, 2], [1, 2]]


def test_a_pair_is_hard_when_the_worse_is_at_least_as_long() -> None:
    assert family_pairs([90, 50, 20], "aaa", [30, 30, 29]).tolist() == [[0, 1]]
    assert family_pairs([], []).shape == (0, 2)


def test_a_tie_is_not_ranked_right() -> None:
    assert one(ranked_right([3, 2, 1], [1, 2, 2])) == pytest.approx(1 / 3)
    assert math.isnan(one(ranked_right([], [])))


def test_levels_of_a_baseline_are_as_frequent_as_the_labels() -> None:
    assert levels_by_rank([5, 40, 20, 10], [2, 0, 0, 1]).tolist() == [0, 2, 1, 0]
    assert levels_by_rank([5, 40, 20, 10], [0, 0, 0, 0]).tolist() == [0, 0, 0, 0]
    assert levels_by_rank([7, 7], [2, 2]).tolist() == [2, 2]


@given(LEVELS)
def test_kappa_is_symmetric_bounded_and_whole_for_equals(pairs: list[tuple[int, int]]) -> None:
    a, b = zip(*pairs, strict=True)
    kappa = one(quadratic_kappa(a, b))
    assert kappa == pytest.approx(one(quadratic_kappa(b, a)), nan_ok=True)
    assert math.isnan(kappa) or -1 - 1e-9 <= kappa <= 1 + 1e-9
    if len(set(a)) > 1:
        assert one(quadratic_kappa(a, a)) == pytest.approx(1)


@given(LEVELS)
def test_kappa_is_that_of_the_textbook(pairs: list[tuple[int, int]]) -> None:
    table = np.zeros((3, 3))
    for i, j in pairs:
        table[i, j] += 1
    weight = np.subtract.outer(range(3), range(3)) ** 2
    chance = np.outer(table.sum(1), table.sum(0)) / table.sum()
    expected = (weight * chance).sum()
    a, b = zip(*pairs, strict=True)
    kappa = one(quadratic_kappa(a, b))
    if expected == 0:
        assert math.isnan(kappa)
    else:
        assert kappa == pytest.approx(1 - (weight * table).sum() / expected)


@given(NUMBERS)
def test_spearman_goes_by_order_alone(pairs: list[tuple[int, int]]) -> None:
    a, b = zip(*pairs, strict=True)
    rho = one(spearman(a, b))
    assert rho == pytest.approx(one(spearman(b, a)), nan_ok=True)
    assert rho == pytest.approx(one(spearman([x**3 for x in a], b)), nan_ok=True)
    assert rho == pytest.approx(-one(spearman([-x for x in a], b)), nan_ok=True)


@pytest.mark.parametrize("statistic", STATISTICS)
@settings(max_examples=40)
@given(LEVELS, st.randoms(use_true_random=False))
def test_the_order_of_items_is_nothing(
    statistic: Callable[..., Any], pairs: list[tuple[int, int]], random: Any
) -> None:
    mixed = random.sample(pairs, len(pairs))
    first, second = (one(statistic(*zip(*those, strict=True))) for those in (pairs, mixed))
    assert first == pytest.approx(second, nan_ok=True)


@pytest.mark.parametrize("statistic", STATISTICS)
@settings(max_examples=40)
@given(LEVELS, st.data())
def test_counting_twice_is_being_there_twice(
    statistic: Callable[..., Any], pairs: list[tuple[int, int]], data: st.DataObject
) -> None:
    times = data.draw(st.lists(st.integers(0, 3), min_size=len(pairs), max_size=len(pairs)))
    a, b = zip(*pairs, strict=True)
    weighted = one(statistic(a, b, np.array([times], float)))
    repeated = [pair for pair, n in zip(pairs, times, strict=True) for _ in range(n)]
    columns = zip(*repeated, strict=True) if repeated else ([], [])
    assert weighted == pytest.approx(one(statistic(*columns)), nan_ok=True)


def test_whole_families_are_drawn_and_the_same_seed_draws_the_same() -> None:
    families = ["a", "b", "a", "c"]
    times = resampled(families, draws=50, seed=3)
    assert times.shape == (50, 4)
    assert (times[:, 0] == times[:, 2]).all()
    assert (times[:, [0, 1, 3]].sum(axis=1) == 3).all()
    assert (times == resampled(families, draws=50, seed=3)).all()
    assert (times != resampled(families, draws=50, seed=4)).any()


def test_the_interval_is_that_of_the_draws_that_are_defined() -> None:
    assert interval(np.array([NAN, *np.linspace(0, 1, 41)])) == pytest.approx((0.025, 0.975))
    assert interval(np.array([NAN, NAN, 1.0])) is None


def test_a_mean_is_over_what_is_defined_in_the_draw() -> None:
    told = mean_of([np.array([1.0, NAN, NAN]), np.array([0.0, 0.5, NAN])])
    assert told == pytest.approx([0.5, 0.5, NAN], nan_ok=True)
    assert np.isnan(mean_of([])).all()


def test_an_interval_narrows_with_more_families() -> None:
    rng = np.random.default_rng(0)
    gold = rng.integers(0, 3, 400)
    judged = np.where(rng.random(400) < 0.7, gold, rng.integers(0, 3, 400))

    def width(families: list[int]) -> float:
        bounds = interval(quadratic_kappa(gold, judged, resampled(families)))
        assert bounds is not None
        return bounds[1] - bounds[0]

    assert width([i // 4 for i in range(400)]) < width([i // 40 for i in range(400)])


RUBRIC = library().rubric("reception").value


def reply(family: str, length: int, care: int | None, shove: int, overall: int | None) -> Judged:
    """A reply that the scorer judges as its label does, but for `interpretation`: always 1."""
    return Judged(
        family=family,
        length=length,
        labels={"emotional_reaction": care, "interpretation": care, "buck_passing": shove},
        overall=overall,
        levels={"emotional_reaction": care or 0, "interpretation": 1, "buck_passing": shove},
        judged_overall=overall or 0,
    )


def test_the_figures_of_a_file() -> None:
    replies = [
        reply("a", 30, 2, 0, 90), reply("a", 30, 0, -2, 10), reply("a", 9, None, 0, None),
        reply("b", 20, 1, 0, 60), reply("b", 5, 0, -1, 20), reply("b", 21, 2, 0, 65),
    ]  # fmt: skip
    found = compare(replies, [], RUBRIC)
    care, thought = found.merits
    assert (care.criterion, care.figure.n, care.figure.value) == ("emotional_reaction", 5, 1.0)
    assert care.figure.interval == (1.0, 1.0)
    assert care.figure.length is not None
    assert -1 < care.figure.length < 1
    assert (thought.figure.value, thought.faults) == (0.0, None)
    assert found.mean_kappa.value == 0.5
    assert found.mean_kappa.n == 2
    (shove,) = found.penalties
    assert (shove.figure.n, shove.faults, shove.figure.value) == (6, 2, 1.0)
    assert found.spearman.value == 1.0
    assert (found.pairs.n, found.pairs.value) == (3, 1.0)
    assert (found.hard_pairs.n, found.hard_pairs.length) == (1, 0.0)
    assert found.contrast.n == 0
    assert found.contrast.value is None


def test_the_share_of_contrast_pairs() -> None:
    pairs = [
        JudgedPair("x", "exploration", "question", (0.9, 0.2), (10, 12)),
        JudgedPair("y", "exploration", "tone", (0.5, 0.5), (12, 10)),
        JudgedPair("z", "buck_passing", "tone", (-0.1, -0.8), (12, 10)),
    ]
    found = compare([], pairs, RUBRIC)
    assert found.contrast.value == pytest.approx(2 / 3)
    assert found.contrast.length == pytest.approx(2 / 3)
    assert list(found.contrast_by_criterion) == ["exploration", "buck_passing"]
    assert {k: v.value for k, v in found.contrast_by_kind.items()} == {"question": 1, "tone": 0.5}
    assert found.contrast_by_kind["question"].interval is None
    assert found.spearman.value is None
    assert not found.merits


def test_one_family_has_no_interval() -> None:
    found = compare([reply("a", 9, 0, 0, 10), reply("a", 9, 2, 0, 90)], [], RUBRIC)
    assert found.merits[0].figure.interval is None
    assert found.mean_kappa.interval is None
