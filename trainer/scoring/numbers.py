"""Numbers with what they count: “5 个工作日”, “3 号窗”, “Tuesday”, “£75”.

Two statements can only contradict each other on a number where they count the same thing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
    "仨": 3,
}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_ZH_UNITS = (
    "个?工作日|个?自然日|个?小时|分钟|个?星期|个?礼拜|个?月|刻钟|号窗口?|号窗|号线|号楼|号|楼|层|室|栋|天|日|周|年|岁|"
    "元|块|毛|分|%|份|项|张|条|款|次|趟|人|户|点半?|米|公里|平|平方|遍|步|种|折|万|级"
)
_ZH_NUMBER = re.compile(
    rf"(第?)([0-9]+(?:[.:][0-9]+)?|[零〇一二两俩仨三四五六七八九十百千万半]+)\s*({_ZH_UNITS})"
)
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_EN_WORDS = {
    w: i
    for i, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"thirty": 30, "forty": 40, "sixty": 60, "ninety": 90, "half": 0.5, "a": 1, "an": 1}
_EN_UNITS = (
    "working days?|business days?|calendar days?|days?|weeks?|months?|years?|hours?|minutes?|mins?|am|pm|o'clock|"
    "percent|%|pounds?|dollars?|pence|p|copies|pages?|times?|floors?|people|visits?|letters?|documents?|miles?"
)
_EN_NUMBER = re.compile(
    rf"(?<![\w.])(£|\$|€|#|section |room |counter |window |floor |desk |line |ext\.? |code |stage |band )?"
    rf"(\d[\d,]*(?:[.:]\d+)?|{'|'.join(w for w in _EN_WORDS if len(w) > 2)}|a|an)(?:st|nd|rd|th)?[ -]?({_EN_UNITS})?(?![\w])"
)
_EN_DAY = re.compile(
    r"\b(mon|tues|wednes|thurs|fri|satur|sun)day|\b(noon|midnight|tomorrow|today)\b"
)
_EN_DATE = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
)


class Quantity(NamedTuple):
    """A number and its unit, and where it stands."""

    unit: str
    value: float
    start: int
    end: int


def quantities(text: str, lang: str) -> list[Quantity]:
    """The quantities of a folded text, in order."""
    found: list[Quantity] = []
    if lang.startswith("zh"):
        for match in _ZH_NUMBER.finditer(text):
            value = _value(match[2])
            if value is not None:
                unit = (
                    match[3]
                    .lstrip("个")
                    .replace("窗口", "窗")
                    .replace("星期", "周")
                    .replace("礼拜", "周")
                )
                if unit == "点半":
                    unit, value = "点", value + 0.5
                unit = {"日": "天", "块": "元"}.get(unit, unit) if not match[1] else unit
                found.append(Quantity(match[1] + unit, value, *match.span()))
        for match in _WEEKDAY.finditer(text):
            day = "一二三四五六日".find(match[1].replace("天", "日"))
            found.append(Quantity("weekday", day, *match.span()))
    else:
        for match in _EN_NUMBER.finditer(text):
            before, number, unit = match[1] or "", match[2], match[3] or ""
            if not before and not unit:
                continue
            if number in ("a", "an") and (not unit or unit in ("p", "am", "pm")):
                continue
            value = _EN_WORDS.get(number)
            if value is None:
                value = float(number.replace(",", "").replace(":", "."))
            name = unit.rstrip("s") or before.strip()
            name = {
                "business day": "working day",
                "min": "minute",
                "£": "pound",
                "o'clock": "pm",
            }.get(name, name)
            found.append(Quantity(name, value, *match.span()))
        for match in _EN_DATE.finditer(text):
            found.append(Quantity(match[2], float(match[1]), *match.span()))
        for match in _EN_DAY.finditer(text):
            found.append(Quantity("weekday", float(sum(map(ord, match[0]))), *match.span()))
    return sorted(found, key=lambda q: q.start)


def _value(digits: str) -> float | None:
    """Arabic or Chinese digits as a number; None for what is none."""
    if digits[0].isdigit():
        return float(digits.replace(":", "."))
    if digits == "半":
        return 0.5
    total = section = 0.0
    for character in digits:
        if character in _DIGITS:
            section = section * 10 + _DIGITS[character]
        elif character in _SCALES:
            total += (section or 1) * _SCALES[character]
            section = 0
        else:
            section += 0.5
    return total + section
