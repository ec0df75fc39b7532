"""Whatever comes in, a defined result comes out."""

from __future__ import annotations

import math

import pytest

from tests.scoring.replies import LANGS, sample
from trainer.model.assessment import Assessment, Context
from trainer.scoring.assess import RubricScorer

NOTHING = {
    "empty": "",
    "a space": " ",
    "blank lines": "\n\n \t\u3000\n",
    "only marks": "……。，！？!!??--",
    "only brackets": "[]【】[[]]",
    "only control characters": "\x00\x01\x07\x1b[\x08",
    "invisible characters": "\u200b\u200d\ufeff\u2060",
}
ODD = {
    "only an action": "[起身相迎]",
    "only actions": "[stands up] [offers a seat]",
    "an action never closed": "[起身 您好，请坐",
    "control characters inside": "您好\x00，请\x1b[31m坐\x07。Please\x08 sit.",
    "right to left": "\u202e您好 please\u202c",
    "only emoji": "😊🙏👨‍👩‍👧‍👦",
    "one letter": "a",
    "one ideograph": "好",
    "replaced halves": "\ufffd\ufffd您好",
    "beyond the plane": "𠮷野家𝒽𝑒𝓁𝓁𝑜",
    "another script": "Здравствуйте, садитесь, пожалуйста.",
    "no stop in 3,000 characters": "您好请坐慢慢说" * 430,
    "1,000 sentences": "您好。" * 1000,
    "1,000 different sentences": "".join(f"第{i}条。" for i in range(1000)),
    "100,000 characters": "我这就给您登记，明天下午三点前给您打电话。" * 4762,
    "100,000 letters": "I'll log it now and ring you by three. " * 2565,
    "100,000 brackets": "[" * 100_000,
    "100,000 spaces and a word": " " * 100_000 + "hello",
}
CONTEXTS = {
    "no context": Context(),
    "an unknown language": Context(lang="fr", resident_line="Bonjour?"),
    "only a line": Context(resident_line="什么时候能办好？"),
    "empty facts": Context(lang="en", facts=(("1", ""), ("2", "   ")), address_as=("", " ")),
    "a long context": Context(lang="zh-CN", situation="等了很久。" * 2000, resident_line="急" * 5000),
    "calls for nothing": Context(lang="en", calls_for=(), disc="D", stage="opening", venue="hall"),
}  # fmt: skip


def sound(assessment: Assessment, reply: str) -> None:
    """Whole and finite, and its quotations stand where they say."""
    assert 0 <= assessment.overall <= 100
    assert len(assessment.findings) == 18
    for finding in assessment.findings:
        assert math.isfinite(finding.score)
        assert -2 <= finding.level <= 2
        assert finding.why
        assert all(e.text == reply[e.start : e.end] for e in finding.evidence)
    assert "NaN" not in assessment.model_dump_json()


@pytest.mark.parametrize("name", NOTHING)
def test_a_reply_that_says_nothing_earns_nothing(scorer: RubricScorer, name: str) -> None:
    for lang in LANGS:
        assessment = scorer.assess(NOTHING[name], sample(lang, 1)[0].context)
        sound(assessment, NOTHING[name])
        assert assessment.overall == 0
        assert {f.level for f in assessment.findings} == {0}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_reply_gets_a_sound_result(scorer: RubricScorer, name: str) -> None:
    sound(scorer.assess(ODD[name], sample("zh-CN", 1)[0].context), ODD[name])


@pytest.mark.parametrize("name", CONTEXTS)
def test_a_missing_or_odd_context_gets_a_sound_result(scorer: RubricScorer, name: str) -> None:
    for reply in ("您好，请坐，我帮您查一下。", "Hello, please have a seat.", ""):
        sound(scorer.assess(reply, CONTEXTS[name]), reply)


def test_a_reply_of_a_hundred_thousand_characters_is_judged_by_its_beginning(
    scorer: RubricScorer,
) -> None:
    said = "您好，您请坐，我这就给您登记。"
    context = sample("zh-CN", 1)[0].context
    long = said + " " * 5_000 + "滚出去！" * 20_000
    assert scorer.assess(long, context).overall == scorer.assess(said, context).overall
