"""What a text is about, word by word."""

from __future__ import annotations

import re
from itertools import pairwise

_ZH_EMPTY = set("的了是在和与或及由为可以要就都也有到把被让给从向这那您我们你他她它个上下中请")
EN_EMPTY = {
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


def words_of(folded: str, lang: str) -> frozenset[str]:
    """What a text is about: character pairs in Chinese, words elsewhere, without the empty ones."""
    if lang.startswith("zh"):
        kept = [c if (c.isalnum() and c not in _ZH_EMPTY) else " " for c in folded]
        return frozenset(a + b for a, b in pairwise(kept) if a != " " and b != " ")
    return frozenset(
        stem(w) for w in re.findall(r"[a-z0-9£$]+(?:'[a-z]+)?", folded) if w not in EN_EMPTY
    )


def stem(word: str) -> str:
    """An English word without its ending."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word[: -len(ending)]
    return word
