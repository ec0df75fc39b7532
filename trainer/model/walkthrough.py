"""Walkthroughs: scripted talks that live with a scenario and say what must come of them."""

from __future__ import annotations

from pydantic import Field

from trainer.model.base import Identifier, Line, Value
from trainer.model.condition import Condition


class Outcome(Value):
    """What must follow a reply.

    Authors write one flat mapping: `scene` beside the keys of a condition. Of the condition, what is
    about the reply is looked at in its assessment; feelings, `visited`, `visits` and `turn` as they
    stand once the resident has answered.
    """

    scene: str | None = Field(
        default=None, description="The scene that the talk is in after the reply."
    )
    condition: Condition = Condition()


class Step(Value):
    """One reply of a walkthrough."""

    reply: Line = Field(description="What the trainee says, word for word.")
    then: Outcome = Field(
        default=Outcome(),
        description="What must follow: the next scene, and anything that a condition can ask.",
    )


class Walkthrough(Value):
    """A talk said in advance, reply by reply, with what must follow."""

    title: Line = Field(description="A few words that name it in messages.")
    seed: int = Field(default=1, description="Fixes which variants the resident says.")
    steps: tuple[Step, ...] = Field(min_length=1, description="The replies, in order.")
    ending: Identifier | None = Field(
        default=None, description="The ending that the last reply must reach."
    )
