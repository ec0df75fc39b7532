"""The resident's answer to an assessed reply: mood, branch, words. Pure.

The talk's whole condition is a `TalkState`; `begin` gives the first, `respond` the next one. The
choice among line variants is seeded by the session's seed, the scene and the visit, and looks at what
was said before, so the same session says the same words again on replay.
"""

from __future__ import annotations

import random

from trainer.dialogue.branch import Situation, holds, specificity
from trainer.dialogue.mood import effects_of, move, shift, starting_mood
from trainer.model.assessment import Assessment
from trainer.model.base import Value
from trainer.model.disc import Disc
from trainer.model.mood import MoodMove
from trainer.model.scenario import END, Branch, Ending, Scenario, Scene
from trainer.model.talk import TalkState


class Response(Value):
    """What a reply brings: the state after it, the reasons, and the resident's words in order.

    `branch` is the index in `anytime` followed by the scene's branches.
    """

    state: TalkState
    moves: tuple[MoodMove, ...]
    branch: int
    because: str | None
    says: tuple[tuple[str, str], ...]


def begin(
    scenario: Scenario, disc: Disc, seed: int
) -> tuple[TalkState, tuple[tuple[str, str], ...]]:
    """The first state, and the resident's first words as (scene, text)."""
    first = scenario.scenes[0]
    mood = starting_mood(disc, scenario.resident.disc, scenario.resident.mood)
    state = TalkState(scene=first.id, mood=mood, seed=seed, visits={first.id: 1})
    return state, ((first.id, say(first, state)),)


def respond(
    state: TalkState, reply: str, assessment: Assessment, scenario: Scenario, disc: Disc
) -> Response:
    """The resident's answer to `reply`. The state must not have ended."""
    now, moves = moved(state, reply, assessment, scenario, disc)
    scene = scene_of(state, scenario)
    branches = scenario.anytime + scene.branches
    index, branch = next((i, b) for i, b in enumerate(branches) if holds(b.when, now))
    extra = [
        MoodMove(dimension=d, delta=points, cause="branch") for d, points in branch.mood.items()
    ]
    effects = dict(state.effects)
    for effect in effects_of(disc, reply, assessment):
        effects[effect.id] = effects.get(effect.id, 0) + 1
    mood = shift(now.mood, extra)
    line = _drawn(scene, state)
    said = (*(n for n in state.said.get(scene.id, ()) if n != line), line)
    after = state.model_copy(
        update={
            "mood": mood,
            "turn": state.turn + 1,
            "said": {**state.said, scene.id: said},
            "effects": effects,
        }
    )
    says = [(scene.id, branch.say)] if branch.say else []
    ending = _ending(branch, scenario, now.model_copy(update={"mood": mood}))
    if ending is not None:
        after = after.model_copy(update={"ending": ending.id})
        if ending.say:
            says.append((ending.id, ending.say))
    else:
        visits = dict(state.visits)
        visits[branch.to] = visits.get(branch.to, 0) + 1
        after = after.model_copy(update={"scene": branch.to, "visits": visits})
        following = scenario.scene(branch.to)
        if following is None:
            raise ValueError(f"no scene {branch.to!r}")
        says.append((branch.to, say(following, after)))
    return Response(
        state=after,
        moves=moves + tuple(extra),
        branch=index,
        because=branch.because,
        says=tuple(says),
    )


def moved(
    state: TalkState, reply: str, assessment: Assessment, scenario: Scenario, disc: Disc
) -> tuple[Situation, tuple[MoodMove, ...]]:
    """What the branches look at once `reply` has moved the mood, and every reason it moved."""
    mood, moves = move(
        state.mood,
        reply,
        assessment,
        disc,
        scenario.resident.disc,
        scenario.difficulty,
        state.effects,
    )
    now = Situation(
        scene=scene_of(state, scenario).id,
        mood=mood,
        visits=state.visits,
        turn=state.turn + 1,
        reply=reply,
        assessment=assessment,
    )
    return now, moves


def scene_of(state: TalkState, scenario: Scenario) -> Scene:
    """The scene the talk is in. Raises ValueError when it has ended."""
    scene = scenario.scene(state.scene)
    if scene is None or state.ending is not None:
        raise ValueError(f"no talk goes on in {state.scene!r}")
    return scene


def say(scene: Scene, state: TalkState) -> str:
    """The resident's line on entering `scene`: among the variants that fit and ask most, a seeded one.

    On a later visit one already said is left aside while there is another of them; once all were said,
    the one said longest ago comes again.
    """
    return scene.lines[_drawn(scene, state)].say


def _drawn(scene: Scene, state: TalkState) -> int:
    now = Situation(scene=scene.id, mood=state.mood, visits=state.visits, turn=state.turn)
    asked = {n: specificity(line.when) for n, line in enumerate(scene.lines)}
    fitting = [n for n in asked if holds(scene.lines[n].when, now)] or list(asked)
    most = max(asked[n] for n in fitting)
    best = [n for n in fitting if asked[n] == most]
    order = random.Random(f"{state.seed}/{scene.id}").sample(best, len(best))
    at = (state.visits.get(scene.id, 1) - 1) % len(order)
    said = state.said.get(scene.id, ())
    return min((*order[at:], *order[:at]), key=lambda n: said.index(n) if n in said else -1)


def _ending(branch: Branch, scenario: Scenario, now: Situation) -> Ending | None:
    if branch.to == END:
        return next((e for e in scenario.endings if holds(e.when, now)), scenario.endings[-1])
    return scenario.ending(branch.to)
