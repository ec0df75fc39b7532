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


def coverage_of(recalled: tuple[Mapping[str, Any], bool] | None) -> Coverage | None:
    """The marks in a playtest's result, and whether the scenario has changed since.

    The result is as `trainer playtest --format json` has it for a scenario; None where it is not.
    """
    if recalled is None:
        return None
    row, outdated = recalled

    def missed(kind: str) -> frozenset[str]:
        return frozenset(map(str, row.get(kind, {}).get("missed", ())))

    try:
        return Coverage(
            runs=row["runs"],
            scenes=missed("scenes"),
            branches=missed("branches"),
            endings=missed("endings"),
            lines=missed("lines"),
            counts=row["endings"]["counts"],
            outdated=outdated,
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        return None  # written by another version, or by hand
