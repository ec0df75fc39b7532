"""Drills: one skill practised with one resident over several moments."""

from __future__ import annotations

from pydantic import Field

from trainer.model.base import Identifier, Line, Stage, Value, Venue
from trainer.model.resident import Resident
from trainer.model.scenario import Choice, Fact, Limit, ResidentLine


class Moment(Value):
    """One thing the resident says, and what a good answer to it does."""

    title: Line | None = Field(
        default=None, description="A few words for lists and the debrief; nobody says them."
    )
    stage: Stage = Field(
        default="middle", description="Where in the talk it stands: opening, middle or closing."
    )
    lines: tuple[ResidentLine, ...] = Field(
        min_length=1,
        description="What the resident says: a text, or several of which one is drawn.",
    )
    calls_for: tuple[Identifier, ...] = Field(
        default=(),
        description="Criteria that count here; the drill's focus where this is left out.",
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
    hint: Line | None = Field(default=None, description="What the coach says before the answer.")


class Drill(Value):
    """One skill over several moments, one after the other, whatever the trainee says."""

    id: Identifier = Field(description="The name by which it is asked for, best the file's own.")
    title: Line = Field(description="What lists show.")
    lang: Identifier = Field(default="zh-CN", description="The language it is written in.")
    version: str = Field(
        default="1",
        pattern=r"^\d+(\.\d+)*$",
        description="Raise it when the drill has changed: 1, 1.1, 2.",
    )
    rubric: Identifier = Field(
        default="reception", description="The rubric that replies are judged by."
    )
    difficulty: int = Field(
        default=2, ge=1, le=5, description="1 is easy, 5 hard: how slowly the resident softens."
    )
    venue: Venue = Field(description="Where the talk takes place.")
    focus: tuple[Identifier, ...] = Field(
        min_length=1, description="The criteria that make up the skill; each moment calls for them."
    )
    goals: tuple[Line, ...] = Field(
        min_length=1, description="What the trainee will be able to do afterwards."
    )
    role: Line = Field(description="Who the trainee is, addressed as you.")
    briefing: Line = Field(description="What the trainee knows before the first word.")
    resident: Resident = Field(
        description="Who the trainee talks with: the id of a file under residents/, or written here."
    )
    facts: tuple[Fact, ...] = Field(
        default=(), description="What the trainee knows to be true and may cite."
    )
    limits: tuple[Limit, ...] = Field(
        default=(), description="What the trainee may not promise or disclose."
    )
    moments: tuple[Moment, ...] = Field(
        min_length=1, description="What the resident says, one moment after the other; five or six."
    )
