"""What the last playtest did not come to, as marks on the flow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trainer.model.base import Value

ANYTIME = "anytime"
"""Stands for the scene of branches that are tried everywhere."""


class Coverage(Value):
    """What was never come to in `runs` playthroughs: scenes and endings by id, branches by place.

    A branch's place is its scene's id, or `anytime`, a slash and its number from 1: `arrival/2`.
    `counts` says how often each ending was reached. With `outdated` the scenario has changed since.
    """

    runs: int
    scenes: frozenset[str] = frozenset()
    branches: frozenset[str] = frozenset()
    endings: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()
    counts: Mapping[str, int] = {}
    outdated: bool = False


def coverage_of(row: Mapping[str, Any], *, outdated: bool = False) -> Coverage:
    """The marks in a playtest's result as `trainer playtest --format json` writes it for a scenario."""

    def missed(kind: str) -> frozenset[str]:
        return frozenset(map(str, row.get(kind, {}).get("missed", ())))

    return Coverage(
        runs=int(row.get("runs", 0)),
        scenes=missed("scenes"),
        branches=missed("branches"),
        endings=missed("endings"),
        lines=missed("lines"),
        counts=row.get("endings", {}).get("counts", {}),
        outdated=outdated,
    )
