"""One reply tried at a scene: what came of it, and why each earlier branch was not taken. Pure."""

from __future__ import annotations

from typing import Literal

from trainer.dialogue.branch import Situation, unmet
from trainer.dialogue.respond import Response, moved, respond
from trainer.model.assessment import Assessment
from trainer.model.base import Value
from trainer.model.condition import Condition
from trainer.model.disc import Disc
from trainer.model.scenario import Branch, Scenario
from trainer.model.talk import TalkState


class Way(Value):
    """A branch by its place: the `number`, from 1, within the scene's own or those of anytime."""

    number: int
    kind: Literal["anytime", "branch", "otherwise"]
    branch: Branch


class Passed(Value):
    """A way that was not taken, and what of its condition did not hold."""

    way: Way
    unmet: Condition


class Trial(Value):
    """What a reply brings. `now` is what the branches looked at: the mood after the reply."""

    before: TalkState
    reply: str
    assessment: Assessment
    now: Situation
    response: Response
    taken: Way
    passed: tuple[Passed, ...]


def ways(scenario: Scenario, scene_id: str) -> tuple[Way, ...]:
    """The ways out of a scene in the order in which they are tried."""
    scene = scenario.scene(scene_id)
    own = scene.branches if scene else ()
    return (
        *(Way(number=n, kind="anytime", branch=b) for n, b in enumerate(scenario.anytime, 1)),
        *(
            Way(number=n, kind="otherwise" if n > 1 and is_last(b, n, own) else "branch", branch=b)
            for n, b in enumerate(own, 1)
        ),
    )


def is_last(branch: Branch, number: int, branches: tuple[Branch, ...]) -> bool:
    """Whether it is the one for whatever the others leave."""
    return number == len(branches) and branch.when.always


def attempt(
    state: TalkState, reply: str, assessment: Assessment, scenario: Scenario, disc: Disc
) -> Trial:
    """What `reply`, judged so, brings in `state`. Raises ValueError when the talk has ended."""
    now, _moves = moved(state, reply, assessment, scenario, disc)
    response = respond(state, reply, assessment, scenario, disc)
    all_ways = ways(scenario, state.scene)
    return Trial(
        before=state,
        reply=reply,
        assessment=assessment,
        now=now,
        response=response,
        taken=all_ways[response.branch],
        passed=tuple(
            Passed(way=way, unmet=unmet(way.branch.when, now))
            for way in all_ways[: response.branch]
        ),
    )
