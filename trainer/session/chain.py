"""The chain of checksums through a journal.

Each line ends in `,"sum":"…"}`: the first 16 hexadecimal digits of the SHA-256 of the sum of the line
before (nothing, for the first) followed by the line's own bytes without its sum. A line of version 1 has
no sum written, but counts in the chain all the same, so that the first sum after it vouches for it.

What it shows: a line that was changed, moved, removed or put in, and a file cut off within a line.
What it does not: a file cut off exactly between two lines looks like a session that was left there; a
change to a journal that is of version 1 to its end is found only where it is no event any more; and
whoever can write the file can compute all sums anew, for there is no secret in them. It is a guard
against failing disks, careless editors and transfers, not against forgery.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

_DIGITS = 16
_SUM = re.compile(rb',"sum":"([0-9a-f]{%d})"\}' % _DIGITS)


def link(before: str, body: bytes) -> str:
    """The sum of a line with this body after a line with the sum `before`."""
    return hashlib.sha256(before.encode("ascii") + body).hexdigest()[:_DIGITS]


def seal(before: str, body: bytes) -> tuple[bytes, str]:
    """A line made of `body`, a JSON object that is not empty, and the line's sum."""
    total = link(before, body)
    return body[:-1] + b',"sum":"' + total.encode("ascii") + b'"}', total


def sealed(before: str, bodies: Iterable[bytes]) -> tuple[bytes, str]:
    """Lines as they are written after a line with the sum `before`, and the sum of the last one."""
    lines = []
    for body in bodies:
        line, before = seal(before, body)
        lines.append(line + b"\n")
    return b"".join(lines), before


def unseal(before: str, line: bytes) -> tuple[bytes, str] | None:
    """The body of a sealed line and its sum, None where the sum is missing or wrong."""
    found = _SUM.search(line, max(0, len(line) - _DIGITS - 10))
    if found is None or found.end() != len(line):
        return None
    body, total = line[: found.start()] + b"}", found[1].decode("ascii")
    return (body, total) if link(before, body) == total else None


def starts_sealed(before: str, text: bytes) -> bool:
    """Whether `text` begins with a whole sealed line: more than the start of a write that was cut off."""
    return any(unseal(before, text[: m.end()]) for m in _SUM.finditer(text))
