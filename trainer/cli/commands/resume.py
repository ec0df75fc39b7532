"""`trainer resume`: a talk that was left goes on."""

from __future__ import annotations

from typing import Annotated

import typer

from trainer.cli import out
from trainer.i18n import gettext as _
from trainer.session.desk import Desk


def about() -> str:
    """The help page."""
    return _(
        "Without a name the latest unfinished session goes on. A reply that was written down but "
        "not yet answered is answered first."
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
) -> int:
    """Go on with a session."""
    desk: Desk = context.obj
    if out.is_terminal() and not plain:
        from trainer.cli.screen import open_screen

        return open_screen(context, session=str(desk.find(session)))
    from trainer.cli.talk import go_on

    go_on(desk, desk.resume(session))
    return 0
