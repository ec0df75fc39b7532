"""Trying a scenario scene by scene: a talk that can begin anywhere, with any mood. Pure."""

from __future__ import annotations

from trainer.dialogue.respond import begin, say
from trainer.dialogue.trial import Trial
from trainer.model.assessment import met_by
from trainer.model.base import Value
from trainer.model.disc import Disc
from trainer.model.mood import Mood
from trainer.model.scenario import Scenario
from trainer.model.talk import TalkState


class Rehearsal(Value):
    """Where the author stands. `heard` is what the resident said last, `history` all before that.

    `met` are the criteria that the replies in `history` have fully met.
    `trial` is the reply tried last here; what it brought counts only once the author goes on.
    """

    state: TalkState
    heard: tuple[str, ...]
    history: tuple[tuple[str, str], ...] = ()
    met: tuple[str, ...] = ()
    trial: Trial | None = None

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """The talk so far as (speaker, text); `R` the resident, `S` the staff."""
        return (*self.history, *(("R", text) for text in self.heard))


def start(scenario: Scenario, disc: Disc, seed: int = 0) -> Rehearsal:
    """At the beginning, with the resident's mood as it is at the start."""
    state, says = begin(scenario, disc, seed)
    return Rehearsal(state=state, heard=tuple(text for _, text in says))


def jump(now: Rehearsal, scene_id: str, scenario: Scenario) -> Rehearsal:
    """In another scene, as if the talk had come there: the mood and the visits so far are kept."""
    visits = {**now.state.visits, scene_id: max(1, now.state.visits.get(scene_id, 0))}
    state = now.state.model_copy(update={"scene": scene_id, "visits": visits, "ending": None})
    return Rehearsal(state=state, heard=_said(scenario, state))


def at_end(now: Rehearsal, ending_id: str) -> Rehearsal:
    """At an ending, where nothing is said any more."""
    return Rehearsal(state=now.state.model_copy(update={"ending": ending_id}), heard=())


def again(now: Rehearsal, scenario: Scenario, disc: Disc) -> Rehearsal:
    """The mood, the visits and the count as at the start; the scene stays unless the talk has ended."""
    fresh = start(scenario, disc)
    if now.state.ending is not None or now.state.scene == fresh.state.scene:
        return fresh
    state = fresh.state.model_copy(update={"visits": {}})
    return jump(fresh.model_copy(update={"state": state}), now.state.scene, scenario)


def with_mood(now: Rehearsal, mood: Mood, scenario: Scenario) -> Rehearsal:
    """With another mood; the resident says what suits it."""
    state = now.state.model_copy(update={"mood": mood})
    return Rehearsal(state=state, heard=_said(scenario, state), history=now.history, met=now.met)


def go_on(now: Rehearsal) -> Rehearsal:
    """Where the reply tried last has led, the same one when none was."""
    if now.trial is None:
        return now
    return Rehearsal(
        state=now.trial.response.state,
        heard=tuple(text for _, text in now.trial.response.says),
        history=(*now.lines, ("S", now.trial.reply)),
        met=tuple(sorted({*now.met, *met_by([now.trial.assessment])})),
    )


def carry(now: Rehearsal, scenario: Scenario) -> Rehearsal:
    """The same place in another version of the scenario; the first scene where it is gone."""
    state = now.state
    if state.ending is not None and scenario.ending(state.ending):
        return now.model_copy(update={"trial": None})
    if state.ending is not None or scenario.scene(state.scene) is None:
        here = state.scene if scenario.scene(state.scene) else scenario.scenes[0].id
        return jump(now, here, scenario)
    heard = now.heard if now.history else _said(scenario, state)
    return now.model_copy(update={"trial": None, "heard": heard})


def _said(scenario: Scenario, state: TalkState) -> tuple[str, ...]:
    scene = scenario.scene(state.scene)
    return (say(scene, state),) if scene else ()
