"""What in a reply contradicts a fact: another number that nothing accounts for, a yes against a no."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from trainer.scoring.known import FREE, NO, Figures, KnownFact, Part, part_of
from trainer.scoring.numbers import Quantity
from trainer.scoring.text import Clause

OWN = 0.1
"""Share of a fact's wording from which on a time is the fact's though the speaker tells of himself."""

ALIKE, DENIED, BARE = 0.4, 0.35, 0.7
"""Share of a part of a fact that a clause must have to deny it: with a modal verb (“may not”), with
the very word that is denied, with nothing but a “not”."""

_ASKED = re.compile(
    r"[?？]\W*$|(?:吗|没有|不)[。\s]*$|\b(?:whether|if|unless|until|till|only|without)\b|如果|要是|的话|只|才"
)
"""Says neither yes nor no: a question, a condition, a restriction."""
_IF = re.compile(r"[没不无].{1,8}[也就]")
_ONE = re.compile(
    r"(?:a|an|one)\b|一.一|一[份项张条款次趟人户遍步种套台位盏]|一块(?!钱)"
    r"|[0-9一二两三四五六七八九十百千]+[^0-9]{1,2}(?:多|出头)"
)
"""A number that says no more than which thing is meant, or no exact one."""
_OWN = re.compile(
    r"我|咱|给您(?:打|回|发|送|答)|回(?:话|电)|告诉您|\b(?:i|i'll|we|we'll|let me|give me)\b"
)
"""Whose clause is about what the speaker will do: its times are the speaker's own."""
_DERIVED = re.compile(
    r"(?:超了?|多了?|少了?|差|还剩|剩下?|再|晚了|小|工号|话务员|another|extra|more|over by|further)\s*$"
)
"""Before a number that was worked out, not one that the fact gives."""
_OWN_UNITS = frozenset({"weekday", "time", "date", "天", "分钟", "小时", "day", "minute", "hour"})
"""Units of what a speaker may promise of himself."""
_NAMED = frozenset(
    ("number", "time", "weekday", "date", "第条", "section", "号窗", "号", "月份", "年份")
)
"""Units of numbers that only name a thing and cannot be reckoned with."""
_MONEY = frozenset({"元", "pound", "dollar", "euro", "rs"})
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
_WORKING = {"工作日": "天", "自然日": "天", "working day": "day", "calendar day": "day"}  # fmt: skip


class Contradiction(NamedTuple):
    """A clause that says otherwise than a fact: the two values, or a yes against a no."""

    fact: int
    clause: int
    start: int
    end: int


def _same(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are as good as the same: “30 天” is “一个月”."""
    if one.unit == other.unit == "number":  # with or without the area code
        digits = sorted((f"{one.value:.0f}", f"{other.value:.0f}"), key=len)
        return digits[1].startswith(digits[0]) or digits[1].endswith(digits[0])
    if one.unit == other.unit:
        rounded = one.unit == "time" and one.value % 1 == 0 and abs(one.value - other.value) < 0.2
        return one.value == other.value or rounded
    if _WORKING.get(other.unit) == one.unit:
        return one.value == other.value
    if one.unit in _DAYS and other.unit in _DAYS:
        days, others = one.value * _DAYS[one.unit], other.value * _DAYS[other.unit]
        return abs(days - others) <= 0.07 * max(days, others)
    if other.unit == "date":
        return one.unit == "号" and one.value == other.value % 100
    return {one.unit, other.unit} == {"号", "天"} and one.value == other.value


def _worked_out(
    q: Quantity, facts: Sequence[KnownFact], given: Sequence[Quantity], loose: frozenset[float]
) -> bool:
    """Whether a number was worked out from those given: a part, a sum, a difference, months later."""
    if q.unit == "number":
        return any(q.value == n.value for n in given)
    if q.unit == "date":  # as many months after a date as a fact says, or a month of 30 days
        later = {n.value for f in facts for n in f.figures.numbers if n.unit in ("月", "month")}
        later |= {n.value / 30 for f in facts for n in f.figures.numbers if n.unit in ("天", "day")}
        return any(
            n.unit == "date" and (n.value + 100 * k - q.value) % 1200 == 0
            for n in given
            for k in later
        )
    if any(
        a.unit == b.unit == q.unit and q.unit not in _NAMED and abs(a.value - b.value) == q.value
        for fact in facts
        for a, b in pairwise(fact.figures.numbers)
    ):
        return True
    if q.unit not in _MONEY:
        return False
    amounts = {n.value for n in given if n.unit == q.unit}
    times = loose.union(n.value for n in given if n.unit not in _MONEY | _NAMED)
    parts = {n.value / 100 for n in given if n.unit == "%"}
    made = {a + sign * b for a in amounts for b in amounts - {a} for sign in (1, -1)}
    made |= {a * b for a in amounts for b in parts} | {a / b for a in amounts for b in times if b}
    return any(abs(q.value - m) < 0.01 for m in made)


def wrong_numbers(
    pieces: Sequence[Clause],
    texts: Sequence[str],
    words: Sequence[frozenset[str]],
    said: Sequence[Sequence[Quantity]],
    facts: Sequence[KnownFact],
    elsewhere: Figures,
) -> Iterator[Contradiction]:
    """Numbers that stand where a fact has another of the same unit that the reply does not say.

    A reply that says the fact's own number somewhere means something else by the other one.
    """
    every = [q for quantities_ in said for q in quantities_]
    free = any(FREE.search(text) for text in texts)
    given = [q for one in (*(fact.figures for fact in facts), elsewhere) for q in one.numbers]
    loose = frozenset[float]().union(elsewhere.loose, *(fact.figures.loose for fact in facts))
    missing = [
        {n.unit for n in fact.figures.numbers if not any(_same(q, n) for q in every)}
        | (_MONEY if fact.free and not free else frozenset())
        for fact in facts
    ]
    units = set[str]().union(*missing)
    for i, quantities_ in enumerate(said):
        near = words[i] | (words[i - 1] if i else frozenset())
        for q in quantities_:
            if (
                q.unit not in units
                or q.value in loose
                or any(_same(q, n) for n in given)
                or _worked_out(q, facts, given, loose)
                or _ONE.match(texts[i], q.start)
                or _DERIVED.search(texts[i][: q.start])
            ):
                continue
            about, index = max(
                (len(near & fact.words) / max(1, len(fact.words)), -f)
                for f, fact in enumerate(facts)
                if q.unit in missing[f]
            )
            own = q.unit in _OWN_UNITS and _OWN.search(texts[i])
            if not own or about >= OWN:
                start = pieces[i].start
                yield Contradiction(-index, i, start + q.start, start + q.end)


def opposed(
    pieces: Sequence[Clause],
    texts: Sequence[str],
    words: Sequence[frozenset[str]],
    facts: Sequence[KnownFact],
    lang: str,
) -> Iterator[Contradiction]:
    """Clauses that say yes where the nearest part of a fact says no, or the other way round."""
    parts = [(index, part) for index, fact in enumerate(facts) for part in fact.parts if part.words]
    if not parts:
        return
    zh = lang.startswith("zh")
    free = [index for index, part in parts if part.charge is False]
    if any(part.charge for _, part in parts):
        free = []
    for i, piece in enumerate(pieces):
        if piece.action or _ASKED.search(texts[i]):
            continue
        if not (free or any(words[i] & part.words for _, part in parts)):
            continue
        said = part_of(texts[i], lang)
        if said.charge and free:
            yield Contradiction(free[0], i, piece.start, piece.end)
            continue
        share, index, part = max(
            (
                (len(said.words & part.words) / len(part.words), index, part)
                for index, part in parts
            ),
            key=lambda found: found[0],
        )
        shared = len(said.words & part.words)
        if shared < 2 or _ASKED.search(part.text):
            continue
        if _modal_clash(said, part):
            if share >= ALIKE:
                yield Contradiction(index, i, piece.start, piece.end)
            continue
        if (
            part.no == said.no
            or _IF.search(texts[i])
            or len(NO.findall(part.text)) > 1
            or any(p.no == said.no and p.words & said.words for p in facts[index].parts)
        ):
            continue
        no, yes = (part, said) if part.no else (said, part)
        met = any(word in yes.text if zh else word in yes.words for word in no.denied)
        if share >= (DENIED if met else BARE) and (met or not no.denied):
            yield Contradiction(index, i, piece.start, piece.end)


def _modal_clash(one: Part, other: Part) -> bool:
    """Whether one says it may or must be done and the other that it may or need not."""
    return (None not in (one.may, other.may) and one.may != other.may) or (
        None not in (one.need, other.need) and one.need != other.need
    )
