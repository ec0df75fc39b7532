"""`trainer play`: a talk from the beginning."""

from __future__ import annotations

from typing import Annotated, cast

import typer

from trainer.cli import out
from trainer.cli.usage import one_of, whole_number
from trainer.i18n import gettext as _
from trainer.model.base import Mode
from trainer.session.desk import Desk

_MODES = ("guided", "coached", "exam")


def about() -> str:
    """The help page."""
    return _(
        "On a terminal the briefing opens on the whole screen. With --plain, or when input or output is "
        "no terminal, it goes line by line: one reply a line, everything as plain text in order. "
        "At the end of input the session stays unfinished; “trainer resume” goes on with it. The "
        "last line names the session's file."
    )


def command(
    context: typer.Context,
    scenario: Annotated[
        str,
        typer.Argument(metavar="SCENARIO", help=_("A name from “trainer list”, or a YAML file.")),
    ],
    plain: Annotated[bool, typer.Option("--plain", help=_("Line by line."))] = False,
    mode: Annotated[
        str | None,
        typer.Option(
            "--mode",
            metavar="guided|coached|exam",
            help=_(
                "guided: feedback and ready-made replies; coached: feedback after every reply "
                "(the usual); exam: feedback at the end."
            ),
        ),
    ] = None,
    seed: Annotated[
        str | None,
        typer.Option("--seed", metavar="N", help=_("Fixes which variants the resident says.")),
    ] = None,
    trainee: Annotated[
        str,
        typer.Option("--trainee", metavar="NAME", help=_("Whose session it is, for the records.")),
    ] = "",
) -> int:
    """Practise a scenario."""
    chosen = cast(Mode, one_of(mode, _MODES, "--mode")) if mode is not None else None
    number = whole_number(seed, "--seed") if seed is not None else None
    desk: Desk = context.obj
    if out.is_terminal() and not plain:
        from trainer.cli.screen import open_screen

        return open_screen(context, scenario=scenario, mode=chosen, seed=number, trainee=trainee)
    from trainer.cli.records import tell_of_records
    from trainer.cli.talk import begin

    due = desk.notice_due(trainee)
    practice = desk.start(
        scenario, mode=chosen or "coached", seed=number, trainee=trainee, notice_shown=due
    )
    tell_of_records(desk, notice=due)
    return begin(desk, practice)
