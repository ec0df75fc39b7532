"""Which numbers say the same, and which were worked out from others."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from trainer.scoring.known import KnownFact
from trainer.scoring.numbers import Quantity

NAMED = frozenset(
    ("number", "time", "weekday", "date", "第条", "section", "号窗", "号", "月份", "年份")
)
"""Units of numbers that only name a thing and cannot be reckoned with."""
MONEY = frozenset({"元", "pound", "dollar", "euro", "rs"})
_ALSO = ({"号", "天"}, {"号", "号窗"})
"""Units that are often said for each other."""
_DAYS = {
    "分钟": 1 / 1440,
    "小时": 1 / 24,
    "天": 1,
    "周": 7,
    "月": 30,
    "hour": 1 / 24,
    "day": 1,
    "week": 7,
    "month": 30,
    "minute": 1 / 1440,
}
_TERMS = frozenset({"天", "周", "day", "week"})
_BEGIN = tuple(accumulate((0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30)))
"""Days of the year before each month."""
_WORKING = {"工作日": "天", "自然日": "天", "working day": "day", "calendar day": "day"}  # fmt: skip


def same(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are as good as the same: “30 天” is “一个月”."""
    if one.unit == other.unit == "number":  # with or without the area code
        digits = sorted((f"{one.value:.0f}", f"{other.value:.0f}"), key=len)
        return digits[1].startswith(digits[0]) or digits[1].endswith(digits[0])
    if one.unit == other.unit:
        near = {"time": 0.2}.get(one.unit, 1.0 if one.unit in MONEY else 0.0)
        rounded = one.value % 1 == 0 and abs(one.value - other.value) < near
        return one.value == other.value or rounded
    if _WORKING.get(other.unit) == one.unit:
        return one.value == other.value
    if one.unit in _DAYS and other.unit in _DAYS:
        days, others = one.value * _DAYS[one.unit], other.value * _DAYS[other.unit]
        return abs(days - others) <= 0.07 * max(days, others)
    if other.unit == "date":
        return one.unit == "号" and one.value == other.value % 100
    return {one.unit, other.unit} in _ALSO and one.value == other.value


def eve(one: Quantity, other: Quantity) -> bool:
    """Whether one date is the day before the other."""
    return one.unit == other.unit == "date" and _day(other) - _day(one) == 1


def _day(date: Quantity) -> int:
    """Which day of a common year a date is, near enough."""
    month, day = divmod(int(date.value), 100)
    return _BEGIN[(month - 1) % 12] + day


def worked_out(
    q: Quantity, facts: Sequence[KnownFact], given: Sequence[Quantity], counted: frozenset[float]
) -> bool:
    """Whether a number was worked out from those given: a part, a sum, a difference, months later.

    `counted` is what else may have been reckoned with.
    """
    if q.unit == "number":
        return any(q.value == n.value for n in given)
    if q.unit == "date":  # as many months after a date as a fact says, or a month of 30 days
        later = {n.value for f in facts for n in f.figures.numbers if n.unit in ("月", "month")}
        later |= {n.value / 30 for f in facts for n in f.figures.numbers if n.unit in ("天", "day")}
        terms = (n for f in facts for n in f.figures.numbers if n.unit in _TERMS)
        days = {d for d in (n.value * _DAYS[n.unit] for n in terms) if d > 1}  # “$5 a day”
        return any(
            n.unit == "date"
            and (
                any((n.value + 100 * k - q.value) % 1200 == 0 for k in later)
                or any(abs(_day(q) - _day(n) - k) % 365 <= 1 for k in days)
            )
            for n in given
        )
    if any(
        a.unit == b.unit == q.unit
        and q.unit not in NAMED
        and q.value in (abs(a.value - b.value), a.value + b.value)
        for fact in facts
        for a, b in pairwise(fact.figures.numbers)
    ):
        return True
    if q.unit not in MONEY:
        return False
    amounts = frozenset(n.value for n in given if n.unit == q.unit and n.value != 1)
    times = counted.union(n.value for n in given if n.unit not in MONEY | NAMED)
    parts = frozenset(n.value / 100 for n in given if n.unit == "%")
    made = _made(amounts, times, parts)
    return round(q.value, 2) in made or any(
        x in made or x in amounts
        for b in amounts
        for x in (round(q.value - b, 2), round(q.value + b, 2))
        if x != b
    )


@lru_cache(maxsize=64)
def _made(
    amounts: frozenset[float], times: frozenset[float], parts: frozenset[float]
) -> frozenset[float]:
    """What amounts make, taken so many times or in so many parts."""
    products = {a * b for a in amounts for b in parts | times}
    quotients = {a / b for a in amounts for b in times if b}
    return frozenset(round(value, 2) for value in products | quotients)
