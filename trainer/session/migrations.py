"""How lines of older journals become lines of today: pure functions on plain dicts, one a version.

A journal is never rewritten for it: old lines stay as they are on disk and are brought up to date
each time they are read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from trainer.model.event import OLDEST, SCHEMA

Line = Mapping[str, Any]
Migration = Callable[[Line], Line]


def _from_1(line: Line) -> Line:
    """Version 1 had no checksums; the events themselves are the same."""
    return {**line, "v": 2} if line.get("kind") in ("started", "resumed") else line


MIGRATIONS: Mapping[int, Migration] = {1: _from_1}
"""What makes version `n + 1` of a line of version `n`."""


def migrated(line: Line, version: int) -> Line:
    """`line`, written in `version`, as it would be written today.

    Raises ValueError for a version older than `OLDEST` or newer than `SCHEMA`.
    """
    if not OLDEST <= version <= SCHEMA:
        raise ValueError(f"version {version}")
    for step in range(version, SCHEMA):
        line = MIGRATIONS[step](line)
    return line
