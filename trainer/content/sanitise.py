"""Removing characters that nobody sees but a terminal or a reader would obey."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_HIDDEN_RANGES = (
    (0x00, 0x08),  # C0 controls up to backspace; tab and newline stay
    (0x0B, 0x1F),  # the rest of C0, escape and carriage return with it
    (0x7F, 0x9F),  # delete and the C1 controls
    (0xAD, 0xAD),  # soft hyphen
    (0x061C, 0x061C),  # Arabic letter mark
    (0x180E, 0x180E),  # Mongolian vowel separator
    (0x200B, 0x200F),  # zero-width characters, left-to-right and right-to-left marks
    (0x202A, 0x202E),  # bidirectional embeddings and overrides
    (0x2060, 0x206F),  # word joiner, invisible operators, isolates
    (0xD800, 0xDFFF),  # lone surrogates: no encoding can write them
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFFF9, 0xFFFB),  # interlinear annotation
    (0xFFFE, 0xFFFF),  # non-characters
    (0xE0000, 0xE007F),  # tags
)


def _table() -> Iterator[tuple[int, str | None]]:
    for first, last in _HIDDEN_RANGES:
        for point in range(first, last + 1):
            yield point, None
    yield 0x2028, "\n"  # line and paragraph separators read as what they mean
    yield 0x2029, "\n"


_TABLE = dict(_table())
_JOINERS = "\u200c\u200d"
_BUT_JOINERS = {point: to for point, to in _TABLE.items() if chr(point) not in _JOINERS}
_HIDDEN = re.compile(
    "[\u2028\u2029"
    + "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in _HIDDEN_RANGES)
    + "]"
)


def sanitise(text: str) -> str:
    """`text` without control, bidirectional and zero-width characters; newlines and tabs stay.

    Looking is faster than translating, and nearly all text has nothing to remove.
    """
    if text.replace("\n", "").isprintable() or not _HIDDEN.search(text):
        return text
    return text.translate(_TABLE)


def one_line(text: str, longest: int | None = None) -> str:
    """`text` on one line without what nobody sees, and no longer than that many characters."""
    return " ".join(sanitise(text).split())[:longest].rstrip()


def visible(text: str) -> str:
    """`text` as `sanitise` leaves it, but with the joiners that make one sign of two.

    That they do after an emoji, the sign of a vowel (Sinhala, Hindi) and an Arabic letter (Persian); elsewhere
    two names with and without one would look alike. A terminal cannot draw them.
    """
    if not any(joiner in text for joiner in _JOINERS):
        return sanitise(text)
    clean = text.translate(_BUT_JOINERS)
    around = zip(f" {clean}", clean, f"{clean[1:]} ", strict=False)
    return "".join(c for before, c, after in around if c not in _JOINERS or _joined(before, after))


def name_line(text: str) -> str:
    """A name on one line without what nobody sees."""
    return " ".join(visible(text).split())


def _joined(before: str, after: str) -> bool:
    signs = unicodedata.category(before) in ("So", "Sk", "Mn", "Mc")
    return (signs or unicodedata.bidirectional(before) == "AL") and not after.isspace()
