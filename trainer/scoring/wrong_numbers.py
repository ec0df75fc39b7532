"""Which numbers of a reply contradict a fact: others than the fact's, that nothing accounts for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trainer.scoring.anchors import Anchors, anchors
from trainer.scoring.contradiction import Contradiction
from trainer.scoring.known import FREE, Figures, KnownFact
from trainer.scoring.numbers import Quantity, counts
from trainer.scoring.reckoning import MONEY, eve, same, worked_out
from trainer.scoring.text import Clause

OWN, COMMON, COMMON_PAIRS = 0.25, 0.1, 0.05
"""Share of a fact's wording from which on a number is the fact's: a time though the speaker tells of
himself, what comes up in any story; the same where wording is pairs of characters, of which fewer are shared."""

_SUPPOSED = re.compile(r"比方|比如|例如|假如|譬如|\b(?:for example|for instance|suppose|say,)")
"""Says what might be, to explain a rule."""
_SPAN = re.compile(
    r"(?:(?:周|星期|礼拜)[一二三四五六日天]|点半?|[0-9]|day|[ap]\.?m\.?|o'clock)(?:[到至~-]| (?:to|through|till|until) )$"
)
"""Before the second end of “from … to …”."""
_TO = re.compile(r"[到至~-]| ?(?:to|through|till|until) ")
_LISTED = re.compile(r"(?:[一二三四五六日天][、和]|day,? (?:and|or) )$")
"""Before the second of several days."""
_CLOSED = re.compile(r"休息|关门|不开|不上班|闭馆|\b(?:closed|shut|not open)\b")
"""On such a day the resident would come in vain; the days that count are the others."""
_VAGUE = re.compile(r"(?:[过这前那想歇缓]|周末)[两几]天|两[层楼]之?[中间]|.?.?(一.)\1")
"""“过两天”, “周末两天”, “一天一天”: no number is meant; read from up to two characters before it."""
_MOMENT = re.compile(
    r"(?:(?:[等坐歇缓站误占聊]|说说|听我说|陪)[您你他她我]?|给我|借我)(?:上|个)?[一两]分钟(?!以?[就便内后])"
    r"|(?:give|spare) (?:me|us) (?:just )?(?:one|two) minutes?|bear with (?:me|us)(?: for)? (?:one|two) minutes?"
    r"|(?:sit|wait|hold on|hang on|stop)(?: down| here| there)?(?: for)? (?:one|two) minutes?"
)
"""“坐两分钟”, “give me two minutes”: a moment of somebody's time, whatever a fact allows or a matter takes."""
_AGO = re.compile(
    r"[跟给和]?[您你]?.{0,2}一[次趟回]|'? (?:short|ago|late|stuck|straight|in a row|running|already|wait(?:ing)?|worth)\b"
)
"""After a number that tells what has happened, or how often something will."""
_ONE = re.compile(
    r"(?:a|an|one)\b|一.一|一[份项张条款次趟人户遍步种套台位盏]|一块(?!钱)"
    r"|[0-9一二两三四五六七八九十百千]+[^0-9]{1,2}(?:多|出头)"
)
"""A number that says no more than which thing is meant, or no exact one."""
_OWN = re.compile(
    r"我|咱|额们?|给[您你](?:打|回|发|送|答|个)|[回到找][您你]|打给|给.{1,3}(?:打|回|留)|回(?:话|电)|告诉[您你]"
    r"|\b(?:i|i'll|ill|we|we'll|let me|give me|(?:ring|call|text|phone|email)s? (?:you|her|him|them|me|back)|back by|from me)\b"
)
"""Whose clause is about what the speaker will do: its times are the speaker's own."""
_BOOKED = re.compile(r"约|排|挂号|[开办营]到|营业|\b(?:book|slot|appointment|open)")
"""What is arranged with others or holds for all: the day is theirs."""
_DERIVED = re.compile(
    r"(?:超了?|[多少高低长短贵]了?|差|还剩|还有|剩下?|再过?|[再还得]等|晚了|小|工号|话务员|已经?|不是|不到|不足|快到?"
    r"|another|extra|more|over by|further|since|already|not|almost|under)\s*$"
)
"""Before a number that was worked out, not one that the fact gives."""
_DIFFERENCE = re.compile(r"差|相比|一共|总共|合计|\b(?:difference|in all|altogether|total)\b")
"""Says that a number is a difference or a sum."""
_CLOCK = re.compile(r"(?:现在是?|\b(?:now|it's|its))\s*$")
"""Before what time or day it is."""
_OWN_UNITS = frozenset({"weekday", "time", "date", "天", "分钟", "小时", "day", "minute", "hour"})
"""Units of what a speaker may promise of himself."""
_UNTIL = re.compile(r"(?:[到至]|\b(?:to|until|till|through)(?: and including)?)\s*$")
"""Before the last day of what a fact ends with the day after: “up to 31 March”, “from 1 April”."""
_DIALLED = re.compile(
    r"(?:打|拨|电话|号码?|分机|call|ring|dial|phone|number|ext\.?)(?: on| is)?\W*$"
)
"""Before a number that somebody is to ring."""
_COMMON = frozenset(
    {"time", "weekday", "次", "趟", "遍", "人", "times", "letter", "page", "people"}
)
"""Units that come up in any story."""


def _beside(q: Quantity, text: str, lengths: set[int]) -> bool:
    """Whether a number is no statement of its kind: a weekday of a range, the time it is, “a day or two”.

    `lengths` are the digits of the facts' telephone and document numbers.
    """
    before = text[: q.start]
    if q.unit in ("time", "weekday") and _CLOCK.search(before):
        return True
    if q.unit == "weekday":
        return _in_range(q, text) or bool(_CLOSED.search(text))
    if q.unit == "number":
        return len(f"{q.value:.0f}") not in lengths and not _DIALLED.search(before)
    if any(m.start() <= q.start < m.end() for m in _MOMENT.finditer(text)):
        return True
    near = (_VAGUE.match(text, max(0, q.start - k)) for k in (0, 1, 2))
    return any(near) or bool(_AGO.match(text, q.end))


def _share_needed(q: Quantity, text: str, lang: str) -> float:
    """How much of a fact's wording must be there for a number of its unit to be the fact's."""
    if q.unit in _OWN_UNITS and _OWN.search(text) and not _BOOKED.search(text):
        return OWN
    if q.unit in _COMMON and not (_in_range(q, text) or _LISTED.search(text[: q.start])):
        return COMMON_PAIRS if lang.startswith("zh") else COMMON
    return 0.0


def _in_range(q: Quantity, text: str) -> bool:
    """Whether it is one end of “from … to …”."""
    return bool(_SPAN.search(text[: q.start]) or _TO.match(text, q.end))


def wrong_numbers(
    pieces: Sequence[Clause],
    texts: Sequence[str],
    words: Sequence[frozenset[str]],
    said: Sequence[Sequence[Quantity]],
    facts: Sequence[KnownFact],
    elsewhere: Figures,
    lang: str,
) -> Iterator[Contradiction]:
    """Numbers that stand where a fact has another of the same unit that the reply does not say.

    A reply that says the fact's own number somewhere means something else by the other one. Beside the
    same words as the fact's number it needs no other wording of the fact, and may look worked out.
    """
    every = [q for quantities_ in said for q in quantities_]
    free = any(FREE.search(text) for text in texts)
    given = [q for one in (*(fact.figures for fact in facts), elsewhere) for q in one.numbers]
    loose = frozenset[float]().union(elsewhere.loose, *(fact.figures.loose for fact in facts))
    counted = loose.union(*(counts(text, lang) for text in texts))
    missing = [
        {n.unit for n in fact.claims if not any(same(q, n) for q in every)}
        | (MONEY if fact.free and not free else frozenset())
        for fact in facts
    ]
    units = set[str]().union(*missing)
    lengths = {len(f"{n.value:.0f}") for fact in facts for n in fact.claims if n.unit == "number"}
    for i, quantities_ in enumerate(said):
        if pieces[i].action or _SUPPOSED.search(texts[i]) or "?" in texts[i]:
            continue
        near = words[i] | (words[i - 1] if i else frozenset())
        around = "".join(texts[i : i + 2])
        for q in quantities_:
            if (
                q.unit not in units
                or q.value in elsewhere.loose
                or any(same(q, n) for n in given)
                or (_UNTIL.search(texts[i][: q.start]) and any(eve(q, n) for n in given))
                or _ONE.match(texts[i], q.start)
                or _beside(q, texts[i], lengths)
                or (free and not q.value)
            ):
                continue
            asked = [f for f, fact in enumerate(facts) if q.unit in missing[f]]
            made = worked_out(q, facts, given, counted)
            index = None
            if not (made and (q.unit == "date" or _DIFFERENCE.search(texts[i]))):
                here = anchors(around, q.start, q.end, lang)
                placed = (f for f in asked if _in_place(q, here, facts[f], lang))
                index = max(placed, key=lambda f: _share(near, facts[f]), default=None)
            if index is None and not (
                q.value in loose or made or _DERIVED.search(texts[i][: q.start])
            ):
                shares = {f: _share(near, facts[f]) for f in asked}
                nearest = max(asked, key=shares.__getitem__)
                if shares[nearest] >= _share_needed(q, texts[i], lang):
                    index = nearest
            if index is not None:
                start = pieces[i].start
                yield Contradiction(index, i, start + q.start, start + q.end)


def _share(words: frozenset[str], fact: KnownFact) -> float:
    """How much of a fact's wording these words are, 0..1."""
    return len(words & fact.words) / max(1, len(fact.words))


def _in_place(q: Quantity, here: Anchors, fact: KnownFact, lang: str) -> bool:
    """Whether it stands where the fact has another number of its unit: beside the same words."""
    return q.value not in fact.figures.loose and any(
        q.unit == n.unit and here.shared(there, lang)
        for n, there in zip(fact.claims, fact.beside, strict=True)
    )
