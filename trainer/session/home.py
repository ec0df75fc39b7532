"""Where a trainee's sessions and settings live."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def home_folder(asked: Path | None = None, environ: Mapping[str, str] = os.environ) -> Path:
    """The folder asked for, `TRAINER_HOME`, or the platform's user data folder. Not created here."""
    if asked is not None:
        return asked.expanduser()
    if said := environ.get("TRAINER_HOME"):
        return Path(said).expanduser()
    from platformdirs import user_data_path  # only needed, and paid for, here

    return user_data_path("trainer", appauthor=False)


def sessions_folder(home: Path) -> Path:
    """Where the journals lie."""
    return home / "sessions"


def journals(home: Path) -> list[Path]:
    """The journals of all sessions, by name; not the marks and other things kept beside them."""
    return sorted(p for p in sessions_folder(home).glob("*.jsonl") if "." not in p.stem)
