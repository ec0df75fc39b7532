"""Numbers as people say and write them: what they count and how many."""

from __future__ import annotations

import pytest

from trainer.scoring.numbers import quantities
from trainer.scoring.text import fold


def read(text: str, lang: str) -> list[tuple[str, float]]:
    return [(q.unit, q.value) for q in quantities(fold(text), lang)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("十四万三千二", ("元", 143_200)),
        ("14.32万", ("元", 143_200)),
        ("十四万三千元", ("元", 143_000)),
        ("三万五", ("元", 35_000)),
        ("四百八块", ("元", 480)),
        ("四百八十块", ("元", 480)),
        ("一百零五元", ("元", 105)),
        ("两千三百块", ("元", 2_300)),
        ("十二个工作日", ("工作日", 12)),
        ("半年", ("月", 6)),
        ("一个钟头", ("小时", 1)),
        ("一个半钟头", ("小时", 1.5)),
        ("两个钟", ("小时", 2)),
        ("负一楼", ("楼", -1)),
        ("38度5", ("度", 38.5)),
        ("下午五点半", ("time", 5.5)),
        ("17:30", ("time", 5.5)),
        ("9月28日", ("date", 928)),
        ("周三", ("weekday", 2)),
        ("本月24日", ("号", 24)),
        ("下个月24日", ("号", 24)),
        ("每月24号", ("号", 24)),
        ("今天11日", ("号", 11)),
        ("24日内", ("天", 24)),
    ],
)
def test_a_chinese_number_is_read_as_it_is_said(text: str, expected: tuple[str, float]) -> None:
    assert read(text, "zh-CN") == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("£1,186.50", ("pound", 1186.5)),
        ("ten working days", ("working day", 10)),
        ("twenty-five business days", ("working day", 25)),
        ("half past nothing, 1.5%", ("%", 1.5)),
        ("a year", ("month", 12)),
        ("at nine", ("time", 9)),
        ("by 5 p.m.", ("time", 5)),
        ("28 June", ("date", 628)),
        ("June 28th", ("date", 628)),
        ("Thursdays", ("weekday", 3)),
        ("the twenty-first of June", ("date", 621)),
        ("half an hour", ("hour", 0.5)),
        ("45 bucks", ("dollar", 45)),
        ("three times", ("times", 3)),
        ("two point three miles", ("mile", 2.3)),
        ("2 point 05 percent", ("%", 2.05)),
        ("12 May at the latest", ("date", 512)),
        ("counter 12 may be busy", ("counter", 12)),
    ],
)
def test_an_english_number_is_read_as_it_is_said(text: str, expected: tuple[str, float]) -> None:
    assert read(text, "en") == [expected]


@pytest.mark.parametrize(
    ("text", "lang", "days"),
    [
        ("14 to 18 October", "en", [1014, 1018]),
        ("14-18 October", "en", [1014, 1018]),
        ("the 14th to the 18th of October", "en", [1014, 1018]),
        ("3 and 7 June", "en", [603, 607]),
        ("October 14 to 18, any day", "en", [1014, 1018]),
        ("October 14 to 18 people", "en", [1014]),
        ("10月14日至18日", "zh-CN", [1014, 1018]),
        ("十月十四到十八号", "zh-CN", [1014, 1018]),
        ("9月3—7日", "zh-CN", [903, 907]),
        ("10月14日到11月2日", "zh-CN", [1014, 1102]),
    ],
)
def test_of_a_range_of_days_both_ends_are_read(text: str, lang: str, days: list[float]) -> None:
    assert [day for unit, day in read(text, lang) if unit == "date"] == days


@pytest.mark.parametrize("text", ["一两个工作日", "三四天", "两三个月", "大半天", "晚一点"])
def test_a_rough_number_in_chinese_is_none(text: str) -> None:
    assert read(text, "zh-CN") == []


@pytest.mark.parametrize(
    "text", ["the second time", "one and a half percent", "first-time callers", "90 may come"]
)
def test_an_ordinal_or_the_end_of_a_longer_number_is_none(text: str) -> None:
    assert read(text, "en") == []


def test_days_from_a_month_on_are_no_count_of_months() -> None:
    assert ("月份", 9) not in read("9月3—7日", "zh-CN")
    assert ("月份", 9) in read("9月份", "zh-CN")


def test_a_number_beyond_all_measure_breaks_nothing() -> None:
    endless = "9" * 400
    for text in (f"{endless} point 3 percent", f"5 point {endless} percent", f"{endless} days"):
        read(text, "en")
