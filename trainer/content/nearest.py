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


def _plain(name: str) -> str:
    return name.casefold().replace("_", "-").replace(" ", "-")


def shorten(text: str, length: int = 60) -> str:
    """`text` on one line, fit to stand in a message."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"
