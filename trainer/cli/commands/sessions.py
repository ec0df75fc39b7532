"""`trainer sessions`: every session kept under the home folder."""

from __future__ import annotations

from typing import Annotated

import typer

from trainer.cli import out
from trainer.cli.table import table
from trainer.cli.usage import one_of
from trainer.i18n import gettext as _
from trainer.report.words import when
from trainer.session.archive import SessionEntry, list_sessions
from trainer.session.desk import Desk

_FORMATS = ("text", "json")


def about() -> str:
    """The help page."""
    return _(
        "Newest first. The first column is the name that “trainer resume” and “trainer export” "
        "take; its beginning suffices where no other session begins so."
    )


def command(
    context: typer.Context,
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="text|json", help=_("A table to read, or JSON for programs.")
        ),
    ] = "text",
) -> None:
    """List the sessions; those that cannot be read are told apart."""
    one_of(form, _FORMATS, "--format")
    desk: Desk = context.obj
    entries, faults = list_sessions(desk.home)
    if form == "json":
        out.put_json(
            [entry.model_dump(mode="json", exclude={"title", "ending_title"}) for entry in entries]
        )
    elif entries:
        head = [_("Session"), _("Begun"), _("Scenario"), _("Trainee"), _("Ending"), _("Score")]
        for line in table([head, *map(_row, entries)]):
            out.put(line)
    elif not faults:
        out.tell(_("There are no sessions yet. “trainer list” shows what can be practised."))
    for fault in faults:
        out.tell(str(fault))


def _row(entry: SessionEntry) -> list[str]:
    return [
        entry.session,
        when(entry.started),
        out.one_line(entry.title),
        out.one_line(entry.trainee),
        out.one_line(entry.ending_title or _("unfinished")),
        "" if entry.overall is None else str(entry.overall),
    ]
