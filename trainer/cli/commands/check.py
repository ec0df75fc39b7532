"""`trainer check`: mistakes in content."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trainer.cli import out
from trainer.cli.usage import one_of
from trainer.i18n import gettext as _
from trainer.i18n import ngettext
from trainer.model.diagnostic import Diagnostic
from trainer.session.desk import Desk

_FORMATS = ("text", "json")


def about() -> str:
    """The help page."""
    return _(
        "Without a path everything that is installed is checked. A file's references are looked up "
        "in its own folder first. The exit code is 1 when there is an error."
    )


def command(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help=_("Files or folders.")),
    ] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="text|json", help=_("Text to read, or JSON for programs.")
        ),
    ] = "text",
) -> int:
    """Show every mistake."""
    one_of(form, _FORMATS, "--format")
    desk: Desk = context.obj
    found = desk.library.check(paths or ())
    if form == "json":
        out.put_json([d.model_dump(mode="json") for d in found])
    elif found:
        from trainer.cli.faults import as_text

        out.put(as_text(found))
    if form == "text":
        out.tell(_summary(found))
    return int(any(d.severity == "error" for d in found))


def _summary(found: list[Diagnostic]) -> str:
    errors = sum(d.severity == "error" for d in found)
    warnings = len(found) - errors
    told = [ngettext("{n} error", "{n} errors", errors).format(n=errors)] if errors else []
    if warnings:
        told.append(ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings))
    return _("{counts}.").format(counts=_(", ").join(told)) if told else _("No mistakes found.")
