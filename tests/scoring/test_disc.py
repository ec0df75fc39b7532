"""The same reply suits one type and not another."""

from __future__ import annotations

import pytest

from tests.scoring.conftest import Tell
from tests.scoring.measures import disc
from tests.scoring.replies import LANGS, Judge, sample

pytestmark = pytest.mark.parametrize("lang", LANGS)


def test_the_same_replies_fit_the_four_types_differently_and_little_else_changes(
    judge: Judge, tell: Tell, lang: str
) -> None:
    figures = tell("four types", disc.four_types(judge, sample(lang, 30)))
    assert figures.values["levels differ"] >= 0.2
    assert figures.values["other levels"] <= 0.02


def test_what_is_made_for_a_type_scores_higher_for_it_and_says_why(
    judge: Judge, tell: Tell, lang: str
) -> None:
    figures = tell("suited", disc.suited(judge, lang))
    assert figures.values["above mean of other types"] >= 0.9
    assert figures.values["best of four for its type"] >= 0.75
    assert figures.values["features named"] == 1
