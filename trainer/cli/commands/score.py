"""`trainer score`: many replies from a file or a pipe."""

from __future__ import annotations

from typing import Annotated

import typer

from trainer.cli import out
from trainer.cli.usage import whole_number
from trainer.i18n import gettext as _
from trainer.session.desk import Desk


def about() -> str:
    """The help page."""
    return _(
        "Each line of the input is a JSON object with a “reply” and, if known, what it answers. "
        "Each line of the output is its scores, in the same order. A line that cannot be read gives "
        "an “error” in its place, and the exit code is 1."
    )


def command(
    context: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE|-", help=_("JSON Lines; “-” is standard input."))
    ],
    rubric: Annotated[
        str,
        typer.Option(
            "--rubric", metavar="ID|PATH", help=_("What to judge by; “reception” if not said.")
        ),
    ] = "reception",
    jobs: Annotated[
        str, typer.Option("--jobs", metavar="N", help=_("Processes that share the work."))
    ] = "1",
) -> int:
    """Score every line."""
    from trainer.cli.batch import opened, scored

    number = whole_number(jobs, "--jobs", 1)
    desk: Desk = context.obj
    failed = False
    with opened(file) as lines:
        for result, is_sound in scored(lines, desk, rubric, number):
            out.put_bytes(result)
            failed |= not is_sound
    return int(failed)
