"""What a single value cannot show: how the parts of a scenario, rubric or DISC file hang together.

One module a rule; each has `check`. The rules look at an outline of the file rather than at the models, so
that they find their mistakes beside any others.
"""

from __future__ import annotations

from collections.abc import Callable

from trainer.content.nodes import Fields
from trainer.content.outline import Outline
from trainer.content.problems import Problems
from trainer.content.rules import (
    actions,
    branch_order,
    criteria,
    disc_effects,
    effect_causes,
    facts,
    fallback,
    ids,
    last_ending,
    limits,
    moves,
    reached,
    rubric_levels,
    rubric_references,
    scenes,
)

SCENARIO: tuple[Callable[[Outline, Problems], None], ...] = (
    ids.check,
    scenes.check,
    facts.check,
    limits.check,
    criteria.check,
    actions.check,
    fallback.check,
    branch_order.check,
    last_ending.check,
    reached.check,
)
"""Rules for scenarios; `reached` looks at what the others found, so it is last."""

DRILL: tuple[Callable[[Outline, Problems], None], ...] = (
    ids.check,
    scenes.check,
    facts.check,
    limits.check,
    criteria.check,
    actions.check,
)
"""Rules for drills, whose moments follow each other without branches."""

SCENARIO_TREE: tuple[Callable[[Fields, Problems], None], ...] = (moves.check,)
RUBRIC: tuple[Callable[[Fields, Problems], None], ...] = (
    rubric_references.check,
    rubric_levels.check,
)
DISC: tuple[Callable[[Fields, Problems], None], ...] = (disc_effects.check,)

__all__ = ["DISC", "DRILL", "RUBRIC", "SCENARIO", "SCENARIO_TREE", "effect_causes"]
