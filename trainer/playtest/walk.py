"""One playthrough: a synthetic trainee and the resident in turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from trainer.dialogue.respond import begin, respond
from trainer.model.assessment import Assessment
from trainer.model.disc import Disc
from trainer.model.rubric import Rubric
from trainer.model.scenario import Branch, Scenario, Scene
from trainer.model.talk import TalkState
from trainer.model.trainees import Policy, TraineeBook
from trainer.playtest.scores import Ask

LONGEST = 40
"""Replies after which a talk without an ending is left."""


@dataclass(frozen=True, slots=True)
class Play:
    """What is played, and by which rules."""

    scenario: Scenario
    rubric: Rubric
    disc: Disc
    book: TraineeBook | None = None

    def branches(self, scene: Scene) -> tuple[Branch, ...]:
        """The branches that are tried in a scene, in order: those of anytime first."""
        return self.scenario.anytime + scene.branches


@dataclass(frozen=True, slots=True)
class Step:
    """One reply: in which scene and to which words, how it was judged, and what came of it.

    `branch` is the index in `anytime` followed by the scene's branches; `says` are the resident's words
    afterwards as (scene or ending, text).
    """

    scene: str
    heard: str
    reply: str
    assessment: Assessment
    branch: int
    state: TalkState
    says: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Walk:
    """A playthrough as far as it has come. `first` are the resident's first words."""

    policy: Policy
    seed: int
    state: TalkState
    heard: str
    first: tuple[tuple[str, str], ...]
    steps: list[Step] = field(default_factory=list)

    @classmethod
    def begin(cls, play: Play, policy: Policy, seed: int) -> Walk:
        """A playthrough about to start."""
        state, says = begin(play.scenario, play.disc, seed)
        return cls(policy, seed, state, _words(says), says)

    @property
    def over(self) -> bool:
        """Whether an ending was reached, or the talk was left."""
        return self.state.ending is not None or len(self.steps) >= LONGEST

    @property
    def scene(self) -> str:
        """Where the next reply is given."""
        return self.state.scene

    def ask(self, reply: str) -> Ask:
        """What has to be known for `reply` to be answered."""
        return Ask(self.state.scene, self.heard, reply)

    def take(self, play: Play, reply: str, assessment: Assessment) -> Step:
        """Give `reply` and hear the answer."""
        answer = respond(self.state, reply, assessment, play.scenario, play.disc)
        step = Step(
            self.state.scene,
            self.heard,
            reply,
            assessment,
            answer.branch,
            answer.state,
            answer.says,
        )
        self.steps.append(step)
        self.state = answer.state
        self.heard = _words(answer.says)
        return step

    def branched_off(self, length: int, policy: Policy) -> Walk:
        """A new playthrough that has begun with the first `length` steps of this one."""
        if not length:
            raise ValueError("nothing was said yet")
        last = self.steps[length - 1]
        return Walk(
            policy, self.seed, last.state, _words(last.says), self.first, self.steps[:length]
        )


def _words(says: Sequence[tuple[str, str]]) -> str:
    return "".join(text for _scene, text in says)
