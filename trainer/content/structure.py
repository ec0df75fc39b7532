"""What decides where a talk can go: its branches and what they ask for, not its words."""

from __future__ import annotations

import json
from collections.abc import Iterable

from trainer.model.condition import Condition
from trainer.model.scenario import Branch, Scenario


def structure(scenario: Scenario) -> str:
    """The same text for scenarios that differ only in their words."""
    return json.dumps(
        [
            scenario.difficulty,
            scenario.resident.disc,
            scenario.resident.mood.model_dump(),
            _branches(scenario.anytime),
            [
                [
                    scene.id,
                    [_condition(line.when) for line in scene.lines],
                    _branches(scene.branches),
                ]
                for scene in scenario.scenes
            ],
            [[ending.id, _condition(ending.when)] for ending in scenario.endings],
        ]
    )


def _branches(branches: Iterable[Branch]) -> list[object]:
    return [[branch.to, _condition(branch.when), dict(branch.mood)] for branch in branches]


def _condition(condition: Condition) -> str | None:
    return None if condition.always else condition.model_dump_json(exclude_defaults=True)
