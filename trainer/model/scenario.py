"""Scenarios: a talk with a resident that branches on what the trainee says."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from trainer.model.base import Grade, Identifier, Line, Stage, Value, Venue
from trainer.model.condition import Condition
from trainer.model.mood import Dimension
from trainer.model.resident import Resident
from trainer.model.walkthrough import Walkthrough

END = "end"
"""As a branch's target: the first ending whose `when` holds."""


class Fact(Value):
    """Something the trainee knows to be true and may cite."""

    id: Identifier = Field(description="The name that conditions use: “cites: [this-id]”.")
    text: Line = Field(description="The fact in a sentence, as the trainee may say it.")
    source: Line | None = Field(
        default=None, description="The norm it comes from; none for a local fact."
    )
    as_of: str | None = Field(
        default=None,
        pattern=r"^\d{4}(-\d{2}){0,2}$",
        description="When the source was last looked up: 2025, 2025-04 or 2025-04-30.",
    )
    local: bool = Field(
        default=False, description="True only in this scenario (a name, a room, a date)."
    )
    cues: tuple[Line, ...] = Field(
        default=(), description="Words that show it was cited, one suffices."
    )


class Limit(Value):
    """Something the trainee may not promise or disclose."""

    id: Identifier = Field(description="The name that conditions use: “promises: [this-id]”.")
    text: Line = Field(description="What may not be promised or disclosed, in a sentence.")
    cues: tuple[Line, ...] = Field(default=(), description="Words that break it, one suffices.")


class ResidentLine(Value):
    """One variant of what the resident says; the first that fits is drawn from all that fit best."""

    say: Line = Field(description="The words; actions stand in round brackets.")
    when: Condition = Field(
        default=Condition(),
        description="When this variant fits; without it, always. The one that asks most is said.",
    )


class Branch(Value):
    """Where the talk goes when its condition holds. `to` is a scene, an ending, or `end`."""

    to: Identifier = Field(
        description="Where the talk goes: a scene's id, an ending's id, or “end”."
    )
    when: Condition = Field(
        default=Condition(), description="What must hold for this way to be taken."
    )
    say: Line | None = Field(default=None, description="The resident's words on the way.")
    mood: Mapping[Dimension, float] = Field(
        default_factory=dict,
        description="Points that this way adds to a feeling or takes from it, -100 to 100.",
    )
    because: Line | None = Field(default=None, description="Why, for the debrief.")


class Choice(Value):
    """A ready-made reply for guided mode."""

    text: Line = Field(description="The reply, word for word.")
    note: Line | None = Field(
        default=None, description="What it does well or badly, shown once it was chosen."
    )


class Scene(Value):
    """A moment of the talk: what the resident says, what it calls for, where it may lead."""

    id: Identifier = Field(description="The name that branches use; nobody else sees it.")
    title: Line | None = Field(
        default=None, description="A few words for the debrief and the flow; nobody says them."
    )
    stage: Stage = Field(
        default="middle", description="Where in the talk it stands: opening, middle or closing."
    )
    lines: tuple[ResidentLine, ...] = Field(
        min_length=1,
        description="What the resident says on coming here: a text, or several of which one is drawn.",
    )
    calls_for: tuple[Identifier, ...] = Field(
        default=(),
        description="Criteria of the rubric that count here, the ones this moment needs.",
    )
    branches: tuple[Branch, ...] = Field(
        min_length=1, description="In order; the last, without a condition, is the fallback."
    )
    model_replies: tuple[Line, ...] = Field(
        min_length=1, description="Good answers, word for word; they should score at least 80."
    )
    poor_replies: tuple[Line, ...] = Field(
        default=(), description="Answers as they should not be; they should score at most 50."
    )
    choices: tuple[Choice, ...] = Field(
        default=(), description="Ready-made answers for guided mode, good and bad ones."
    )
    hint: Line | None = Field(default=None, description="What the coach says of this moment.")


class Ending(Value):
    """How the talk ends. Grades A..F: satisfied, accepts a reasoned no, leaves unhappy, complains,
    films and posts, emergency.
    """  # noqa: D205

    id: Identifier = Field(description="The name that branches use.")
    title: Line = Field(description="What the debrief calls this ending.")
    grade: Grade = Field(
        description="A satisfied, B accepts a reasoned no, C leaves unhappy, D complains, E films and posts, F emergency."
    )
    text: Line = Field(description="What happens, told to the trainee.")
    say: Line | None = Field(default=None, description="The resident's last words.")
    when: Condition = Field(
        default=Condition(),
        description="When it fits a branch “to: end”; the last ending has none and always fits.",
    )


class Scenario(Value):
    """A whole talk in one file. The first scene is where it starts."""

    id: Identifier = Field(description="The name by which it is asked for, best the file's own.")
    title: Line = Field(description="What lists show.")
    lang: Identifier = Field(
        default="zh-CN", description="The language it is written in: zh-CN or en."
    )
    version: str = Field(
        default="1",
        pattern=r"^\d+(\.\d+)*$",
        description="Raise it when the scenario has changed: 1, 1.1, 2.",
    )
    venue: Venue = Field(
        description="Where the talk takes place: hall, community, visit, hotline or incident."
    )
    difficulty: int = Field(
        default=3, ge=1, le=5, description="1 is easy, 5 hard: how slowly the resident softens."
    )
    rubric: Identifier = Field(
        default="reception", description="The rubric that replies are judged by."
    )
    goals: tuple[Line, ...] = Field(min_length=1, description="What this practises, a line each.")
    role: Line = Field(description="Who the trainee is, addressed as you.")
    briefing: Line = Field(
        description="What the trainee knows before the first word, and what not yet."
    )
    resident: Resident = Field(
        description="Who the trainee talks with: the id of a file under residents/, or written here."
    )
    facts: tuple[Fact, ...] = Field(
        default=(), description="What the trainee knows to be true and may cite."
    )
    limits: tuple[Limit, ...] = Field(
        default=(), description="What the trainee may not promise or disclose."
    )
    anytime: tuple[Branch, ...] = Field(
        default=(), description="Branches tried before those of any scene."
    )
    scenes: tuple[Scene, ...] = Field(
        min_length=1, description="The moments of the talk; it starts with the first."
    )
    endings: tuple[Ending, ...] = Field(
        min_length=1, description="How it may end; for “to: end” the first that fits."
    )
    walkthroughs: tuple[Walkthrough, ...] = Field(
        default=(),
        description="Scripted talks with what must come of them; “trainer check” runs them.",
    )

    def scene(self, scene_id: str) -> Scene | None:
        """The scene of that id, if there is one."""
        return next((s for s in self.scenes if s.id == scene_id), None)

    def ending(self, ending_id: str) -> Ending | None:
        """The ending of that id, if there is one."""
        return next((e for e in self.endings if e.id == ending_id), None)
