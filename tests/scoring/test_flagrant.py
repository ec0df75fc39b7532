"""What commits a fault beyond doubt is told so, whatever else is said, and quoting it commits none."""

from __future__ import annotations

import pytest

from tests.scoring.replies import Judge, sample
from trainer.model.phrases import whole
from trainer.scoring.text import fold
from trainer.scoring.told import key_of

COMMITTED = [
    ("en", "Get out.", "loss_of_control"),
    ("en", "[throws the letter in his face] Get out of my office!", "loss_of_control"),
    ("en", "Of course I'd like to help, please take a seat. But shut up.", "loss_of_control"),
    ("en", "Are you deaf or something?", "blame_dismiss"),
    ("en", "You're a liar.", "blame_dismiss"),
    ("zh-CN", "滚出去！", "loss_of_control"),
    ("zh-CN", "我这就给您查，您先坐。闭嘴！", "loss_of_control"),
    ("zh-CN", "您是不是有病啊？", "blame_dismiss"),
    ("zh-CN", "滚，烦死了，爱办不办！", "loss_of_control"),
]
WRITTEN = [
    ("Bake a Cake", "Bake a cake!"),
    (r"bake \w+ cake", "Bake some cake."),
    (r"bake \(cake\)", "bake cake"),
]
INNOCENT = [
    ("en", "She told you to shut up? I'm so sorry, that was wrong.", "loss_of_control"),
    ("en", "Let's get you out of here, it isn't safe.", "loss_of_control"),
    ("en", "Are you deaf in one ear or both? I'll note it.", "blame_dismiss"),
    ("zh-CN", "他叫您“闭嘴”，这话不该说，我向您道歉。", "loss_of_control"),
    ("zh-CN", "您是不是有病历本带着？", "blame_dismiss"),
]


@pytest.mark.parametrize(("lang", "reply", "fault"), COMMITTED)
def test_what_nobody_would_doubt_is_a_severe_fault_and_quoted(
    judge: Judge, lang: str, reply: str, fault: str
) -> None:
    for case in sample(lang, 3):
        assessment = judge(reply, case.context)
        found = next(f for f in assessment.findings if f.criterion == fault)
        assert found.level == -2
        assert found.evidence
        assert not found.doubtful
        assert assessment.overall <= 35


@pytest.mark.parametrize(("pattern", "clause"), WRITTEN)
def test_it_is_written_with_capitals_or_signs_like_any_other_wording(
    pattern: str, clause: str
) -> None:
    assert whole((pattern,)).fullmatch(key_of(fold(clause)))


@pytest.mark.parametrize(("lang", "reply", "fault"), INNOCENT)
def test_the_same_words_in_another_sense_are_none(
    judge: Judge, lang: str, reply: str, fault: str
) -> None:
    for case in sample(lang, 3):
        assert judge(reply, case.context).level(fault) == 0
