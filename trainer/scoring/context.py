"""What a reply answers, taken from a scenario."""

from __future__ import annotations

from collections.abc import Sequence

from trainer.model.assessment import Context
from trainer.model.scenario import Scenario, Scene


def context_of(
    scenario: Scenario, scene: Scene, history: Sequence[tuple[str, str]], explain: str | None = None
) -> Context:
    """The context of a reply in `scene`.

    `history` is the talk so far as (speaker, text), speaker `R` (resident) or `S` (staff); its last
    run of the resident's lines is what the reply answers. `explain` is the language of the reasons.
    """
    split = len(history)
    while split and history[split - 1][0] == "R":
        split -= 1
    resident = scenario.resident
    return Context(
        lang=scenario.lang,
        venue=scenario.venue,
        stage=scene.stage,
        disc=resident.disc,
        name=resident.name,
        address_as=resident.address_as,
        situation=scenario.briefing,
        facts=tuple((fact.id, fact.text) for fact in scenario.facts),
        fact_cues={fact.id: fact.cues for fact in scenario.facts if fact.cues},
        limits={limit.id: limit.cues for limit in scenario.limits if limit.cues},
        history=tuple(f"{who}: {text}" for who, text in history[:split]),
        resident_line="".join(text for _, text in history[split:]),
        calls_for=scene.calls_for,
        models=scene.model_replies,
        explain=explain,
    )
