"""Which facts a reply cites, and which it contradicts.

A fact is cited when one of its cue words is there, or when a clause shares enough of its wording. It
is contradicted when a clause speaks of the same thing but names another number of the same unit, or
says yes where the fact says no.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from trainer.model.assessment import Context
from trainer.scoring.numbers import Quantity, quantities
from trainer.scoring.text import Clause, fold

CITED = 0.34
"""Share of a fact's wording that a clause and its neighbour must have to count as citing it."""

SURE = 0.12
"""Share of a fact's wording that a clause must have before its number is called wrong."""

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
    r"不(?!是不|如|同|管|过)|没有|没(?!问题)|无(?!障碍)|未|免|\b(?:not|no|never|cannot|can't|n't|without|nobody|none)\b|n't"
)


class FactUse(NamedTuple):
    """A fact in a reply: `share` 0..1 of its wording found; `clauses` where, by index."""

    fact: int
    share: float
    numbers: int
    clauses: tuple[int, ...]


class Contradiction(NamedTuple):
    """A clause that says otherwise than a fact: the two values, or a yes against a no.

    Only a `sure` one is told: the clause is about this fact more than about any other, and clearly.
    """

    fact: int
    clause: int
    start: int
    end: int
    sure: bool


class KnownFact(NamedTuple):
    """A fact made ready for comparison."""

    text: str
    words: frozenset[str]
    numbers: tuple[Quantity, ...]
    negative: bool


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
    return KnownFact(
        folded, words_of(folded, lang), tuple(quantities(folded, lang)), bool(_NO.search(folded))
    )


def uses(
    pieces: Sequence[Clause], folded: str, context: Context, lang: str
) -> tuple[list[FactUse], list[Contradiction]]:
    """How each fact is used by the clauses, and what contradicts one."""
    facts = [known(text, lang) for _, text in context.facts]
    if not facts:
        return [], []
    elsewhere = known(
        " ".join((context.situation, context.resident_line, *context.history)), lang
    ).numbers
    given = {(q.unit, q.value) for f in facts for q in f.numbers} | {
        (q.unit, q.value) for q in elsewhere
    }
    words = [words_of(folded[c.start : c.end], lang) for c in pieces]
    said = [quantities(folded[c.start : c.end], lang) for c in pieces]
    nearest = [
        max((len((w | before) & f.words) / len(f.words) for f in facts if f.words), default=0.0)
        for before, w in zip([frozenset(), *words], words, strict=False)
    ]
    found: list[FactUse] = []
    against: list[Contradiction] = []
    for index, fact in enumerate(facts):
        if not fact.words:
            continue
        fact_id = context.facts[index][0]
        cues = [fold(cue) for cue in context.fact_cues.get(fact_id, ())]
        shares = [len(w & fact.words) / len(fact.words) for w in words]
        numbers = {(q.unit, q.value) for q in fact.numbers}
        touched = [
            i
            for i, piece in enumerate(pieces)
            if shares[i] > 0.08
            or any((q.unit, q.value) in numbers for q in said[i])
            or any(cue in folded[piece.start : piece.end] for cue in cues)
        ]
        together: frozenset[str] = frozenset().union(*(words[i] for i in touched))
        share = len(together & fact.words) / len(fact.words)
        hits = sum(any((q.unit, q.value) == n for i in touched for q in said[i]) for n in numbers)
        if any(cue in folded[pieces[i].start : pieces[i].end] for i in touched for cue in cues):
            share = max(share, CITED)
        if share > 0 or hits:
            found.append(FactUse(index, share, hits, tuple(touched)))
        units = {q.unit for q in fact.numbers}
        for i in touched:
            near = words[i] | (words[i - 1] if i else frozenset())
            about = len(near & fact.words) / len(fact.words)
            for q in said[i]:
                if q.unit in units and (q.unit, q.value) not in given and about >= 0.12:
                    start = pieces[i].start
                    sure = about >= SURE and about >= nearest[i]
                    against.append(Contradiction(index, i, start + q.start, start + q.end, sure))
            if shares[i] >= 0.3 and fact.negative != bool(
                _NO.search(folded[pieces[i].start : pieces[i].end])
            ):
                sure = shares[i] >= 0.6 and shares[i] >= nearest[i]
                against.append(Contradiction(index, i, pieces[i].start, pieces[i].end, sure))
    return found, against
