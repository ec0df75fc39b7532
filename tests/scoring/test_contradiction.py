"""What contradicts a fact and what only stands beside it, a sentence each."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.scoring.replies import DATA, LANGS
from trainer.model.assessment import Context
from trainer.scoring.contradiction import Contradiction
from trainer.scoring.facts import uses
from trainer.scoring.numbers import quantities
from trainer.scoring.text import clauses, fold


def contradictions(reply: str, context: Context, lang: str) -> list[Contradiction]:
    return uses(clauses(reply, lang), fold(reply), context, lang)[1]


def wrong(fact: str, reply: str, lang: str) -> str | None:
    """The words of the reply that contradict the fact."""
    found = contradictions(reply, Context(lang=lang, facts=(("f", fact),)), lang)
    return fold(reply)[found[0].start : found[0].end].strip(" ,，。.") if found else None


@pytest.mark.parametrize(
    ("fact", "reply", "said"),
    [
        ("换管子98元，7天内要换好", "给您十五天时间换，换好拍照发我。", "十五天"),
        ("电梯19:37恢复运行", "电梯七点一十七就恢复运行了。", "七点一十七"),
        ("孩子从扶梯下到一楼", "孩子从扶梯去了负一楼。", "负一楼"),
        ("办理时间9点到12点", "早上八点到十二点都能办。", "八点"),
        ("换表免费", "换表收您四十块。", "换表收您四十块"),
        ("窗口电话 6655 1188", "有事打6655 1199。", "6655 1199"),
        ("前面还要等40分钟", "您等两分钟就轮到了。", "两分钟"),
    ],
)
def test_a_chinese_reply_with_another_figure_is_wrong(fact: str, reply: str, said: str) -> None:
    assert wrong(fact, reply, "zh-CN") == said


@pytest.mark.parametrize(
    ("fact", "reply", "lang"),
    [
        ("换管子到3号窗口", "[带大爷往5号窗口走]您慢点。", "zh-CN"),
        ("没到账找社区小蔡 6633 1188", "没来找小蔡，6633 1188。", "zh-CN"),
        ("认证最晚到12月31日，不着急", "领得着，12月31号前都不晚。", "zh-CN"),
        ("音量不过60分贝", "高了八分贝，大姐。", "zh-CN"),
        ("凭受理单和身份证，代取要加委托书", "没身份证不给取", "zh-CN"),
        ("救护车10分钟到", "您别挂，我五分钟跟您通一次话。", "zh-CN"),
        ("No court papers have been issued", "Nobodys issued court papers.", "en"),
        ("The tenancy forbids feeding birds", "No feeding the birds, Elsie.", "en"),
        ("The slot is on 12 June", "Counter 12 may be busy.", "en"),
    ],
)
def test_what_means_the_same_or_something_else_is_not_wrong(
    fact: str, reply: str, lang: str
) -> None:
    assert wrong(fact, reply, lang) is None


@pytest.mark.parametrize(
    ("fact", "reply", "said"),
    [
        ("补贴本月25日发", "补贴本月24号发。", "24号"),
        ("今天是11日，接访日每月15日", "接访日是每月16号。", "16号"),
    ],
)
def test_a_day_of_the_month_is_wrong_whichever_way_it_is_written(
    fact: str, reply: str, said: str
) -> None:
    assert wrong(fact, reply, "zh-CN") == said


def test_what_asks_says_nothing_wrong_with_a_question_mark_or_without() -> None:
    reply, context = "当时是让您交四十块吗", Context(lang="zh-CN", facts=(("f", "换表收费98元"),))
    assert uses(clauses(reply, "zh-CN"), fold(reply), context, "zh-CN")[1]
    assert not uses(clauses(reply, "zh-CN"), fold(reply), context, "zh-CN", [0])[1]


@pytest.mark.parametrize(
    ("fact", "reply", "said"),
    [
        (
            "The claim reached us on 4 March",
            "It landed here on the fourteenth of March.",
            "fourteenth of march",
        ),
        ("The fine is $35 inside ten days", "Inside ten days it's only 45 bucks.", "45 bucks"),
        ("The reference is MP 2207", "Your reference is MP 2270.", "2270"),
        ("It is due on 14 June; late returns cost $5 a day", "Due Fri 16 June, 5pm.", "16 june"),
        ("If a rat is inside it is 24 hours", "Inside is a 14 hour job.", "14 hour"),
        ("Ring 020 7946 0118", "Ring 020 7946 0181.", "020 7946 0181"),
    ],
)
def test_an_english_reply_with_another_figure_is_wrong(fact: str, reply: str, said: str) -> None:
    assert wrong(fact, reply, "en") == said


@pytest.mark.parametrize(
    ("lang", "fact", "reply", "said"),
    [
        ("zh-CN", "补件截止本周五17:00，系统内上传即可", "请在周六17:00前补。", "周六"),
        ("zh-CN", "老伴账户余额21600元，另有利息10000元", "余额31600元。", "31600元"),
        ("zh-CN", "因卡号少一位，款被退回", "卡号少四位被退回来了。", "四位"),
        ("en", "The deadline is Friday, May 17", "Bring it in by Monday, May 17.", "monday"),
        (
            "en",
            "A water test under 60 days old is needed",
            "You need a water test under 40 days old.",
            "40 days",
        ),
        (
            "en",
            "Recovery can be lowered from £25 to £12 a week",
            "It can come down to £13 a week.",
            "£13",
        ),
    ],
)
def test_beside_the_same_words_a_number_is_wrong_though_it_might_have_been_worked_out(
    lang: str, fact: str, reply: str, said: str
) -> None:
    assert wrong(fact, reply, lang) == said


@pytest.mark.parametrize(
    ("lang", "fact", "reply"),
    [
        ("en", "Shingles $42 a ton, mixed demolition $58 a ton", "It's a $16 a ton difference."),
        ("zh-CN", "甲类每份80元，乙类每份60元", "每份差20元。"),
    ],
)
def test_a_difference_is_none(lang: str, fact: str, reply: str) -> None:
    assert wrong(fact, reply, lang) is None


@pytest.mark.parametrize(
    ("fact", "reply"),
    [
        ("审核3个工作日", "我礼拜四上午给您打电话。"),
        ("周四上午9点维修师傅上门", "今晚八点我到您家看看。"),
        ("每月20日前到账", "您跑了三趟，大半天都搭进去了。"),
        ("每次最长15天", "过两天我再来看您。"),
        ("轮椅每年可借一次，押金100元", "您一天一天熬过来的。"),
        ("每餐8元", "八块一餐，送到家。"),
        ("补偿每只25元", "二十五块一只，按数登记。"),
        ("发烧38.5度以上走急诊", "38度5以上走急诊。"),
        ("周一闭馆", "周二到周日都开。"),
        ("周一至周六办理", "礼拜天物业休息，您礼拜六来。"),
        ("沙发30元，床垫20元", "沙发三十，两张床垫四十，一共七十块。"),
        ("逾期每天0.1元", "这本超了二十天，一共两块。"),
        ("登记费80元", "费用不到一百块。"),
        ("今天周四", "下周二给您答复。"),
        ("小章电话 7180 2255", "没收到打71802255。"),
        ("扶手政府补七成，最高3000元", "比方一千块的您出三百。"),
        ("字库外的字要报省厅，约30天", "字库里没有可以报省厅。"),
        ("九月二日申请，12天后到期", "九月十四日到期。"),
        ("电话 5351 0061", "通知单上的1800是销售额。"),
        ("本楼电梯今天检修", "去年落下的也一块儿给您算上。"),
        ("民法典第一千零一十五条，登记细则第 18 条", "第十八条。"),
        ("加固费用2万元", "我知道，几十万的船，您放心不下。"),
        ("未成年人变更姓氏要父母双方书面同意", "父母双方书面同意。您先核对姓名"),
        ("谈话间可以单独坐十分钟", "您先在外面坐两分钟。"),
        ("办一件要20分钟", "耽误您两分钟，我问一句。"),
        ("场地预约提前3天登记", "周末两天都排满了。"),
        ("电梯停在5与6层之间", "卡在两层中间，人会掉下去。"),
        ("年审也能在学校门口的流动车办", "不用，流动车到学校门口办。"),
        ("换表定在10月14日至18日", "14号那周来换，10月14日起。"),
    ],
)
def test_a_chinese_reply_that_only_has_figures_of_its_own_is_not(fact: str, reply: str) -> None:
    assert wrong(fact, reply, "zh-CN") is None


@pytest.mark.parametrize(
    ("fact", "reply"),
    [
        ("The desk closes at 5 pm", "Amy rings you by two, I've told her."),
        ("Meals start on Monday", "Have you had anything hot since Sunday?"),
        ("The arrears are £212.40", "It's £212, and nobody did anything wrong."),
        ("The form was withdrawn in June", "There's no form since June, we do it on screen."),
        ("There is no fee", "Fee: nil."),
        ("The shop quoted in error", "The shop shouldn't have quoted you."),
        ("Lists are kept by area; place 14", "Straight, then: no, you're 14th on the list."),
        ("The library is closed on Mondays", "We're here Tuesday through Sunday."),
        ("Lunch is £2.40 a day", "Two kids, so that's £4.80 every day."),
        ("The bill is $3,120", "Break it in four and it's $780 a time."),
        ("Appeal within 28 days of 30 April", "Your appeal is due by 28 May."),
        ("Crews are back by 4 pm", "Three times missed, that's not on."),
        ("A visit takes 40 minutes", "Bear with me two minutes while I look."),
        ("A visit takes 40 minutes", "Can you wait two minutes?"),
        ("It is 5:10 pm; the gate shuts at 5:40 pm", "It's ten past, the gate shuts at 5:40."),
        ("An engineer rings half an hour before", "He rings you half hour before."),
        ("There is no fee", "And the charge? Charge: nil."),
        ("The fee is £690 from 1 April", "Up to 31 March it was the old fee."),
        ("Meter changes are booked for 14 to 18 October", "Meter changes: week of 14 October."),
        ("Dunmore school is 2.3 miles away", "Dunmore is two point three miles off."),
        ("A photo of the note on a phone is accepted", "Can't, but a photo of a note will do."),
        (
            "The mould wash can be ordered today",
            "I can't tell you about the wall yet but the mould wash goes in today.",
        ),
    ],
)
def test_an_english_reply_that_only_has_figures_of_its_own_is_not(fact: str, reply: str) -> None:
    assert wrong(fact, reply, "en") is None


def test_what_one_fact_bears_out_denies_no_other() -> None:
    due = "If it isn't paid, the rest of the year's bill falls due seven days after that."
    held = (
        "The desk can put a 14-day hold on recovery today. Nothing falls due and no summons goes out"
        " while it is on, but the reminder itself stands."
    )
    context = Context(lang="en", facts=(("due", due), ("held", held)))
    reply = "Nothing falls due for 14 days cos I've held it."
    assert not contradictions(reply, context, "en")
    alone = context.model_copy(update={"facts": (("due", due),)})
    assert contradictions(reply, alone, "en")


def written(lang: str) -> list[dict[str, Any]]:
    """Replies that two authors wrote to cases of their own: sound ones, and such as get one fact wrong."""
    text = (DATA / f"facts.{lang}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def told(row: dict[str, Any], lang: str) -> bool:
    context = Context(
        lang=lang,
        facts=tuple((str(i), fact) for i, fact in enumerate(row["facts"])),
        situation=row["situation"],
        history=tuple(row["history"]),
        resident_line=row["resident_line"],
    )
    return bool(contradictions(row["reply"], context, lang))


@pytest.mark.parametrize("lang", LANGS)
def test_of_replies_full_of_other_figures_few_are_accused(lang: str) -> None:
    sound = [row for row in written(lang) if row["wrong"] is None]
    assert len(sound) > 150
    assert sum(told(row, lang) for row in sound) <= 0.1 * len(sound)


@pytest.mark.parametrize("lang", LANGS)
def test_most_wrong_figures_are_told(lang: str) -> None:
    wrong_ones = [row for row in written(lang) if row["wrong"] and quantities(row["wrong"], lang)]
    assert len(wrong_ones) > 30
    assert sum(told(row, lang) for row in wrong_ones) >= 0.6 * len(wrong_ones)
