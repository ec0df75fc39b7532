"""`trainer sessions`: every session kept under the home folder."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from trainer.cli import out
from trainer.cli.table import table
from trainer.cli.usage import one_of
from trainer.i18n import current
from trainer.i18n import gettext as _
from trainer.report.words import when
from trainer.session.archive import SessionEntry, list_sessions
from trainer.session.desk import Desk
from trainer.session.intake.told import IMPORTED, said_in
from trainer.session.people import names

_FORMATS = ("text", "json")


def about() -> str:
    """The help page."""
    return _(
        "Newest first. The first column is the name that “trainer resume” and “trainer export” "
        "take; its beginning suffices where no other session begins so. Names of trainees are shown "
        "where the list on this computer has them; session files and exports carry pseudonyms."
    )


def command(
    context: typer.Context,
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="text|json", help=_("A table to read, or JSON for programs.")
        ),
    ] = "text",
    find: Annotated[
        str,
        typer.Option(
            "--find",
            metavar="TEXT",
            help=_("Only those in which every word of TEXT occurs: said, in a title, or a name."),
        ),
    ] = "",
) -> None:
    """List the sessions; those that cannot be read are told apart."""
    one_of(form, _FORMATS, "--format")
    desk: Desk = context.obj
    known = names(desk.home)
    entries, faults = list_sessions(desk.home, find=find, names=known)
    entries = [e._replace(trainee=known.get(e.trainee, e.trainee)) for e in entries]
    if form == "json":
        out.put_json([_as_json(entry) for entry in entries])
    elif entries:
        head = [_("Session"), _("Begun"), _("Scenario"), _("Trainee"), _("Ending"), _("Score")]
        for line in table([head, *map(_row, entries)]):
            out.put(line)
    elif find.strip():
        out.tell(_("No session has “{text}” in it.").format(text=out.one_line(find)))
    elif not faults:
        out.tell(_("There are no sessions yet. “trainer list” shows what can be practised."))
    for fault in faults:
        out.tell(str(fault))


def _as_json(entry: SessionEntry) -> dict[str, object]:
    return {
        "session": entry.session,
        "scenario": entry.scenario,
        "trainee": entry.trainee,
        "started": _in_iso(entry.started),
        "finished": entry.finished and _in_iso(entry.finished),
        "ending": entry.ending,
        "overall": entry.overall,
        "path": entry.file,
    }


def _in_iso(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _row(entry: SessionEntry) -> list[str]:
    title, ending = entry.title, entry.ending_title or _("unfinished")
    if entry.scenario.startswith(IMPORTED):
        title, ending = (said_in(current(), text) for text in (title, ending))
    return [
        entry.session,
        when(entry.started),
        out.one_line(title),
        out.one_line(entry.trainee),
        out.one_line(ending),
        "" if entry.overall is None else str(entry.overall),
    ]
