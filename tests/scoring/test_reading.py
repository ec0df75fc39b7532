"""How a reply is read: questions and pauses are found however it was typed."""

from __future__ import annotations

import numpy as np
import pytest

from trainer.model.assessment import Context
from trainer.scoring.assess import RubricScorer
from trainer.scoring.reading import Reading
from trainer.scoring.text import clauses, places_of

LINE = {"zh-CN": "我来办个证明。", "en": "I need a certificate."}


def read(scorer: RubricScorer, reply: str, lang: str) -> Reading:
    return scorer._read(reply, Context(lang=lang, resident_line=LINE[lang]), lang)


@pytest.mark.parametrize(
    ("lang", "reply"),
    [
        ("zh-CN", "您叫什么名字"),
        ("zh-CN", "材料都带齐了没有"),
        ("zh-CN", "您看行不行"),
        ("zh-CN", "是从哪儿来的？"),
        ("en", "so where did you last have it"),
        ("en", "can you tell me the date"),
        ("en", "ok, and how long have you waited"),
        ("en", "Your name?"),
    ],
)
def test_a_question_is_one_with_its_mark_or_without(
    scorer: RubricScorer, lang: str, reply: str
) -> None:
    assert read(scorer, reply, lang).questions


@pytest.mark.parametrize(
    ("lang", "reply"),
    [
        ("zh-CN", "您有什么困难都跟我说"),
        ("zh-CN", "我给您看看怎么办理"),
        ("zh-CN", "还没有"),
        ("en", "what I can do is ring them"),
        ("en", "when you get there ask for Tom"),
        ("en", "have a seat"),
    ],
)
def test_a_statement_with_a_questioning_word_is_no_question(
    scorer: RubricScorer, lang: str, reply: str
) -> None:
    assert not read(scorer, reply, lang).questions


@pytest.mark.parametrize(
    ("lang", "reply", "said"),
    [
        ("zh-CN", "我这就给您查。哈哈", ["我这就给您查。"]),
        ("zh-CN", "哈哈，我这就给您查。", ["我这就给您查。"]),
        ("zh-CN", "您慢走哈哈", ["您慢走哈哈"]),
        ("en", "I'll look it up. Haha!", ["I'll look it up. "]),
        ("en", "Ha ha, what a lovely hat.", ["what a lovely hat."]),
        ("en", "haha", []),
    ],
)
def test_laughter_by_itself_says_nothing(lang: str, reply: str, said: list[str]) -> None:
    assert [c.text for c in clauses(reply, lang)] == said


def test_a_no_ends_a_sentence_unless_it_stands_for_a_number() -> None:
    assert [c.sentence for c in clauses("Renewals yes, discs no. That is our mistake.", "en")] == [
        0,
        1,
    ]
    assert [c.text for c in clauses("Please take form no. 4 with you.", "en")] == [
        "Please take form no. 4 with you."
    ]


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("zh-CN", "您先请坐，材料我来看，今天就能办。", "您先请坐。材料我来看、今天就能办"),
        (
            "en",
            "Take a seat, I'll read it, you'll have it today.",
            "Take a seat; I'll read it. You'll have it today",
        ),
    ],
)
def test_which_mark_stands_between_two_clauses_changes_nothing_that_is_read(
    scorer: RubricScorer, lang: str, one: str, other: str
) -> None:
    first, second = (scorer._measured(read(scorer, reply, lang)) for reply in (one, other))
    assert len(first.reading.clauses) == len(second.reading.clauses) == 3
    assert np.array_equal(first.vectors, second.vectors)
    assert np.array_equal(first.whole().dense, second.whole().dense)
    assert np.array_equal(first.whole().runs, second.whole().runs)


@pytest.mark.parametrize(
    ("lang", "reply", "name"),
    [
        ("zh-CN", "[起身]王女士您好，先请坐。", "王"),
        ("zh-CN", "您好，请坐。这事归王师傅管。", ""),
        ("zh-CN", "谢谢阿姨，您惦记他。", ""),
        ("en", "Hello Mrs Price, do sit down.", "price"),
        ("en", "Yes sir and thank you.", ""),
        ("en", "Do sit down. Mrs Price will see you.", ""),
    ],
)
def test_the_name_a_reply_opens_with_is_whom_it_speaks_to(
    scorer: RubricScorer, lang: str, reply: str, name: str
) -> None:
    assert read(scorer, reply, lang).called == name


def test_a_cue_is_found_with_a_hyphen_or_a_space_and_a_figure_only_whole() -> None:
    assert places_of("14-day hold", "a 14 day hold") == [2]
    assert places_of("out of shot", "keep her out-of-shot") == [9]
    assert places_of("7 may", "by 27 may") == []


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("zh-CN", "我姓王，有事您找我。", "我姓欧阳，有事您找我。"),
        ("zh-CN", "一会儿小覃给您送过去。", "一会儿小李给您送过去。"),
        ("en", "Ask for Priya at desk 4.", "Ask for Tom at desk 4."),
        ("en", "it's aisha here", "it's dave here"),
    ],
)
def test_whatever_the_name_of_who_speaks_it_is_read_the_same(
    scorer: RubricScorer, lang: str, one: str, other: str
) -> None:
    assert read(scorer, one, lang).plain == read(scorer, other, lang).plain


def test_a_name_is_no_part_of_another_word(scorer: RubricScorer) -> None:
    ed = Context(lang="en", name="Ed Hurst", address_as=("Ed",), resident_line=LINE["en"])
    needed = scorer._read("You need a seat.", ed, "en")
    assert needed.address is None
    assert needed.plain == ["you need a seat"]
    assert scorer._read("Sit down, Ed.", ed, "en").address == (10, 12)
    assert scorer._read("Hello Mrs Price, we need you.", ed, "en").misnamed


@pytest.mark.parametrize(
    ("lang", "reply", "done"),
    [
        ("zh-CN", "[倒一杯温水]您请坐", ["water"]),
        ("zh-CN", "[递上纸巾，她擦了擦泪水]", []),
        ("en", "[pouring her a cup of tea]", ["water"]),
        ("en", "[wipes away her tears and opens the file]", []),
        ("en", "[nodding, jotting it down]", ["nod", "note"]),
    ],
)
def test_an_action_is_known_by_whole_words(
    scorer: RubricScorer, lang: str, reply: str, done: list[str]
) -> None:
    assessment = scorer.assess(reply, Context(lang=lang, resident_line=LINE[lang]))
    assert [m.id for m in assessment.actions] == done


def test_a_reply_wholly_in_another_language_is_judged_in_that(scorer: RubricScorer) -> None:
    talk = Context(lang="zh-CN", resident_line=LINE["zh-CN"])
    for reply, lang in (
        ("Of course, do take a seat and I'll look it up for you.", "en"),
        ("OK, OK", "zh-CN"),
        ("您看这个 certificate 带来了吗", "zh-CN"),
    ):
        assert scorer._language(reply, talk) == lang
    polite = "Of course, Mr Qian. Please take a seat, and I'll look it up for you right away."
    talk = talk.model_copy(update={"facts": (("1", "6号窗凭本人身份证当面核验，十分钟出回执"),)})
    judged = scorer.assess(polite, talk)
    assert judged.level("polite_register") == 2
    assert not judged.elsewhere
    answer = "没问题，您请坐。"
    assert scorer._language(answer, Context(lang="en", resident_line=LINE["en"])) == "zh-CN"


@pytest.mark.parametrize(
    ("lang", "cue", "kept", "broken"),
    [
        (
            "en",
            "your neighbour's permit",
            "I can't talk about your neighbour's permits.",
            "I saw your neighbour's permit.",
        ),
        ("zh-CN", "他家的低保", "我不能跟您谈他家的低保。", "他家的低保早批了。"),
    ],
)
def test_who_declines_to_speak_of_something_breaks_no_limit(
    scorer: RubricScorer, lang: str, cue: str, kept: str, broken: str
) -> None:
    talk = Context(lang=lang, resident_line=LINE[lang], limits={"private": (cue,)})
    assert not scorer.assess(kept, talk).promised
    assert [m.id for m in scorer.assess(broken, talk).promised] == ["private"]


def test_what_only_begins_like_a_name_is_left_as_it_is(scorer: RubricScorer) -> None:
    assert "".join(read(scorer, "小时候的事您慢慢讲", "zh-CN").plain) == "小时候的事您慢慢讲"
