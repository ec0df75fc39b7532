"""What a reply says at all: each thing once, not in the rubric's words, not in the resident's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from trainer.scoring.text import MOST, Clause, clauses, fold


def told(
    pieces: Iterable[Clause], folded: str, resident_line: str, lang: str, recital: frozenset[str]
) -> list[list[Clause]]:
    """The clauses that say something, those of one breath together.

    A breath in the resident's words is a copy only where most of the reply is: who restates a part to
    check it, or regrets it, says more than that. `recital` are words that say nothing, by `keys_of`.
    """
    seen: set[str] = set()
    kept: list[tuple[Sequence[Clause], str]] = []
    for breath in _breaths(pieces):
        key = key_of(folded[breath[0].start : breath[-1].end])
        if key not in seen and (breath[0].action or key not in recital):
            seen.add(key)
            kept.append((breath, key))
    line = key_of(fold(resident_line))
    shortest = 4 if lang.startswith("zh") else 10
    copies = {
        key
        for breath, key in kept
        if not breath[0].action and len(key) >= shortest and _copied(key, line)
    }
    total = sum(len(key) for breath, key in kept if not breath[0].action)
    if sum(map(len, copies)) < 0.6 * total:
        copies = set()
    else:
        copies |= {key for breath, key in kept if not breath[0].action and key in line}
    left = [clause for breath, key in kept if key not in copies for clause in breath]
    return _breaths(left[:MOST])


def keys_of(texts: Iterable[str], lang: str) -> frozenset[str]:
    """Clauses of texts as they are compared: letters, digits and ideographs only."""
    found: set[str] = set()
    for text in texts:
        folded = fold(text)
        found |= {key_of(folded[c.start : c.end]) for c in clauses(text, lang)} | {key_of(folded)}
    return frozenset(found)


def key_of(folded: str) -> str:
    """A folded text as it is compared: letters, digits and ideographs only."""
    return re.sub(r"\W+", "", folded)


def _breaths(pieces: Iterable[Clause]) -> list[list[Clause]]:
    """The clauses that are said in one breath, together."""
    return [list(inside) for _breath, inside in groupby(pieces, lambda c: c.breath)]


def _copied(key: str, line: str) -> bool:
    if key in line:
        return True
    runs = [key[i : i + 6] for i in range(len(key) - 5)]
    return bool(runs) and sum(run in line for run in runs) >= 0.7 * len(runs)
