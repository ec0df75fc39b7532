"""What a reply answers, taken from a scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trainer.model.assessment import Context
from trainer.model.event import Started, Unknown
from trainer.model.scenario import Scenario, Scene


def context_of(
    scenario: Scenario,
    scene: Scene,
    history: Sequence[tuple[str, str]],
    explain: str | None = None,
    met: tuple[str, ...] = (),
) -> Context:
    """The context of a reply in `scene`.

    `history` is the talk so far as (speaker, text), speaker `R` (resident) or `S` (staff); its last
    run of the resident's lines is what the reply answers. `explain` is the language of the reasons, `met`
    names the criteria that earlier replies have fully met.
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
        met=met,
        models=scene.model_replies,
        explain=explain,
    )


def context_in(
    started: Started,
    scene: Scene,
    history: Sequence[tuple[str, str]],
    explain: str | None = None,
    met: tuple[str, ...] = (),
) -> Context:
    """The context of a reply of the session that began so; otherwise as `context_of`.

    Nothing says what a moment of an imported conversation calls for: its replies are judged as bare lines are,
    by everything, and by what is known of the resident and the place.
    """
    context = context_of(started.scenario, scene, history, explain, met)
    if not started.is_imported:
        return context
    bare: dict[str, object] = {"stage": None, "calls_for": None, "models": ()}
    for what in started.unknown:
        bare |= _BLANK[what]
    return context.model_copy(update=bare)


_BLANK: Mapping[Unknown, Mapping[str, object]] = {
    "name": {"name": None, "address_as": ()},
    "disc": {"disc": None},
    "venue": {"venue": None},
    "briefing": {"situation": ""},
    "times": {},
}
"""What is left out of a context where it is not known."""
