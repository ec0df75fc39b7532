"""Mistakes in content as a compiler shows them: the place, the line, a caret, the cure."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from functools import cache

from trainer.cli.out import Row, Span
from trainer.i18n import gettext as _
from trainer.i18n import ngettext
from trainer.model.diagnostic import Diagnostic
from trainer.report.excerpt import excerpt, lines_of

_MARGIN = "    "
_NARROWEST = 30


def as_text(diagnostics: Iterable[Diagnostic]) -> str:
    """All of them, an empty line between two, without colour."""
    return "\n".join("".join(text for _kind, text in row) for row in rows(diagnostics))


def rows(diagnostics: Iterable[Diagnostic]) -> Iterator[Row]:
    """All of them, an empty line between two."""
    read = cache(lines_of)
    width = max(_NARROWEST, shutil.get_terminal_size().columns - len(_MARGIN) - 1)
    for number, diagnostic in enumerate(diagnostics):
        if number:
            yield []
        yield from _one(diagnostic, read(diagnostic.file), width)


def summary(found: Iterable[Diagnostic], files: int) -> str:
    """How many mistakes there are in how many of the files that were looked at."""
    found = list(found)
    errors = sum(d.severity == "error" for d in found)
    warnings = len(found) - errors
    checked = ngettext("{n} file checked", "{n} files checked", files).format(n=files)
    if not found:
        return _("No mistakes found; {files}.").format(files=checked)
    told = [ngettext("{n} error", "{n} errors", errors).format(n=errors)] if errors else []
    if warnings:
        told.append(ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings))
    return _("{counts}; {files}.").format(counts=_(", ").join(told), files=checked)


def _one(d: Diagnostic, lines: list[str], width: int) -> Iterator[Row]:
    kind = _("error") if d.severity == "error" else _("warning")
    yield [
        Span("place", f"{d.file}:{d.line}:{d.column}: "),
        Span(d.severity, f"{kind} {d.code}"),
        Span("", f": {d.message}"),
    ]
    if 0 < d.line <= len(lines):
        shown, caret = excerpt(lines[d.line - 1], d.column, width)
        yield [Span("", f"{_MARGIN}{shown}")]
        yield [Span("caret", f"{_MARGIN}{' ' * caret}^")]
    if d.hint:
        yield [Span("hint", f"{_MARGIN}{d.hint}")]
