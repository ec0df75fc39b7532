"""Negation, quotation, condition, attribution, sarcasm and order count for what they do."""

from __future__ import annotations

import pytest

from tests.scoring.conftest import Tell
from tests.scoring.measures.pairs import ranked
from tests.scoring.replies import LANGS, Judge, contrasts, pairs

pytestmark = pytest.mark.parametrize("lang", LANGS)
BAR = {"zh-CN": 0.93, "en": 0.86}


def test_of_two_replies_a_turn_of_phrase_apart_the_better_ranks_higher(
    judge: Judge, tell: Tell, lang: str
) -> None:
    figures = tell("minimal pairs", ranked(judge, pairs(lang)))
    assert figures.values["pairs"] >= 30
    assert figures.values["right"] >= BAR[lang]


def test_the_contrast_pairs_of_the_development_set_are_ranked_right(
    judge: Judge, tell: Tell, lang: str
) -> None:
    figures = tell("contrast pairs", ranked(judge, contrasts(lang)))
    assert figures.values["right"] >= BAR[lang]
