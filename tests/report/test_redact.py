from __future__ import annotations

from pathlib import Path

import pytest

from tests.session.small import POLITE, played
from trainer.report.redact import redact, redacted

NAMES = ("王小芳", "Ann Lee", "李明")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("我叫王小芳，您叫我小芳就行。", "我叫〔姓名〕，您叫我〔姓名〕就行。"),
        ("请找李明办理，不是李明明的事", "请找〔姓名〕办理，不是〔姓名〕明的事"),
        ("打我手机13800138000吧", "打我手机〔电话〕吧"),
        ("手机：+86 138-0013-8000。", "手机：〔电话〕。"),
        ("手机 １３８００１３８０００", "手机 〔电话〕"),
        ("一三八零零一三八零零零，您记一下", "〔电话〕，您记一下"),
        ("单位电话0571-87654321转802", "单位电话〔电话〕"),
        ("身份证11010519491231002X和110105194912310021", "身份证〔证件号〕和〔证件号〕"),
        ("身份证 110105 19491231 002x", "身份证 〔证件号〕"),
        ("老证110105491231002号", "老证〔证件号〕号"),
        ("护照E12345678", "护照〔证件号〕"),
        ("卡号6222 0212 3456 7890 123", "卡号〔号码〕"),
        ("受理号202611220001", "受理号〔号码〕"),
        ("车牌京A12345，沪AD12345", "车牌〔车牌〕，〔车牌〕"),
        ("邮箱xiao.fang+1@mail.example.com.cn。", "邮箱〔邮箱〕。"),
        ("I am Ann Lee, call me ann lee or Ann.", "I am [name], call me [name] or [name]."),
        ("Annoyed? Leeway is small.", "Annoyed? Leeway is small."),
        ("Ring 020 7946 0958 or (555) 123-4567.", "Ring [telephone] or [telephone]."),
        ("+44 20 7946 0958 and +1-555-123-4567", "[telephone] and [telephone]"),
        ("SSN 078-05-1120", "SSN [ID number]"),
        ("write to a.lee@example.org", "write to [e-mail]"),
    ],
)  # fmt: skip
def test_what_leads_to_a_person_is_taken_out(text: str, left: str) -> None:
    assert redact(text, NAMES) == left


@pytest.mark.parametrize(
    "text",
    [
        "2026年11月22日上午9:30到17:00办理，在3楼302室5号窗口。",
        "On 2026-11-22 at 09:30, room 302, counter 5.",
        "一共1,200,000元，每月3500.50元，补缴36个月。",
        "拨打12345、12333或110、120。",
        "1949-2019, 2020-2026",
        "一二三，一步一步来，二三十天",
        "emoji 👩‍👩‍👧 and 𠮷野家 stay",
        "",
    ],
)
def test_what_leads_to_nobody_stays(text: str) -> None:
    assert redact(text, NAMES) == text


def test_what_the_scenario_says_stays() -> None:
    fact = "预约电话是0571-87654321，每天9点开始。"
    said = "请打0571-87654321，或者打我的13800138000"
    assert redact(said, (), [fact]) == "请打0571-87654321，或者打我的〔电话〕"
    assert redact("057187654321", (), ["号码 1057187654321"]) == "[telephone]"


def test_a_given_name_of_two_or_three_characters_goes() -> None:
    said = "叫我娜娜，叫我思思思"
    assert redact(said, ["欧阳娜娜", "李思思思"]) == "叫我〔姓名〕，叫我〔姓名〕"


def test_without_names_only_numbers_go() -> None:
    assert redact("王小芳 13800138000", ("",)) == "王小芳 〔电话〕"


def test_doing_it_twice_changes_nothing() -> None:
    once = redact("王小芳 13800138000 a@b.cn 11010519491231002X", NAMES)
    assert redact(once, NAMES) == once


def test_quotes_are_still_found_where_they_stand(tmp_path: Path) -> None:
    said = "I am Ann Lee, 555-123-4567. " + POLITE
    session = played(tmp_path, said, trainee="Ann Lee")
    clean = redacted(session, ["Ann Lee"])
    (turn,) = clean.turns
    assert turn.reply == "I am [name], [telephone]. " + POLITE
    assert turn.assessment is not None
    quotes = [e for f in turn.assessment.findings for e in f.evidence]
    assert [q.text for q in quotes] == ["Please", "sorry"]
    assert all(turn.reply[q.start : q.end] == q.text for q in quotes)
    assert "Ann" not in clean.model_dump_json()
    assert clean.heard == session.heard
