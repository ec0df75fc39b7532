"""What a trainee has chosen: name, language, theme, mode, keys. Kept in `settings.json` under the home."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from trainer.content.sanitise import sanitise
from trainer.session.disk import write_private

FILE = "settings.json"
MODES = ("coached", "guided", "exam")


@dataclass
class Settings:
    """`keys` overrides key bindings by id, such as `{"panel": "f2,ctrl+o"}`."""

    name: str = ""
    lang: str = ""
    theme: str = ""
    mode: str = "coached"
    keys: dict[str, str] = field(default_factory=dict)


def load(home: Path) -> Settings:
    """The settings kept under `home`; whatever is missing or unreadable has its default."""
    kept = _read(home)

    def said(key: str) -> str:
        value = kept.get(key)
        return clean(value) if isinstance(value, str) else ""

    keys = kept.get("keys")
    mode = said("mode")
    return Settings(
        name=said("name"),
        lang=said("lang"),
        theme=said("theme"),
        mode=mode if mode in MODES else MODES[0],
        keys={k: v for k, v in keys.items() if isinstance(k, str) and isinstance(v, str)}
        if isinstance(keys, dict)
        else {},
    )


def save(home: Path, settings: Settings) -> None:
    """Keep `settings` under `home`; what else the file says, such as how long to keep sessions, stays.

    Raises OSError.
    """
    said = {**_read(home), **asdict(settings)}
    text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    write_private(home / FILE, text.encode("utf-8", "replace"))


def _read(home: Path) -> dict[str, object]:
    try:
        kept = json.loads((home / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def clean(name: str) -> str:
    """A name fit to show: one line, at most 40 characters."""
    return " ".join(sanitise(name).split())[:40]
