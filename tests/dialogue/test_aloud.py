"""Conditions as an author reads them, in both languages."""

from __future__ import annotations

import pytest

from tests.dialogue.test_branch import NOW, asks
from tests.dialogue.world import scenario
from tests.shipped import library
from trainer.dialogue.aloud import in_words
from trainer.i18n import texts_in
from trainer.model.condition import Bound, Condition, read_bound
from trainer.model.mood import DIMENSIONS


def asked(**bounds: str) -> Condition:
    """Bounds as an author writes them, on feelings and on criteria of the shipped rubric."""
    read = {name: read_bound(bound) for name, bound in bounds.items()}
    return Condition(
        mood={n: b for n, b in read.items() if n in DIMENSIONS},
        levels={n: b for n, b in read.items() if n not in DIMENSIONS},
    )


@pytest.mark.parametrize(
    ("condition", "english", "chinese"),
    [
        (asks(), "always", "总是"),
        (
            asked(emotional_reaction="at least 1", anger="below 50"),
            "emotional reaction ≥ 1 and anger < 50",
            "情绪关怀 ≥ 1 且 愤怒 < 50",
        ),
        (
            asked(buck_passing="absent", blame_dismiss="present"),
            "no buck-passing and blame and dismissal present",
            "没有推诿敷衍 且 有指责轻视",
        ),
        (asked(buck_passing="severe"), "severe buck-passing", "严重推诿敷衍"),
        (
            asks(any=[asks(cites=["a", "b"]), asks(says=["x", "y"])]),
            "cites a, b or says “x” / “y”",
            "提到事实 a、b 或 说到“x” / “y”",
        ),
        (
            asks(
                any=[asked(anger="above 50", trust="below 20"), asks(promises=["l"])],
                turn=Bound(low=3),
            ),
            "number of the reply ≥ 3 and ((anger > 50 and trust < 20) or breaks the limit l)",
            "答话句数 ≥ 3 且（（愤怒 > 50 且 信任 < 20）或 越过红线 l）",
        ),
        (asks(**{"not": asks(visits=Bound(low=2))}), "not (times here ≥ 2)", "并非（来到这一幕的次数 ≥ 2）"),
        (asks(acts=["stand"]), "does: stand up", "动作：起身相迎"),
        (asks(visited=["arrival"]), "has been in “arrival”", "到过“arrival”"),
        (asks(contradicts=["hours"]), "gets hours wrong", "说错事实 hours"),
        (asks(overall=Bound(low=10, high=20)), "overall 10–20", "总分 10–20"),
        (asks(overall=Bound(low=3, high=3)), "overall = 3", "总分 = 3"),
        (asks(all=[asked(anger="at most 9")]), "anger ≤ 9", "愤怒 ≤ 9"),
    ],
)  # fmt: skip
def test_a_condition_can_be_read_aloud(condition: Condition, english: str, chinese: str) -> None:
    rubric = library().rubric().value
    assert in_words(condition, "en", rubric, scenario()) == english
    assert in_words(condition, "zh-CN", rubric, scenario()) == chinese


def test_beside_what_is_asked_stands_what_there_is() -> None:
    condition = Condition(levels={"care": Bound(low=2)}, mood={"anger": Bound(high=30)})
    assert in_words(condition, "en", now=NOW) == "care ≥ 2 (now 1) and anger ≤ 30 (now 40)"
    told = in_words(asks(overall=Bound(low=80), visits=Bound(low=3)), "zh-CN", now=NOW)
    assert told == "总分 ≥ 80（现为 70）且 来到这一幕的次数 ≥ 3（现为 2）"


def test_every_feeling_has_a_name_in_the_catalogue() -> None:
    for feeling in DIMENSIONS:
        assert texts_in("zh-CN")(feeling.capitalize()) != feeling.capitalize()
