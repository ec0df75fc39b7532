"""What is held against a reply: only what the moment calls for and no reply before has done."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.scoring.replies import LANGS, Judge
from trainer.model.assessment import Context, Finding, met_by

SORRY = {
    "en": "I'm so sorry, Mrs Hill: we sent it to your old address, and that is our mistake. I'll print it for you now.",
    "zh-CN": "实在对不起，是我们把材料寄到了老地址，害您白等一个星期，我现在就给您重新打一份。",
}
THEN = {
    "en": "The form is one page. Fill in part two, sign it here, and it goes off today.",
    "zh-CN": "表就一页，您填第二栏，在这儿签个字，今天就能送走。",
}


def asked(lang: str, met: tuple[str, ...] = ()) -> Context:
    return Context(
        lang=lang,
        venue="hall",
        stage="middle",
        calls_for=("apology_explanation", "clear_next_steps"),
        met=met,
    )


@pytest.mark.parametrize("lang", LANGS)
def test_an_apology_once_made_is_not_missed_in_the_next_reply(judge: Judge, lang: str) -> None:
    first = judge(SORRY[lang], asked(lang))
    assert "apology_explanation" in met_by([first])
    missed, spared = judge(THEN[lang], asked(lang)), judge(THEN[lang], asked(lang, met_by([first])))
    assert counted(missed.findings) - counted(spared.findings) == {"apology_explanation"}
    assert spared.overall > missed.overall


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_done_again_still_counts(judge: Judge, lang: str) -> None:
    again = judge(SORRY[lang], asked(lang, ("apology_explanation",)))
    assert "apology_explanation" in counted(again.findings)


@pytest.mark.parametrize("lang", LANGS)
def test_what_every_reply_owes_is_owed_again(judge: Judge, lang: str) -> None:
    spared = judge(THEN[lang], asked(lang, ("clear_next_steps", "polite_register")))
    assert {"clear_next_steps", "polite_register"} <= counted(spared.findings)


@pytest.mark.parametrize(
    ("lang", "reply", "instead"),
    [
        ("en", "What do you want?", "Good morning. I'm Sam. Please have a seat."),
        ("zh-CN", "什么事？", "您好，我是小李，您请坐，慢慢说。"),
    ],
)
def test_who_is_not_known_by_name_is_offered_no_gap_for_one(
    judge: Judge, lang: str, reply: str, instead: str
) -> None:
    stranger = Context(lang=lang, venue="hall", stage="opening", calls_for=("greeting_address",))
    offered = {f.criterion: f.try_ for f in judge(reply, stranger).findings}
    assert offered["greeting_address"] == instead


@pytest.mark.parametrize("lang", LANGS)
def test_where_nobody_knows_what_was_called_for_no_action_is_missed(
    judge: Judge, lang: str
) -> None:
    unknown = Context(lang=lang, venue="hotline", resident_line="…")
    assert "nonverbal_fit" not in counted(judge(THEN[lang], unknown).findings)
    assert "nonverbal_fit" in counted(judge(f"[stands up]{THEN[lang]}", unknown).findings)


def counted(findings: Iterable[Finding]) -> set[str]:
    return {f.criterion for f in findings if f.called}
