"""Words that do nothing earn nothing."""

from __future__ import annotations

import pytest

from tests.scoring.conftest import Tell
from tests.scoring.measures import gaming
from tests.scoring.replies import LANGS, Judge, sample
from tests.scoring.tricks import tricks

pytestmark = pytest.mark.parametrize("lang", LANGS)

TRICKS = ("stuffing", "rubric recited", "line copied back", "reply of another scene")


def test_saying_it_again_changes_nothing(judge: Judge, tell: Tell, lang: str) -> None:
    figures = tell("repetition", gaming.repetition(judge, sample(lang, 14)))
    assert figures.values["changed"] == 0


def test_stock_courtesy_raises_no_handling_and_hides_no_fault(
    judge: Judge, tell: Tell, lang: str
) -> None:
    """The one before, after, or both; what it does for courtesy itself is its own affair."""
    figures = tell("courtesy", gaming.courtesy(judge, lang, sample(lang, 14)))
    assert figures.values["raised"] == 0
    assert figures.values["cleared"] == 0


def test_courtesy_does_not_lift_the_cap_of_a_severe_fault(
    judge: Judge, tell: Tell, lang: str
) -> None:
    severe = [
        case
        for case in sample(lang, 12, lambda c: -2 in c.labels.levels.values())
        if any(f.level == -2 for f in judge(case.reply, case.context).findings)
    ][:6]
    figures = tell("courtesy on a refusal", gaming.courtesy(judge, lang, severe))
    assert figures.values["with a severe fault"] >= 9
    assert figures.values["lifted"] == 0


@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_earns_no_empathy_no_handling_and_a_low_overall(
    judge: Judge, tell: Tell, lang: str, trick: str
) -> None:
    made, most = tricks(lang, sample(lang, 12))[trick]
    figures = tell(trick, gaming.undeserved(judge, made, most))
    assert figures.values["empathy"] == 0
    assert figures.values["handling"] == 0
    assert figures.values[f"overall>{most}"] == 0


def test_a_stock_sympathy_before_a_dismissal_is_at_most_weak(
    judge: Judge, tell: Tell, lang: str
) -> None:
    figures = tell("dismissal", gaming.dismissal(judge, lang, sample(lang, 4)))
    assert figures.values["above 1"] == 0
