"""Mending a file where its diagnostics say how, and nowhere else.

Everything that is not mended stays as it is to the byte: comments, line ends, a byte order mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from trainer.content.nodes import data
from trainer.content.problems import Problems
from trainer.content.tree import compose
from trainer.model.diagnostic import Diagnostic, Edit

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_TRAILING = re.compile(r"[ \t]+(?=\r?\n|\r|\Z)")
_BOM = "\ufeff"


def mended(text: str, diagnostics: Iterable[Diagnostic]) -> str:
    """`text` with the fixes of its `diagnostics`.

    A fix whose old text does not stand where it should is left out, and so is one that touches what
    another has changed: a further check will find it again.
    """
    bom = _BOM if text.startswith(_BOM) else ""
    lines = [[found[1], found[2]] for found in _LINE.finditer(text[len(bom) :]) if found[0]]
    taken: dict[int, list[tuple[int, int]]] = {}
    edits: list[Edit] = []
    for diagnostic in diagnostics:
        if all(_fits(edit, lines, taken) for edit in diagnostic.fix):
            for edit in diagnostic.fix:
                taken.setdefault(edit.line, []).append(_span(edit))
                edits.append(edit)
    for edit in sorted(edits, key=lambda e: (e.line, e.column), reverse=True):
        _make(edit, lines)
    return bom + "".join(body + end for body, end in lines)


def tidied(text: str) -> str:
    """`text` without spaces at the ends of its lines, where these are no part of what it says."""
    tidy = _TRAILING.sub("", text)
    return tidy if tidy != text and _meaning(tidy) == _meaning(text) is not None else text


def is_readable(text: str) -> bool:
    """Whether `text` can be read as YAML at all."""
    return _meaning(text) is not None


def _meaning(text: str) -> object:
    plain = text.removeprefix(_BOM).replace("\r\n", "\n").replace("\r", "\n")
    problems = Problems("")
    root = compose(plain, problems)
    return None if root is None or problems.has("YAML") else data(root)


def _span(edit: Edit) -> tuple[int, int]:
    return edit.column, edit.column + max(1, len(edit.old))


def _fits(edit: Edit, lines: list[list[str]], taken: dict[int, list[tuple[int, int]]]) -> bool:
    if not 0 < edit.line <= len(lines):
        return False
    start, end = _span(edit)
    if any(
        start < other_end and other_start < end
        for other_start, other_end in taken.get(edit.line, ())
    ):
        return False
    body = lines[edit.line - 1][0]
    old = edit.old.removesuffix("\n")
    if not old:  # only ever put before the first word of a line
        return (
            body[: edit.column - 1].strip(" ") == "" != body[edit.column - 1 : edit.column].strip()
        )
    if edit.old.endswith("\n") and len(body) != edit.column - 1 + len(old):
        return False
    return body.startswith(old, edit.column - 1)


def _make(edit: Edit, lines: list[list[str]]) -> None:
    line = lines[edit.line - 1]
    start = edit.column - 1
    end = start + len(edit.old.removesuffix("\n"))
    line[0] = line[0][:start] + edit.new + line[0][end:]
    if edit.old.endswith("\n"):
        line[1] = ""
