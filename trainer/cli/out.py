"""What goes to standard output and standard error.

Every text passes through here and is cleaned of characters a terminal would obey, whoever wrote it:
the program itself never needs one.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from trainer.content.safe_json import json_text as json_text
from trainer.content.sanitise import one_line as one_line
from trainer.content.sanitise import sanitise


def speak_utf8() -> None:
    """Make the streams UTF-8, on Windows too; what cannot be written is replaced, never fatal."""
    for name, way in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, Path(os.devnull).open(way, encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")


def put(text: str = "") -> None:
    """A line of data."""
    sys.stdout.write(sanitise(text) + "\n")


class Span(NamedTuple):
    """Text of one kind; the kind is a key of `_COLOURS`, or empty."""

    kind: str
    text: str


Row = list[Span]
_COLOURS = {
    "error": "1;31", "warning": "1;33", "place": "1", "caret": "1;32", "hint": "36",
    "added": "32", "removed": "31", "title": "1",
}  # fmt: skip


def put_rows(rows: Iterable[Row]) -> None:
    """Lines of data, in colour on a terminal."""
    colours = has_colours()
    for row in rows:
        said = [(_COLOURS.get(kind), sanitise(text)) for kind, text in row]
        sys.stdout.write(
            "".join(f"\x1b[{c}m{text}\x1b[0m" if c and colours else text for c, text in said) + "\n"
        )


def has_colours() -> bool:
    """Whether standard output is a terminal that shows colours, and nobody said NO_COLOR."""
    return (
        sys.stdout.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
        and (sys.platform != "win32" or "WT_SESSION" in os.environ)
    )


def clear() -> None:
    """An empty screen, where standard output is one."""
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        sys.stdout.write("\x1b[2J\x1b[3J\x1b[H")
        sys.stdout.flush()


def tell(text: str) -> None:
    """A line for the person at the keyboard, apart from the data."""
    sys.stdout.flush()
    sys.stderr.write(sanitise(text) + "\n")
    sys.stderr.flush()


def put_bytes(data: bytes) -> None:
    """Data as it is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def put_path(label: str, path: Path) -> None:
    """A line that ends in a path, which stays as it is so that programs can open it."""
    sys.stdout.write(f"{label}{path}\n")


def clean(text: str) -> str:
    """`text` without what a terminal would obey."""
    return sanitise(text)


def line_by_line() -> None:
    """Send each line when it is written, for who reads along over a pipe."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)


def put_json(rows: list[dict[str, Any]]) -> None:
    """An array, one element a line, so that it can be read and compared by line."""
    if not rows:
        put("[]")
        return
    put("[\n" + ",\n".join("  " + json_text(row) for row in rows) + "\n]")


def hush() -> None:
    """Nobody reads standard output any more: let what is still buffered go nowhere."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def is_terminal() -> bool:
    """Whether a person sits at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def is_shown() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout.isatty()
