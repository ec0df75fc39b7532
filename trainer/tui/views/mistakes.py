"""Mistakes of a file as a compiler shows them: place, line, caret, cure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trainer.i18n import gettext as _
from trainer.i18n import ngettext
from trainer.model.diagnostic import Diagnostic
from trainer.report.excerpt import excerpt
from trainer.tui.views.home import flat
from trainer.tui.widgets.sheet import GAP, Block, join, text

Sources = Mapping[str, Sequence[str]]
"""The lines of files by name."""


def mistakes(
    found: Sequence[Diagnostic], sources: Sources, width: int, *, stale: bool, usable: bool
) -> list[Block]:
    """All of them; `width` is that of the pane. `usable`: whether an earlier version still works."""
    if not found:
        return [Block(text(_("The file has no mistakes."), "$muted"))]
    blocks = [Block(text(counts(found), "bold $fault" if stale else "bold $fair"))]
    if stale and usable:
        blocks.append(
            Block(text(_("The version before the mistakes is still there to try."), "$muted"))
        )
    for each in found:
        blocks += [GAP, *_mistake(each, sources.get(each.file, ()), width)]
    return blocks


def counts(found: Sequence[Diagnostic]) -> str:
    """3 errors, 1 warning."""
    errors = sum(d.severity == "error" for d in found)
    warnings = len(found) - errors
    told = [ngettext("{n} error", "{n} errors", errors).format(n=errors)] if errors else []
    if warnings:
        told.append(ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings))
    return _(", ").join(told)


def _mistake(d: Diagnostic, lines: Sequence[str], width: int) -> list[Block]:
    tone = "$fault" if d.severity == "error" else "$fair"
    kind = _("error") if d.severity == "error" else _("warning")
    place = _("line {line}").format(line=d.line)
    head = join(
        text(f"{place}  ", "bold"), text(f"{kind} {d.code}  ", f"bold {tone}"), flat(d.message)
    )
    blocks = [Block(head, hang=2)]
    if 0 < d.line <= len(lines):
        shown, caret = excerpt(lines[d.line - 1], d.column, max(10, width - 2))
        blocks.append(Block(text(shown, "$muted"), left=2, stops=()))
        blocks.append(Block(text(" " * caret + "^", f"bold {tone}"), left=2, stops=()))
    if d.hint:
        blocks.append(Block(text(flat(d.hint)), lead=text("  "), hang=2))
    return blocks
