"""What a trainee has chosen: name, language, theme, mode, keys. Kept in `settings.json` under the home."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from trainer.errors import UsageError
from trainer.session.people import clean_name
from trainer.session.settings import change_settings, read_settings

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
    kept = read_settings(home)

    def said(key: str) -> str:
        value = kept.get(key)
        with suppress(UsageError):
            return clean_name(value) if isinstance(value, str) else ""
        return ""

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
    change_settings(home, asdict(settings))
