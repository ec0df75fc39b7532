"""`trainer purge`: old sessions removed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from trainer.cli.records import is_agreed, sessions, tell_removed
from trainer.errors import UsageError
from trainer.i18n import gettext as _
from trainer.session import audit, erasure
from trainer.session.desk import Desk
from trainer.session.practice import now


def about() -> str:
    """The help page."""
    return _(
        "Removes every session begun before the day, finished or not, with its marks and rescorings; it "
        "cannot be undone. To have it done by itself when a talk begins, put “retention_days” into "
        "settings.json: the number of days that sessions are kept."
    )


def command(
    context: typer.Context,
    before: Annotated[
        str,
        typer.Option("--before", metavar="DATE", help=_("A day such as 2026-01-31, local time.")),
    ],
    yes: Annotated[bool, typer.Option("--yes", help=_("Remove without asking."))] = False,
) -> int:
    """Remove what is older."""
    try:
        day = datetime.strptime(before, "%Y-%m-%d").astimezone()
    except (ValueError, OverflowError, OSError):
        raise UsageError(
            _("--before takes a day such as 2026-01-31, not “{value}”.").format(value=before)
        ) from None
    desk: Desk = context.obj
    old = erasure.begun_before(desk.home, day)
    number = len(old.journals)
    if number and not is_agreed(
        _("{sessions} begun before {day}.").format(sessions=sessions(number), day=before), yes=yes
    ):
        return 1
    removed = erasure.remove(desk.home, old)
    code = tell_removed(removed)
    if number:
        audit.note(desk.home, now(), "purge", removed.sessions)
    return code
