"""`trainer list`: the scenarios and drills there are."""

from __future__ import annotations

from typing import Annotated

import typer

from trainer.cli import out
from trainer.cli.table import table
from trainer.cli.usage import one_of
from trainer.i18n import gettext as _
from trainer.report.words import VENUES
from trainer.session.desk import Desk

_FORMATS = ("text", "json")


def about() -> str:
    """The help page."""
    return _("The first column is the name that “trainer play” takes.")


def command(
    context: typer.Context,
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="text|json", help=_("A table to read, or JSON for programs.")
        ),
    ] = "text",
) -> None:
    """List the scenarios and drills."""
    one_of(form, _FORMATS, "--format")
    desk: Desk = context.obj
    entries = desk.library.entries()
    if form == "json":
        out.put_json([entry.model_dump(mode="json") for entry in entries])
        return
    if not entries:
        out.tell(_("There are no scenarios."))
        return
    # The title last: it may run over the edge of a narrow window and the rest still stands in columns.
    rows = [[_("Name"), _("Kind"), _("Language"), _("Place"), _("Difficulty"), _("Title")]]
    for entry in entries:
        venue = entry.venue or ""
        rows.append(
            [
                entry.id,
                _("drill") if entry.kind == "drill" else _("scenario"),
                entry.lang,
                _(VENUES[venue]) if venue in VENUES else venue,
                f"{entry.difficulty}/5" if entry.difficulty is not None else "",
                entry.title,
            ]
        )
    for line in table([[out.one_line(cell) for cell in row] for row in rows]):
        out.put(line)
