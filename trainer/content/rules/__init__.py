"""What a single value cannot show: how the parts of a scenario, rubric or DISC file hang together.

One module a rule; each has `check`. Those on keys and references look at an outline of the file rather than
at the models, so that they find their mistakes beside any others. Those on the talk itself look at a
`Script`: a scenario that could be read, with the places of its parts.
"""

from __future__ import annotations

from collections.abc import Callable

from trainer.content.nodes import Fields
from trainer.content.once import once
from trainer.content.outline import Outline
from trainer.content.problems import Problems
from trainer.content.rules import (
    actions,
    address,
    bad_ending,
    branch_order,
    character,
    contradiction,
    criteria,
    cut_off,
    disc_effects,
    effect_causes,
    fact_source,
    fact_use,
    facts,
    fallback,
    false_branching,
    good_ending,
    held,
    ids,
    last_ending,
    limits,
    line_length,
    mixed_script,
    moves,
    no_way_out,
    reached,
    rubric_levels,
    rubric_references,
    scenes,
    shadowed,
    temptation,
    translation,
    word_lists,
)
from trainer.content.script import Script

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
)
"""Rules for scenarios, faulty ones too."""

DRILL: tuple[Callable[[Outline, Problems], None], ...] = (
    ids.check,
    scenes.check,
    facts.check,
    limits.check,
    criteria.check,
    actions.check,
)
"""Rules for drills, whose moments follow each other without branches."""

DRILL_SCRIPT: tuple[Callable[[Script, Problems], None], ...] = (
    once(contradiction.check),
    line_length.check,
    character.check,
    address.check,
    fact_source.check,
    mixed_script.check,
    cut_off.check,
    fact_use.check,
    temptation.check,
)
"""Rules for the scenario that practises a drill; its flow is not its author's."""

SCENARIO_TREE: tuple[Callable[[Fields, Problems], None], ...] = (moves.check, word_lists.check)

SCRIPT: tuple[Callable[[Script, Problems], None], ...] = (
    once(contradiction.check),
    line_length.check,
    character.check,
    address.check,
    fact_source.check,
    mixed_script.check,
    cut_off.check,
    reached.check,
)
"""Rules for a scenario that could be read, whatever else is wrong with it."""

SCRIPT_WHOLE: tuple[Callable[[Script, Problems], None], ...] = (
    good_ending.check,
    bad_ending.check,
    no_way_out.check,
    once(shadowed.check),
    once(held.check),
    false_branching.check,
    fact_use.check,
    temptation.check,
)
"""Rules that look at how everything hangs together: what is wrong elsewhere may be the reason."""

DRILL_TREE: tuple[Callable[[Fields, Problems], None], ...] = (word_lists.check,)
RESIDENT: tuple[Callable[[Fields, Problems], None], ...] = (word_lists.check,)
RUBRIC: tuple[Callable[[Fields, Problems], None], ...] = (
    rubric_references.check,
    rubric_levels.check,
    translation.check,
)
DISC: tuple[Callable[[Fields, Problems], None], ...] = (disc_effects.check, translation.check)

__all__ = [
    "DISC",
    "DRILL",
    "DRILL_SCRIPT",
    "DRILL_TREE",
    "RESIDENT",
    "RUBRIC",
    "SCENARIO",
    "SCENARIO_TREE",
    "SCRIPT",
    "SCRIPT_WHOLE",
    "effect_causes",
]
