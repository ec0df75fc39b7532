"""Which known name a misspelt one was meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

_LONGEST = 80
"""Names longer than this are not compared: no known name is as long, and comparing is quadratic."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The name in `known` most like `name`, or None when none is alike."""
    if len(name) > _LONGEST:
        return None
    said = _plain(name)
    cutoff = 0.5 if len(said) <= 4 else 0.6
    matcher: SequenceMatcher[str] = SequenceMatcher(autojunk=False)
    matcher.set_seq2(said)
    best: tuple[float, str] | None = None
    for candidate in known:
        other = _plain(candidate)
        if other == said:
            return candidate
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() < cutoff or matcher.quick_ratio() < cutoff:
            continue
        ratio = matcher.ratio()
        if ratio >= cutoff and (best is None or ratio > best[0]):
            best = ratio, candidate
    return best[1] if best else None


def surely_meant(name: str, known: Iterable[str]) -> str | None:
    """The one name in `known` that `name` can only be a misspelling of, or None.

    One slip of the keys apart (two in a name of eight letters or more), all others further away, and
    the same digits: `step-3` is no misspelling of `step-2`, nor is one Chinese word of another.
    """
    if not 2 < len(name) <= _LONGEST or not name.isascii():
        return None
    most = 2 if len(name) >= 8 else 1
    digits = [c for c in name if c.isdigit()]
    found = [
        (away, candidate)
        for candidate in dict.fromkeys(known)
        if [c for c in candidate if c.isdigit()] == digits
        and (away := _slips(name, candidate, most + 1)) <= most + 1
    ]
    found.sort()
    if not found or found[0][0] > most or (len(found) > 1 and found[1][0] == found[0][0]):
        return None
    return found[0][1]


def _slips(first: str, second: str, most: int) -> int:
    """Letters lost, added, wrong or swapped with their neighbour; `most` + 1 for more than that."""
    if abs(len(first) - len(second)) > most:
        return most + 1
    above: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        before, above, row = above, row, [i]
        for j, b in enumerate(second, 1):
            least = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if before and j > 1 and a == second[j - 2] and first[i - 2] == b:
                least = min(least, before[j - 2] + 1)
            row.append(least)
    return min(row[-1], most + 1)


def _plain(name: str) -> str:
    return name.casefold().replace("_", "-").replace(" ", "-")


def shorten(text: str, length: int = 60) -> str:
    """`text` on one line, fit to stand in a message."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"
