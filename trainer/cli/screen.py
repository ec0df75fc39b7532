"""The way to the terminal interface."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer

    from trainer.model.base import Mode


def open_screen(
    context: typer.Context,
    *,
    scenario: str | None = None,
    session: str | None = None,
    mode: Mode | None = None,
    seed: int | None = None,
    trainee: str = "",
    restart: bool | None = None,
    preview: str | None = None,
    rate: str | None = None,
    rater: str = "",
) -> int:
    """Show the whole screen: at home, or where it was asked for (see `trainer.tui.run`)."""
    from trainer.tui import run

    asked = context.find_root().params.get("lang") or os.environ.get("TRAINER_LANG")
    return run(
        context.obj,
        scenario=scenario,
        session=session,
        mode=mode,
        seed=seed,
        trainee=trainee,
        restart=restart,
        preview=preview,
        rate=rate,
        rater=rater,
        remembered_lang=not asked,
    )
