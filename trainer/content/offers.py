"""What could be practised next: everything installed, with how often it calls for each criterion.

Only the lists of criteria are looked at, since exporting must not wait for every scenario to be read
and checked; a file that cannot be read offers nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from trainer.content.library import Library
from trainer.content.listing import Entry

_LARGEST = 1 << 20
"""Bytes of a file that is looked into."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that could be practised. `calls` counts how many of its moments ask for a criterion."""

    id: str
    title: str
    kind: Literal["scenario", "drill"]
    lang: str
    difficulty: int
    calls: Mapping[str, int]


def offers(library: Library, langs: Collection[str]) -> list[Offer]:
    """The scenarios and drills in those languages."""
    return [
        Offer(e.id, e.title, e.kind, e.lang, e.difficulty or 3, _calls(e))
        for e in library.entries()
        if e.lang in langs
    ]


def _calls(entry: Entry) -> Counter[str]:
    import yaml

    path = Path(entry.path)
    try:
        if path.stat().st_size > _LARGEST:
            return Counter()
        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        root = yaml.load(path.read_text("utf-8-sig"), loader)
    except (OSError, ValueError, yaml.YAMLError, RecursionError):
        return Counter()
    if not isinstance(root, dict):
        return Counter()
    usual = root.get("focus")
    found: Counter[str] = Counter()
    for place in _list(root.get("scenes")) + _list(root.get("moments")):
        called = place.get("calls_for", usual) if isinstance(place, dict) else None
        found.update(name for name in _list(called) if isinstance(name, str))
    return found


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
