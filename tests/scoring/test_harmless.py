"""Reassurance with a next step of the speaker's own promises nothing; what comes of it may not be promised."""

from __future__ import annotations

import pytest

from tests.scoring.replies import Judge, sample

OWN_STEP = {
    "zh-CN": [
        "您放心，我这就给您查。",
        "我马上给您查一下。",
        "没问题，您坐。",
        "没事，我帮您瞅瞅。",
        "别急别急，慢慢说。",
        "您放心坐着，我去把文件拿来。",
    ],
    "en": [
        "Don't worry, I'll have a look now.",
        "Let me look at your case. Don't worry.",
        "No problem, I'll have a look.",
        "Please don't worry, Mrs Dunn, let me check that for you.",
    ],
}
OUTCOME = {
    "zh-CN": [
        "您放心，我这就给您查，肯定给您办好。",
        "您放心，明天一准儿给您送到。",
        "没问题，这钱肯定退您。",
        "您放心，一定给您批下来。",
    ],
    "en": [
        "Don't worry, I'll have a look now and you'll get every penny back.",
        "No problem, I'll cancel it, don't worry.",
        "No worries, I'll make it go away.",
    ],
}


def level(judge: Judge, lang: str, reply: str) -> set[int]:
    """The levels of an empty promise over some cases."""
    return {judge(reply, case.context).level("empty_promise") for case in sample(lang, 4)}


@pytest.mark.parametrize(
    ("lang", "reply"), [(la, r) for la, said in OWN_STEP.items() for r in said]
)
def test_the_speakers_own_next_step_is_no_empty_promise(
    judge: Judge, lang: str, reply: str
) -> None:
    assert level(judge, lang, reply) == {0}


@pytest.mark.parametrize(("lang", "reply"), [(la, r) for la, said in OUTCOME.items() for r in said])
def test_what_is_promised_with_it_still_is(judge: Judge, lang: str, reply: str) -> None:
    assert max(level(judge, lang, reply)) < 0


@pytest.mark.parametrize(
    ("lang", "action"),
    [("zh-CN", "[起身相迎，双手递上一杯温水]"), ("en", "[stands up and offers him a chair]")],
)
def test_an_action_alone_keeps_what_it_earns(judge: Judge, lang: str, action: str) -> None:
    levels = {judge(action, case.context).level("nonverbal_fit") for case in sample(lang, 4)}
    assert min(levels) > 0
