"""Judges of the same replies: alpha as it is published, and who is compared with whom."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.scoring.agreement import krippendorff_alpha, quadratic_kappa, same_share
from trainer.scoring.raters import MACHINE, Unit, compare_judges, furthest_apart

NAN = math.nan
UNITS = st.lists(
    st.lists(st.sampled_from([0.0, 1.0, 2.0, NAN]), min_size=3, max_size=3), min_size=1, max_size=12
)


def one(values: Any) -> float:
    assert values.shape == (1,)
    return float(values[0])


def by_definition(units: list[list[float]]) -> float:
    """Alpha from all pairs of values, one after the other."""
    pairable = [kept for unit in units if len(kept := [v for v in unit if not math.isnan(v)]) > 1]
    values = [v for unit in pairable for v in unit]

    def apart(a: float, b: float) -> float:
        low, high = sorted((a, b))
        between = sum(low <= v <= high for v in values)
        return (between - (values.count(low) + values.count(high)) / 2) ** 2 if a != b else 0.0

    n = len(values)
    if n < 2:
        return NAN
    observed = sum(
        apart(unit[i], unit[j]) / (len(unit) - 1)
        for unit in pairable
        for i in range(len(unit))
        for j in range(len(unit))
        if i != j
    )
    expected = sum(apart(values[i], values[j]) for i in range(n) for j in range(n) if i != j) / (
        n - 1
    )
    return 1 - observed / expected if expected else NAN


def test_alpha_of_the_published_example_with_four_observers() -> None:
    # Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section D: 12 units, ordinal 0.815.
    observers = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
        [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
    ]
    assert one(krippendorff_alpha(np.array(observers).T)) == pytest.approx(0.815, abs=5e-4)


def test_alpha_of_the_published_example_with_two_values() -> None:
    # The same paper, section A: two observers, binary; with two values all metrics are one: 0.095.
    observers = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
    assert one(krippendorff_alpha(np.array(observers).T)) == pytest.approx(0.095, abs=5e-4)


@pytest.mark.parametrize(
    ("units", "alpha"),
    [
        ([[0, 0], [1, 1], [2, 2]], 1.0),
        ([[1, 1], [1, 1]], NAN),  # nothing to agree on
        ([[0, NAN], [NAN, 2]], NAN),  # nobody judged the same unit
        ([[NAN, NAN]], NAN),
        ([], NAN),
    ],
)
def test_alpha_at_its_ends(units: list[list[float]], alpha: float) -> None:
    assert one(krippendorff_alpha(units)) == pytest.approx(alpha, nan_ok=True)


@given(UNITS)
def test_alpha_is_that_of_its_definition(units: list[list[float]]) -> None:
    assert one(krippendorff_alpha(units)) == pytest.approx(by_definition(units), nan_ok=True)


@given(UNITS, st.data())
def test_a_unit_that_counts_twice_is_there_twice(
    units: list[list[float]], data: st.DataObject
) -> None:
    times = data.draw(st.lists(st.integers(0, 3), min_size=len(units), max_size=len(units)))
    repeated = [unit for unit, n in zip(units, times, strict=True) for _ in range(n)]
    weighted = one(krippendorff_alpha(units, np.array([times], float)))
    assert weighted == pytest.approx(by_definition(repeated), nan_ok=True)


def test_the_share_of_equal_levels() -> None:
    assert one(same_share([0, 1, 2, 2], [0, 2, 2, 2])) == 0.75
    assert math.isnan(one(same_share([], [])))


def units(**levels: str) -> list[Unit]:
    """Levels of each judge over four sessions of two replies, `.` for none: `kim="0122.101"`."""
    found = []
    for i in range(8):
        given = {
            (MACHINE if judge == "machine" else judge): int(told[i])
            for judge, told in levels.items()
            if told[i] != "."
        }
        found.append(Unit(f"s{i // 2}", i % 2 + 1, "care", given))
    return found


def test_the_machine_beside_each_rater_and_raters_beside_each_other() -> None:
    found = compare_judges(
        units(machine="01220122", kim="0122012.", lee="00221122"), ["polite", "care"]
    )
    assert [each.judges for each in found] == [("", "kim"), ("", "lee"), ("kim", "lee")]
    kim, lee, both = found
    (care,) = kim.criteria
    assert (care.criterion, care.n, care.sessions, care.same) == ("care", 7, 4, 1.0)
    assert care.kappa.value == care.alpha.value == 1.0
    assert care.kappa.interval == (1.0, 1.0)
    (care,) = lee.criteria
    first, second = [0, 1, 2, 2, 0, 1, 2, 2], [0, 0, 2, 2, 1, 1, 2, 2]
    assert care.kappa.value == pytest.approx(one(quadratic_kappa(first, second)))
    assert care.alpha.value == pytest.approx(
        by_definition([list(map(float, pair)) for pair in zip(first, second, strict=True)])
    )
    assert care.kappa.interval is not None
    assert care.kappa.value is not None
    assert care.kappa.interval[0] < care.kappa.value < care.kappa.interval[1]
    assert both.criteria[0].n == 7
    assert both.mean.kappa == both.criteria[0].kappa


def test_three_raters_are_compared_all_together_too() -> None:
    found = compare_judges(units(kim="01220122", lee="01220121", mo="11220122"), ["care"])
    everyone = found[-1]
    assert everyone.judges == ("kim", "lee", "mo")
    assert everyone.criteria[0].n == 8
    assert everyone.criteria[0].kappa.value is None
    assert everyone.criteria[0].alpha.value == pytest.approx(
        by_definition([[0, 0, 1], [1, 1, 1], [2, 2, 2], [2, 2, 2], [0, 0, 0], [1, 1, 1],
                       [2, 2, 2], [2, 1, 2]])
    )  # fmt: skip


def test_judges_with_nothing_in_common_are_not_compared() -> None:
    found = compare_judges(units(kim="0122....", lee="....0122"), ["care"])
    assert found == ()


def test_one_session_has_no_interval() -> None:
    alone = [u for u in units(machine="02220122", kim="00220122") if u.session == "s0"]
    (found,) = compare_judges(alone, ["care"])
    assert found.criteria[0].alpha.value is not None
    assert found.criteria[0].alpha.interval is None
    assert found.mean.alpha.interval is None


def test_the_furthest_apart_come_first() -> None:
    told = units(machine="01220122", kim="00020120", lee="0........"[:8])
    apart = furthest_apart(told, ["care"])
    assert [(u.session, u.turn, u.spread) for u in apart] == [
        ("s1", 1, 2), ("s3", 2, 2), ("s0", 2, 1),
    ]  # fmt: skip
