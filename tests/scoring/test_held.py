"""A score that is held below a level stays below it, and keeps its order among others that are held."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trainer.scoring.evidence import held

SCORES = st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)


@given(SCORES, st.sampled_from([0, 1]))
def test_it_is_below_the_next_level_and_never_raised(score: float, most: int) -> None:
    assert held(score, most) < (most + 1) / 3
    assert held(score, most) <= score


@given(SCORES, SCORES, st.sampled_from([0, 1]))
def test_the_higher_stays_the_higher(score: float, other: float, most: int) -> None:
    assert (held(score, most) < held(other, most)) == (score < other)
