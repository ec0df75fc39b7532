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


def _from_2(line: Line) -> Line:
    """Profiles of version 2 had a share of anger shown; which lines were said was not told."""
    if line.get("kind") == "resumed":
        return {**line, "v": 3}
    if line.get("kind") != "started":
        return line
    types = {
        letter: {key: said for key, said in profile.items() if key != "shows"}
        for letter, profile in line["disc"]["types"].items()
    }
    return {**line, "v": 3, "disc": {**line["disc"], "types": types}}


MIGRATIONS: Mapping[int, Migration] = {1: _from_1, 2: _from_2}
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
