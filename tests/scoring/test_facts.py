"""A reply that contradicts a fact is told so, and no other reply is."""

from __future__ import annotations

import pytest

from tests.scoring.conftest import Tell
from tests.scoring.measures import facts
from tests.scoring.replies import LANGS, Judge, sample
from tests.scoring.tricks import cites_well

pytestmark = pytest.mark.parametrize("lang", LANGS)


def test_a_changed_number_is_recognised_and_quoted_beside_its_fact(
    judge: Judge, tell: Tell, lang: str
) -> None:
    figures = tell("wrong numbers", facts.wrong_numbers(judge, sample(lang, 24, cites_well)))
    assert figures.values["tried"] >= 10
    assert figures.values["recognised"] >= 0.9
    assert figures.values["fact"] >= 0.85


def test_a_right_reply_is_not_accused(judge: Judge, tell: Tell, lang: str) -> None:
    figures = tell("false alarms", facts.accused(judge, sample(lang, 40, cites_well)))
    assert figures.values["accused"] <= 0.05


def test_a_wrong_number_day_place_clause_or_answer_is_recognised_where_the_right_one_is_not(
    judge: Judge, tell: Tell, lang: str
) -> None:
    figures = tell("written facts", facts.written_facts(judge, lang))
    assert figures.values["recognised"] >= 0.8
    assert figures.values["accused"] <= 0.08
