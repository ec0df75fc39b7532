"""Where a trainee's sessions and settings live."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def home_folder(asked: Path | None = None, environ: Mapping[str, str] = os.environ) -> Path:
    """The folder asked for, `TRAINER_HOME`, or the platform's user data folder. Not created here."""
    if asked is not None:
        return asked.expanduser()
    if said := environ.get("TRAINER_HOME"):
        return Path(said).expanduser()
    from platformdirs import user_data_path  # only needed, and paid for, here

    return user_data_path("trainer", appauthor=False)


def common_cache(otherwise: Path) -> Path:
    """The user's folder for what is the same in all homes, `otherwise` where there can be none."""
    from platformdirs import user_cache_path  # only needed, and paid for, here

    folder = user_cache_path("trainer", appauthor=False)
    with suppress(OSError):
        own_folder(folder)
        if os.access(folder, os.W_OK):
            return folder
    return otherwise


def own_folder(folder: Path) -> None:
    """Make a folder, and those above it, that only its owner can open, where there is none.

    Raises OSError.
    """
    if not folder.parent.exists():
        own_folder(folder.parent)  # mkdir alone would open those above to everybody
    folder.mkdir(mode=0o700, exist_ok=True)


def sessions_folder(home: Path) -> Path:
    """Where the journals lie."""
    return home / "sessions"


def journals(home: Path) -> list[Path]:
    """The journals of all sessions, by name; not the marks and other things kept beside them."""
    return sorted(p for p in sessions_folder(home).glob("*.jsonl") if is_journal(p.name))


def is_journal(name: str) -> bool:
    """Whether a file of that name is a session's, and not the marks and other things kept beside one."""
    stem, _dot, ending = name.partition(".")
    return bool(stem) and ending == "jsonl"


def stamps(home: Path) -> dict[str, tuple[int, int]]:
    """The journals of all sessions by file name: size in bytes and time of change in ns."""
    found = {}
    with suppress(OSError), os.scandir(sessions_folder(home)) as files:
        for file in files:
            if is_journal(file.name):
                with suppress(OSError):  # gone meanwhile
                    status = file.stat()
                    found[file.name] = (status.st_size, status.st_mtime_ns)
    return found


def beside(journal: Path) -> list[Path]:
    """What is kept beside a journal, by name: marks, rescorings, parts of them being written."""
    begin = f"{journal.stem}."
    try:
        files = list(journal.parent.iterdir())
    except OSError:
        return []
    return sorted(p for p in files if p.name.lstrip(".").startswith(begin) and p != journal)
