"""Mistakes in content as a compiler shows them: the place, the line, a caret, the cure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from trainer.cli.page import cells
from trainer.i18n import gettext as _
from trainer.model.diagnostic import Diagnostic

_BEFORE, _AFTER = 40, 50
"""Characters of a long line that are shown around the place."""


def as_text(diagnostics: Iterable[Diagnostic]) -> str:
    """All of them, an empty line between two."""
    lines_of = cache(_lines_of)
    return "\n\n".join(_one(d, lines_of(d.file)) for d in diagnostics)


def _one(d: Diagnostic, lines: list[str]) -> str:
    kind = _("error") if d.severity == "error" else _("warning")
    told = [f"{d.file}:{d.line}:{d.column}: {kind} {d.code}: {d.message}"]
    if 0 < d.line <= len(lines):
        line = lines[d.line - 1].replace("\t", " ")
        at = min(max(d.column - 1, 0), len(line))
        start = at - _BEFORE if at > _BEFORE + 10 else 0
        end = at + _AFTER if len(line) > at + _AFTER + 10 else len(line)
        lead = ("…" if start else "") + line[start:at]
        told.append(f"    {lead}{line[at:end]}{'…' if end < len(line) else ''}")
        told.append("    " + " " * cells(lead) + "^")
    if d.hint:
        told.append("    " + d.hint)
    return "\n".join(told)


def _lines_of(file: str) -> list[str]:
    try:
        return Path(file).read_text("utf-8", errors="replace").split("\n")
    except (OSError, ValueError):
        return []
