"""Scenarios: a talk with a resident that branches on what the trainee says."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from trainer.model.base import Grade, Identifier, Line, Stage, Value, Venue
from trainer.model.condition import Condition
from trainer.model.mood import Dimension
from trainer.model.resident import Resident

END = "end"
"""As a branch's target: the first ending whose `when` holds."""


class Fact(Value):
    """Something the trainee knows to be true and may cite."""

    id: Identifier
    text: Line
    source: Line | None = Field(
        default=None, description="The norm it comes from; none for a local fact."
    )
    as_of: str | None = Field(default=None, pattern=r"^\d{4}(-\d{2}){0,2}$")
    local: bool = Field(
        default=False, description="True only in this scenario (a name, a room, a date)."
    )
    cues: tuple[Line, ...] = Field(
        default=(), description="Words that show it was cited, one suffices."
    )


class Limit(Value):
    """Something the trainee may not promise or disclose."""

    id: Identifier
    text: Line
    cues: tuple[Line, ...] = Field(default=(), description="Words that break it, one suffices.")


class ResidentLine(Value):
    """One variant of what the resident says; the first that fits is drawn from all that fit best."""

    say: Line
    when: Condition = Condition()


class Branch(Value):
    """Where the talk goes when its condition holds. `to` is a scene, an ending, or `end`."""

    to: Identifier
    when: Condition = Condition()
    say: Line | None = Field(default=None, description="The resident's words on the way.")
    mood: Mapping[Dimension, float] = Field(default_factory=dict)
    because: Line | None = Field(default=None, description="Why, for the debrief.")


class Choice(Value):
    """A ready-made reply for guided mode."""

    text: Line
    note: Line | None = None


class Scene(Value):
    """A moment of the talk: what the resident says, what it calls for, where it may lead."""

    id: Identifier
    title: Line | None = None
    stage: Stage = "middle"
    lines: tuple[ResidentLine, ...] = Field(min_length=1)
    calls_for: tuple[Identifier, ...] = ()
    branches: tuple[Branch, ...] = Field(
        min_length=1, description="In order; the last, without a condition, is the fallback."
    )
    model_replies: tuple[Line, ...] = Field(min_length=1)
    poor_replies: tuple[Line, ...] = ()
    choices: tuple[Choice, ...] = ()
    hint: Line | None = Field(default=None, description="What the coach says of this moment.")


class Ending(Value):
    """How the talk ends. Grades A..F: satisfied, accepts a reasoned no, leaves unhappy, complains,
    films and posts, emergency.
    """  # noqa: D205

    id: Identifier
    title: Line
    grade: Grade
    text: Line
    say: Line | None = None
    when: Condition = Condition()


class Scenario(Value):
    """A whole talk in one file. The first scene is where it starts."""

    id: Identifier
    title: Line
    lang: Identifier = "zh-CN"
    version: str = Field(default="1", pattern=r"^\d+(\.\d+)*$")
    venue: Venue
    difficulty: int = Field(default=3, ge=1, le=5)
    rubric: Identifier = "reception"
    goals: tuple[Line, ...] = Field(min_length=1)
    role: Line
    briefing: Line
    resident: Resident
    facts: tuple[Fact, ...] = ()
    limits: tuple[Limit, ...] = ()
    anytime: tuple[Branch, ...] = Field(
        default=(), description="Branches tried before those of any scene."
    )
    scenes: tuple[Scene, ...] = Field(min_length=1)
    endings: tuple[Ending, ...] = Field(min_length=1)

    def scene(self, scene_id: str) -> Scene | None:
        """The scene of that id, if there is one."""
        return next((s for s in self.scenes if s.id == scene_id), None)

    def ending(self, ending_id: str) -> Ending | None:
        """The ending of that id, if there is one."""
        return next((e for e in self.endings if e.id == ending_id), None)
