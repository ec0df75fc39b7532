"""`trainer resume`: a talk that was left goes on."""

from __future__ import annotations

from typing import Annotated

import typer

from trainer.cli import out
from trainer.errors import UsageError
from trainer.i18n import gettext as _
from trainer.session.desk import Desk


def about() -> str:
    """The help page."""
    return _(
        "Without a name the latest unfinished session goes on. A reply that was written down but "
        "not yet answered is answered first. When the scenario has been edited since, you are asked whether "
        "to finish on the version you began with or to start again on the new one; where nobody can be "
        "asked, the session goes on as it was."
    )


def command(
    context: typer.Context,
    session: Annotated[
        str | None,
        typer.Argument(
            metavar="[SESSION]", help=_("A session's name or its beginning, or its file.")
        ),
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help=_("Line by line."))] = False,
    keep: Annotated[
        bool,
        typer.Option("--keep", help=_("Finish on the version of the scenario it began with.")),
    ] = False,
    restart: Annotated[
        bool, typer.Option("--restart", help=_("Start again on the scenario as it is now."))
    ] = False,
) -> int:
    """Go on with a session."""
    if keep and restart:
        raise UsageError(_("--keep and --restart exclude each other."))
    desk: Desk = context.obj
    path = str(desk.find(session))
    if out.is_terminal() and not plain:
        from trainer.cli.screen import open_screen

        return open_screen(context, session=path, restart=None if keep == restart else restart)
    from trainer.cli.records import tell_of_records
    from trainer.cli.talk import begin, go_on
    from trainer.cli.versions import starts_again

    if restart or (not keep and starts_again(desk, path)):
        practice = desk.restart(path)
        tell_of_records(desk)
        return begin(desk, practice)
    return go_on(desk, desk.resume(path))
