"""What decides where a talk can go: its branches and what they ask for, not its words."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from pydantic_core import to_json

from trainer.model.scenario import Branch, Scenario


def structure(scenario: Scenario) -> str:
    """The same for scenarios that differ only in their words."""
    resident = scenario.resident
    decides = (
        scenario.difficulty,
        (resident.disc, resident.mood),
        [fact.id for fact in scenario.facts],
        [limit.id for limit in scenario.limits],
        _ways(scenario.anytime),
        [
            (s.id, s.calls_for, [line.when for line in s.lines], _ways(s.branches))
            for s in scenario.scenes
        ],
        [(ending.id, ending.when) for ending in scenario.endings],
    )
    return sha256(to_json(decides, exclude_none=True)).hexdigest()


def _ways(branches: Iterable[Branch]) -> list[tuple[object, ...]]:
    return [(branch.to, branch.when, branch.mood) for branch in branches]
