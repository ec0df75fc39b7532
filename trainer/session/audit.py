"""The audit log: that records were given out, taken in or removed, when, of whom and how many; never what they say.

`audit.jsonl` under the home folder, one JSON object a line: `at` (UTC), `action`, `pseudonym` (empty where it
was not one person's), `count` (sessions). Nothing removes lines from it.
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Literal

from trainer.session.disk import cannot_write, write_all
from trainer.session.home import own_folder

FILE = "audit.jsonl"
Action = Literal["export", "erase", "purge", "retention", "send", "import"]


def note(home: Path, at: datetime, action: Action, count: int, pseudonym: str = "") -> None:
    """Write down what was done. Raises StorageError."""
    line = {
        "at": at.isoformat(timespec="seconds"),
        "action": action,
        "pseudonym": pseudonym,
        "count": count,
    }
    path = home / FILE
    try:
        own_folder(home)
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            write_all(file, json.dumps(line).encode() + b"\n")
            os.fsync(file)
        finally:
            os.close(file)
    except OSError as error:
        raise cannot_write(path, error) from error
