"""Mending files in place, as far as there is only one way to."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from trainer.cli.out import Row, Span
from trainer.content import cure
from trainer.content.library import Library
from trainer.proof.check import shown
from trainer.session.disk import replace_whole

_ROUNDS = 40
"""Mending one mistake lets the next be seen, so a file is checked again until nothing is left to mend."""


def mended_file(library: Library, path: Path) -> tuple[str, str]:
    """The text of `path` before and after it was mended; the file holds the latter.

    What is no file in UTF-8 is left alone. Raises OSError when it cannot be written.
    """
    if not path.is_file():
        return "", ""
    try:
        raw = path.read_bytes()
        before = text = raw.decode("utf-8")
    except (OSError, ValueError):
        return "", ""
    for _round in range(_ROUNDS):
        found = [d for d in shown(library, path) if d.file == str(path) and d.fix]
        better = cure.mended(text, found)
        if better == text or (cure.is_readable(text) and not cure.is_readable(better)):
            break
        _write(path, better)
        text = better
    tidy = cure.tidied(text)
    if tidy != text:
        _write(path, tidy)
    return before, tidy


def changes(path: Path, before: str, after: str) -> Iterator[Row]:
    """The difference as `diff -u` shows it."""
    kinds = {"+": "added", "-": "removed", "@": "hint"}
    lines = unified_diff(
        before.splitlines(), after.splitlines(), str(path), str(path), n=1, lineterm=""
    )
    for line in lines:
        is_heading = line.startswith(("+++", "---"))
        yield [Span("title" if is_heading else kinds.get(line[:1], ""), line)]


def _write(path: Path, text: str) -> None:
    """Replace the file at once; a link stays a link, and who may read it stays the same."""
    target = path.resolve()
    mode = target.stat().st_mode
    replace_whole(target, text.encode("utf-8"), mode & 0o7777)
