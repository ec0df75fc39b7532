"""Which facts a reply cites, and which it contradicts.

A fact is cited when one of its cue words is there, or when a clause shares enough of its wording. It
is contradicted when the reply leaves out its number and names another one of the same unit that
nothing accounts for, or when a clause with much of its wording says yes where it says no.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from trainer.model.assessment import Context
from trainer.scoring.contradiction import Contradiction, opposed
from trainer.scoring.known import KnownFact, figures, known
from trainer.scoring.numbers import Quantity, quantities
from trainer.scoring.text import Clause, fold, places_of
from trainer.scoring.wording import words_of
from trainer.scoring.wrong_numbers import wrong_numbers

CITED = 0.34
"""Share of a fact's wording that a clause and its neighbour must have to count as citing it."""


class FactUse(NamedTuple):
    """A fact in a reply: `share` 0..1 of its wording found; `clauses` where, by index."""

    fact: int
    share: float
    numbers: int
    clauses: tuple[int, ...]


def uses(
    pieces: Sequence[Clause],
    folded: str,
    context: Context,
    lang: str,
    asking: Collection[int] = (),
) -> tuple[list[FactUse], list[Contradiction]]:
    """How each fact is used by the clauses, and what contradicts one; those at the places `asking` say nothing.

    They ask, with a question mark or without.
    """
    facts = [known(text, lang) for _, text in context.facts]
    if not facts:
        return [], []
    texts = [folded[c.start : c.end] + "?" * (i in asking) for i, c in enumerate(pieces)]
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
        *wrong_numbers(pieces, texts, words, said, facts, figures(line, lang), lang),
        *opposed(pieces, texts, words, facts, lang),
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
    numbers = {(q.unit, q.value) for q in fact.figures.numbers}
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
