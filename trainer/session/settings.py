"""The settings file: what a trainee has chosen, and how long sessions are kept; read and written in one place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from trainer.session.disk import write_private

FILE = "settings.json"


def read_settings(home: Path) -> dict[str, object]:
    """All that the file under `home` says; nothing where it is missing or unreadable."""
    try:
        kept = json.loads((home / FILE).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}


def change_settings(home: Path, changes: Mapping[str, object]) -> None:
    """Write `changes` into the file; what else it says stays. Raises OSError."""
    text = json.dumps({**read_settings(home), **changes}, ensure_ascii=False, indent=1) + "\n"
    write_private(home / FILE, text.encode("utf-8", "replace"))
