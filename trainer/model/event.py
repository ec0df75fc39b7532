"""A session as a log of events: a discriminated union, one event a line of the journal."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, TypeAdapter

from trainer.model.assessment import Assessment
from trainer.model.base import Held, Value
from trainer.model.disc import Disc
from trainer.model.mood import Mood, MoodMove
from trainer.model.rubric import Rubric
from trainer.model.scenario import Scenario
from trainer.model.talk import TalkState

SCHEMA = 3
"""Version of the event schema.

2: every line of a journal carries a checksum. 3: the state tells which lines were said, and the DISC
profiles no longer tell a share of anger shown, which nothing used.
"""

OLDEST = 1
"""The oldest version that can still be read, by way of `trainer.session.migrations`."""

Unknown = Literal["name", "disc", "venue", "briefing", "times"]
"""What may not be known of an imported conversation: the resident, the place, what led to it, when it was."""


class Event(Value):
    """What happened, and when (UTC)."""

    at: AwareDatetime


class Started(Event):
    """The session began. Carries the content itself, so that the journal alone is enough."""

    kind: Literal["started"] = "started"
    v: int = SCHEMA
    session: str
    trainee: str = Field(description="A pseudonym; a name in journals of before there were any.")
    mode: Held
    seed: int
    lang: str
    app: str = Field(description="Version of the program.")
    consent: str = Field(
        default="", description="Version of the notice on records that the trainee had been shown."
    )
    scenario: Scenario
    scenario_hash: str = Field(description="Names the version that is played.")
    scenario_file: str = Field(
        default="", description="Where it was read, when it is none of the installed ones."
    )
    rubric: Rubric
    rubric_hash: str
    disc: Disc
    state: TalkState
    unknown: tuple[Unknown, ...] = Field(
        default=(),
        description="Of an imported conversation: what the scenario says only because each has to.",
    )

    @property
    def is_imported(self) -> bool:
        """Whether it is a conversation that really took place: no mood, no branches, no verdict."""
        return self.mode == "imported"


class Spoke(Event):
    """The resident said something, in `scene` or on the way to it."""

    kind: Literal["spoke"] = "spoke"
    scene: str
    text: str


class Replied(Event):
    """The trainee answered. On disk before anything else is done with it."""

    kind: Literal["replied"] = "replied"
    turn: int
    scene: str
    text: str


class Assessed(Event):
    """The reply was judged."""

    kind: Literal["assessed"] = "assessed"
    turn: int
    scorer: str = Field(description="Version of the fitted scorer that judged.")
    assessment: Assessment


class Moved(Event):
    """The mood moved from `before` and the talk branched.

    `branch` is the index in the scenario's `anytime` followed by the scene's branches; `state` is
    the talk as it stands afterwards.
    """

    kind: Literal["moved"] = "moved"
    turn: int
    before: Mood
    state: TalkState
    moves: tuple[MoodMove, ...]
    branch: int
    because: str | None = None


class Resumed(Event):
    """The trainee came back to a session that had been left."""

    kind: Literal["resumed"] = "resumed"
    v: int = Field(default=SCHEMA, description="Version of the schema from here on.")
    app: str


class Ended(Event):
    """An ending was reached."""

    kind: Literal["ended"] = "ended"
    ending: str


AnyEvent = Annotated[
    Started | Spoke | Replied | Assessed | Moved | Resumed | Ended, Field(discriminator="kind")
]
EVENT: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)
