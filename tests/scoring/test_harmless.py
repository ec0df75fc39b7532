"""What is harmless on its own is told of no fault: the speaker's own next step, a plain question about what happened."""

from __future__ import annotations

import pytest

from tests.scoring.replies import Judge, sample
from tests.shipped import library
from trainer.report.words import sourced
from trainer.scoring.context import context_of

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
PLAIN_QUESTION = {
    "zh-CN": [
        "为什么被退回来的？",
        "能让我看一眼通知吗？",
        "麻烦问一下，您是哪天来的？当时是谁接待的您？",
        "她是怎么跟您说的？",
    ],
    "en": ["Who did you speak to?", "Why was it sent back?", "Sorry, when did it arrive?"],
}
ACCUSING = {
    "zh-CN": ["您怎么不早说？", "为什么不早点来？", "谁让您不认证的？"],
    "en": ["Why didn't you ring?", "Why on earth did you leave it this late?"],
}
ONCE_MORE = {
    "zh-CN": ["您再用手机试一次，我教您，对着光就行。", "您用手机再刷一遍试试，我在旁边教您。"],
    "en": ["Try it once more on your phone, I'll show you.", "Let's try that again together."],
}
SNAPPED = {
    "zh-CN": ["跟您说了再刷一遍！", "让您再试一次您就再试一次，听不懂吗？"],
    "en": ["I said try it again!", "Just try it again, how many times do I have to say it?"],
}
_BLAME = ("blame_dismiss", "loss_of_control", "buck_passing")


def level(judge: Judge, lang: str, reply: str) -> set[int]:
    """The levels of an empty promise over some cases."""
    return {judge(reply, case.context).level("empty_promise") for case in sample(lang, 4)}


def worst(judge: Judge, lang: str, reply: str) -> list[int]:
    """By case the level of the worst of blame, irritation and brushing off."""
    judged = [judge(reply, case.context) for case in sample(lang, 4)]
    return [min(j.level(fault) for fault in _BLAME) for j in judged]


@pytest.mark.parametrize(
    ("lang", "reply"), [(la, r) for la, said in PLAIN_QUESTION.items() for r in said]
)
def test_a_plain_question_is_no_fault(judge: Judge, lang: str, reply: str) -> None:
    assert worst(judge, lang, reply) == [0] * 4


@pytest.mark.parametrize(
    ("lang", "reply"), [(la, r) for la, said in ACCUSING.items() for r in said]
)
def test_a_question_that_accuses_still_is(judge: Judge, lang: str, reply: str) -> None:
    assert max(worst(judge, lang, reply)) < 0


@pytest.mark.parametrize(
    ("lang", "reply"), [(la, r) for la, said in ONCE_MORE.items() for r in said]
)
def test_to_ask_for_one_more_try_is_not_to_lose_control(
    judge: Judge, lang: str, reply: str
) -> None:
    judged = [judge(reply, case.context) for case in sample(lang, 4)]
    assert [j.level("loss_of_control") for j in judged] == [0] * 4


@pytest.mark.parametrize(("lang", "reply"), [(la, r) for la, said in SNAPPED.items() for r in said])
def test_to_snap_at_somebody_to_try_again_is(judge: Judge, lang: str, reply: str) -> None:
    judged = [judge(reply, case.context) for case in sample(lang, 4)]
    assert min(j.level("loss_of_control") for j in judged) < 0


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


@pytest.mark.parametrize(
    "name", ["pension-face-scan", "mother-says-nothing", "council-tax-reminder"]
)
def test_a_fact_as_it_is_offered_for_insertion_is_no_fault(judge: Judge, name: str) -> None:
    scenario = library().find_scenario(name).value
    scene = scenario.scenes[1]
    context = context_of(scenario, scene, [("R", scene.lines[0].say)])
    for fact in scenario.facts:
        found = judge(sourced(fact, scenario.lang), context).findings
        assert min(f.level for f in found) == 0, fact.text


def test_what_stands_beside_a_fact_is_judged_by_itself(judge: Judge) -> None:
    scenario = library().find_scenario("pension-face-scan").value
    scene = scenario.scenes[1]
    context = context_of(scenario, scene, [("R", scene.lines[0].say)])
    fact = sourced(scenario.facts[0], scenario.lang)
    assert judge(f"{fact}这不归我管，您爱找谁找谁。", context).level("buck_passing") == -2
