"""Which facts a reply cites, and which it contradicts.

A fact is cited when one of its cue words is there, or when a clause shares enough of its wording. It
is contradicted when the reply leaves out its number and names another one of the same unit that
nothing accounts for, or when a clause with much of its wording says yes where it says no.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from trainer.model.assessment import Context
from trainer.scoring.numbers import Quantity, quantities
from trainer.scoring.text import Clause, fold, places_of

CITED = 0.34
"""Share of a fact's wording that a clause and its neighbour must have to count as citing it."""

OWN = 0.1
"""Share of a fact's wording from which on a time is the fact's though the speaker tells of himself."""

ALIKE, DENIED, BARE = 0.4, 0.35, 0.7
"""Share of a part of a fact that a clause must have to deny it: with a modal verb (“may not”), with
the very word that is denied, with nothing but a “not”."""

_ZH_EMPTY = set("的了是在和与或及由为可以要就都也有到把被让给从向这那您我们你他她它个上下中请")
_EN_EMPTY = {
    "the",
    "a",
    "an",
    "of",
    "to",
    "in",
    "on",
    "at",
    "is",
    "are",
    "was",
    "were",
    "be",
    "been",
    "and",
    "or",
    "for",
    "by",
    "with",
    "that",
    "this",
    "it",
    "as",
    "from",
    "you",
    "your",
    "his",
    "her",
    "their",
    "our",
    "they",
    "he",
    "she",
    "we",
    "i",
    "if",
    "not",
    "no",
    "can",
    "will",
    "may",
    "must",
    "has",
    "have",
    "had",
    "do",
    "does",
}
_NO = re.compile(
    r"不(?!是不|如|同|管|过|服|到[0-9一二三四五六七八九十])|没有|"
    r"没(?!问题|了)|无(?!障碍)|未|免|禁|(?<![特区级性类告分])别(?![的人处])|"
    r"\b(?:not|no|never|cannot|without|nobody|none|neither|nor|nothing|banned|barred|forbidden)\b|"
    r"n't\b|\b(?:is|do|does|dos|did|ca|wo|are|was)nt\b"
)
"""Says no."""
_FREE = re.compile(
    r"(?:不是|不|并非|\bnot )(?:免费|free\b)|免费|"
    r"\bfree(?: of charge)?\b(?! (?:until|at|to)\b)|\bat no cost\b|\bno fees?\b"
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
_ASKED = re.compile(
    r"[?？]\W*$|(?:吗|没有|不)[。\s]*$|\b(?:whether|if|unless|until|till|only|without)\b|如果|要是|的话|只|才"
)
"""Says neither yes nor no: a question, a condition, a restriction."""
_IF = re.compile(r"[没不无].{1,8}[也就]")
_PART = re.compile(r"[，,;；。:：]|\.\s")
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


class FactUse(NamedTuple):
    """A fact in a reply: `share` 0..1 of its wording found; `clauses` where, by index."""

    fact: int
    share: float
    numbers: int
    clauses: tuple[int, ...]


class Contradiction(NamedTuple):
    """A clause that says otherwise than a fact: the two values, or a yes against a no.

    Only a `sure` one is told.
    """

    fact: int
    clause: int
    start: int
    end: int
    sure: bool


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


class KnownFact(NamedTuple):
    """A fact made ready for comparison: `parts` between its pauses, `loose` numbers of no unit."""

    words: frozenset[str]
    numbers: tuple[Quantity, ...]
    loose: frozenset[float]
    free: bool
    parts: tuple[Part, ...]


def words_of(folded: str, lang: str) -> frozenset[str]:
    """What a text is about: character pairs in Chinese, words elsewhere, without the empty ones."""
    if lang.startswith("zh"):
        kept = [c if (c.isalnum() and c not in _ZH_EMPTY) else " " for c in folded]
        return frozenset(a + b for a, b in pairwise(kept) if a != " " and b != " ")
    return frozenset(
        _stem(w) for w in re.findall(r"[a-z0-9£$]+(?:'[a-z]+)?", folded) if w not in _EN_EMPTY
    )


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=4096)
def known(text: str, lang: str) -> KnownFact:
    """A fact's text made ready."""
    folded = fold(text)
    numbers = quantities(folded, lang)
    rest = folded
    for q in numbers:
        rest = rest[: q.start] + " " * (q.end - q.start) + rest[q.end :]
    return KnownFact(
        words_of(folded, lang),
        tuple(numbers),
        frozenset(float(digits) for digits in re.findall(r"\d+(?:\.\d+)?", rest)),
        bool(_FREE.search(folded)),
        tuple(_part(part, lang) for part in _PART.split(folded) if part.strip()),
    )


def _part(text: str, lang: str) -> Part:
    zh = lang.startswith("zh")
    charge = ("不收费", "收费") if zh else ("not charge", "charge")
    text = _FREE.sub(lambda m: charge[m[0].startswith(("不", "并", "not"))], text)
    text = re.sub(r"(\w)不\1", r"\1", text)  # “受不受理” asks
    denied: set[str] = set()
    for match in _NO.finditer(text):
        after = _MODAL["zh" if zh else "en"].match(text, match.end())
        if after is None:
            continue
        if after[1] or (zh and after[2][:1] in ("成", "到", "起")):  # “补不了”
            denied.add(text[max(0, match.start() - 1) : match.start()])
        elif after[2]:
            denied.add(after[2] if zh else _stem(after[2]))
    return Part(
        text,
        words_of(_NO.sub(" ", text), lang),
        bool(_NO.search(text)),
        frozenset(denied),
        _verdict(_MAY, text),
        _verdict(_NEED, text),
        _verdict(_CHARGE, text),
    )


def _verdict(modal: re.Pattern[str], text: str) -> bool | None:
    """Whether all its modal words say yes, or all no; None when there are none or both."""
    found = {not any(match.groups()) for match in modal.finditer(text)}
    return found.pop() if len(found) == 1 else None


def uses(
    pieces: Sequence[Clause], folded: str, context: Context, lang: str
) -> tuple[list[FactUse], list[Contradiction]]:
    """How each fact is used by the clauses, and what contradicts one."""
    facts = [known(text, lang) for _, text in context.facts]
    if not facts:
        return [], []
    texts = [folded[c.start : c.end] for c in pieces]
    words = [words_of(text, lang) for text in texts]
    said = [quantities(text, lang) for text in texts]
    cues = [[fold(c) for c in context.fact_cues.get(fact_id, ())] for fact_id, _ in context.facts]
    found = [
        use
        for i, fact in enumerate(facts)
        if fact.words and (use := _use(i, fact, cues[i], texts, words, said))
    ]
    line = " ".join((context.situation, context.resident_line, *context.history))
    against = [
        *_wrong_numbers(pieces, texts, words, said, facts, known(line, lang)),
        *_opposed(pieces, texts, words, facts, lang),
    ]
    return found, sorted(against)


def _use(
    index: int,
    fact: KnownFact,
    cues: Sequence[str],
    texts: Sequence[str],
    words: Sequence[frozenset[str]],
    said: Sequence[Sequence[Quantity]],
) -> FactUse | None:
    """How one fact is used; None when it is not."""
    numbers = {(q.unit, q.value) for q in fact.numbers}
    cued = [any(places_of(cue, text) for cue in cues) for text in texts]
    touched = [
        i
        for i in range(len(texts))
        if cued[i]
        or len(words[i] & fact.words) / len(fact.words) > 0.08
        or any((q.unit, q.value) in numbers for q in said[i])
    ]
    together: frozenset[str] = frozenset().union(*(words[i] for i in touched))
    share = len(together & fact.words) / len(fact.words)
    if any(cued):
        share = max(share, CITED)
    hits = sum(any((q.unit, q.value) == n for i in touched for q in said[i]) for n in numbers)
    return FactUse(index, share, hits, tuple(touched)) if share > 0 or hits else None


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
        later = {n.value for f in facts for n in f.numbers if n.unit in ("月", "month")}
        later |= {n.value / 30 for f in facts for n in f.numbers if n.unit in ("天", "day")}
        return any(
            n.unit == "date" and (n.value + 100 * k - q.value) % 1200 == 0
            for n in given
            for k in later
        )
    if any(
        a.unit == b.unit == q.unit and q.unit not in _NAMED and abs(a.value - b.value) == q.value
        for fact in facts
        for a, b in pairwise(fact.numbers)
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


def _wrong_numbers(
    pieces: Sequence[Clause],
    texts: Sequence[str],
    words: Sequence[frozenset[str]],
    said: Sequence[Sequence[Quantity]],
    facts: Sequence[KnownFact],
    elsewhere: KnownFact,
) -> Iterator[Contradiction]:
    """Numbers that stand where a fact has another of the same unit that the reply does not say.

    A reply that says the fact's own number somewhere means something else by the other one.
    """
    every = [q for quantities_ in said for q in quantities_]
    free = any(_FREE.search(text) for text in texts)
    given = [q for fact in (*facts, elsewhere) for q in fact.numbers]
    loose = frozenset[float]().union(elsewhere.loose, *(fact.loose for fact in facts))
    missing = [
        {n.unit for n in fact.numbers if not any(_same(q, n) for q in every)}
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
                yield Contradiction(-index, i, start + q.start, start + q.end, True)


def _opposed(
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
        said = _part(texts[i], lang)
        if said.charge and free:
            yield Contradiction(free[0], i, piece.start, piece.end, True)
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
                yield Contradiction(index, i, piece.start, piece.end, True)
            continue
        if (
            part.no == said.no
            or _IF.search(texts[i])
            or len(_NO.findall(part.text)) > 1
            or any(p.no == said.no and p.words & said.words for p in facts[index].parts)
        ):
            continue
        no, yes = (part, said) if part.no else (said, part)
        met = any(word in yes.text if zh else word in yes.words for word in no.denied)
        if share >= (DENIED if met else BARE) and (met or not no.denied):
            yield Contradiction(index, i, piece.start, piece.end, True)


def _modal_clash(one: Part, other: Part) -> bool:
    """Whether one says it may or must be done and the other that it may or need not."""
    return (None not in (one.may, other.may) and one.may != other.may) or (
        None not in (one.need, other.need) and one.need != other.need
    )
