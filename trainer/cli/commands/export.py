"""`trainer export`: a session as a document."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Annotated, cast

import typer

from trainer.cli import out
from trainer.cli.save import save
from trainer.cli.usage import one_of
from trainer.errors import UsageError
from trainer.i18n import gettext as _
from trainer.session.archive import find_session
from trainer.session.desk import Desk
from trainer.session.journal import read_journal
from trainer.session.transcript import Transcript, transcribe

FORMATS = {"md": "markdown"}
"""File endings, and the module and function of `trainer.report` that write them."""


def about() -> str:
    """The help page."""
    return _(
        "md is a debrief in Markdown: the talk, the findings with their evidence, what went well, "
        "what to practise. The same session gives the same document each time."
    )


def command(
    context: typer.Context,
    sessions: Annotated[
        list[str],
        typer.Argument(
            metavar="SESSION...", help=_("A session's name or its beginning, or its file.")
        ),
    ],
    to: Annotated[str, typer.Option("--to", metavar="|".join(FORMATS), help=_("The format."))],
    into: Annotated[
        str,
        typer.Option(
            "--out",
            metavar="PATH",
            help=_("A file or a folder; without it one session goes to standard output."),
        ),
    ] = "-",
) -> None:
    """Write the documents."""
    one_of(to, tuple(FORMATS), "--to")
    desk: Desk = context.obj
    paths = list(dict.fromkeys(find_session(desk.home, name) for name in sessions))
    write = cast(
        Callable[[Transcript, str], str],
        getattr(import_module(f"trainer.report.{FORMATS[to]}"), FORMATS[to]),
    )
    if into == "-":
        if len(paths) > 1:
            raise UsageError(_("For several sessions, say the folder with --out."))
        out.put_bytes(write(transcribe(read_journal(paths[0])), desk.lang).encode())
        return
    whole = Path(into)
    is_folder = len(paths) > 1 or whole.is_dir() or into.endswith(("/", os.sep))
    if len(paths) > 1 and whole.is_file():
        raise UsageError(_("{path} is a file; several sessions need a folder.").format(path=whole))
    for path in paths:
        transcript = transcribe(read_journal(path))
        target = whole / f"{transcript.started.session}.{to}" if is_folder else whole
        save(target, write(transcript, desk.lang).encode())
        out.tell(_("Written: {path}").format(path=target))
