"""A fact's text made ready: its words, its numbers, and what it says may, must or need not be."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from trainer.scoring.anchors import Anchors, anchors
from trainer.scoring.numbers import Quantity, quantities
from trainer.scoring.text import fold
from trainer.scoring.wording import stem, words_of

NO = re.compile(
    r"不(?!是不|动产|如|同|管|过|服|晚|到[0-9一二三四五六七八九十])|没有|"
    r"没(?!问题|了)|无(?!障碍)|未(?!成年)|免|禁|(?<![特区级性类告分])别(?![的人处])|"
    r"\bno\b(?!\s*[,:;.])|"
    r"\b(?:not|never|cannot|without|nobodys?|none|neither|nor|nothing|nil|zero|banned|barred|withdrawn)\b|"
    r"\b(?:forbids?|forbidden|forbidding|prohibit(?:s|ed)?)\b|"
    r"\b(?:left out|in error|by mistake)\b|"
    r"n't\b|\b(?:is|do|does|dos|did|ca|wo|are|was)nt\b"
)
"""Says no."""
FREE = re.compile(
    r"(?:不是|不|并非|\bnot )(?:免费|free\b)|免费|"
    r"\bfree(?: of charge)?\b(?! (?:until|at|to)\b)|\bat no cost\b|\bno fees?\b|\b(?:fee|charge|cost)s?\W+(?:is |are )?(?:nil|none|zero|nothing)\b"
)
"""Free of charge, or not so: the same as a denied charge."""
_MODAL = {
    "zh": re.compile(r"[能可会得用需要必再给以让是都]*(了?)([一-鿿]{0,2})"),
    "en": re.compile(
        r"(?: (?:be|been|to|a|an|the|have|any|yet|need|able|possibl[ey]|can|has))*()(?: ([a-z]+))?"
    ),
}
"""What follows a “not”: modal and empty words, and then what is denied."""
_MAY = re.compile(
    r"(不能|不可以?|不得|无法|无权|[一-鿿]不了)|(?<!不)(?<!可)(?:能|可以|可(?![能是那这]))"
    r"|(\b(?:can ?not|(?:nobody|no one) can|can't|cant|not (?:be )?(?:able|allowed|possible))\b)|"
    r"\b(?:can|able|allowed|possible)\b"
)
_NEED = re.compile(
    r"(不用|不必|无需|不需要?|不要求)|(?<![不只重])(?:需要?|必须|须|要(?=求|交|带|重|本人|先))"
    r"|(\b(?:doesn't|don't|not|no) need|not (?:required|necessary)\b|\bneedn't\b)|\b(?:needs?|must|required)\b"
)
_CHARGE = re.compile(
    r"(不收|不要钱|不花钱)|(?<!免)收(?:费|钱|您(?!的))|要钱|付费|自费|"
    r"(\b(?:not|no|never|without)(?: any)? charged?\b)|\b(?:charge[ds]?|fees?)\b"
)
"""Modal words; a group is there where they are denied."""
_NOW = r"现在是?$|\b(?:it is|it's|now) $"
_TODAY = re.compile(rf"{_NOW}|(?:今天|今日)是?$|\btoday is $")
_IT_IS = {"time": re.compile(_NOW), "weekday": _TODAY, "date": _TODAY, "号": _TODAY}
"""By unit what stands before the time or the day that it is."""
_PART = re.compile(r"[，,;；。:：]|\.\s")


class Part(NamedTuple):
    """A piece of a text that can be denied: its words, whether it says no, and to what.

    `denied` are the first characters or the word after each “not”; empty for “it does not.” `may`, `need`
    and `charge` tell whether something is possible, needed, to be paid, where the piece says so or not.
    """

    text: str
    words: frozenset[str]
    no: bool
    denied: frozenset[str]
    may: bool | None
    need: bool | None
    charge: bool | None


class Figures(NamedTuple):
    """The numbers of a text: those with a unit, and the `loose` ones without."""

    numbers: tuple[Quantity, ...]
    loose: frozenset[float]


class KnownFact(NamedTuple):
    """A fact made ready for comparison: `parts` between its pauses.

    `claims` are those of its numbers that can be contradicted: not what day or time it is now; `beside` is
    what stands beside each.
    """

    words: frozenset[str]
    figures: Figures
    claims: tuple[Quantity, ...]
    beside: tuple[Anchors, ...]
    free: bool
    parts: tuple[Part, ...]


@lru_cache(maxsize=4096)
def known(text: str, lang: str) -> KnownFact:
    """A fact's text made ready."""
    folded = fold(text)
    numbers = figures(text, lang)
    claims = tuple(q for q in numbers.numbers if not _now(q, folded))
    return KnownFact(
        words_of(folded, lang),
        numbers,
        claims,
        tuple(anchors(folded, q.start, q.end, lang) for q in claims),
        bool(FREE.search(folded)),
        tuple(part_of(part, lang) for part in _PART.split(folded) if part.strip()),
    )


@lru_cache(maxsize=4096)
def figures(text: str, lang: str) -> Figures:
    """The numbers of a text."""
    rest = folded = fold(text)
    numbers = quantities(folded, lang)
    for q in numbers:
        rest = rest[: q.start] + " " * (q.end - q.start) + rest[q.end :]
    loose = frozenset(float(digits) for digits in re.findall(r"\d+(?:\.\d+)?", rest))
    return Figures(tuple(numbers), loose)


def _now(q: Quantity, text: str) -> bool:
    """Whether it says what day or time it is."""
    return q.unit in _IT_IS and bool(_IT_IS[q.unit].search(text[: q.start]))


def part_of(text: str, lang: str) -> Part:
    """A folded piece of a text made ready."""
    zh = lang.startswith("zh")
    charge = ("不收费", "收费") if zh else ("not charge", "charge")
    text = FREE.sub(lambda m: charge[m[0].startswith(("不", "并", "not"))], text)
    text = re.sub(r"(\w)[不没]\1", r"\1", text)  # “受不受理” asks
    denied: set[str] = set()
    for match in NO.finditer(text):
        after = _MODAL["zh" if zh else "en"].match(text, match.end())
        if after is None:
            continue
        before = text[: match.start()][-1:]
        if after[1] or (zh and match[0] == "不" and after[2][:1] in ("成", "到", "起")):  # “补不了”
            denied |= {before} - {""}
        elif after[2]:
            denied.add(after[2] if zh else stem(after[2]))
    return Part(
        text,
        words_of(NO.sub(" ", text), lang),
        bool(NO.search(text)),
        frozenset(denied),
        _verdict(_MAY, text),
        _verdict(_NEED, text),
        _verdict(_CHARGE, text),
    )


def _verdict(modal: re.Pattern[str], text: str) -> bool | None:
    """Whether all its modal words say yes, or all no; None when there are none or both."""
    found = {not any(match.groups()) for match in modal.finditer(text)}
    return found.pop() if len(found) == 1 else None
