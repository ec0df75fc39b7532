"""The way to the terminal interface."""

from __future__ import annotations

import inspect
from typing import Any

from trainer.session.desk import Desk


def open_screen(desk: Desk, **wanted: Any) -> int:
    """Show the whole screen, at a scenario or session if the interface can open on one."""
    from trainer.tui import run

    known = inspect.signature(run).parameters
    return run(desk, **{name: value for name, value in wanted.items() if name in known})
