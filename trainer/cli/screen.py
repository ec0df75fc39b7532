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
) -> int:
    """Show the whole screen: at home, at a scenario's briefing, or in a session (see `trainer.tui.run`)."""
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
        remembered_lang=not asked,
    )
