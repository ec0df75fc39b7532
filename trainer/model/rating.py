"""A second marker's marks on a session: events beside the journal, and what they add up to.

The machine's levels stand in the journal and are never changed; marks, comments and overrides stand
beside them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from trainer.model.base import Value

SCHEMA = 1
"""Version of the schema of rating events."""
LONGEST_NAME = 120
LONGEST_NOTE = 2000
"""Characters of a rater's name; of a comment or a reason."""


Rater = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
Note = Annotated[str, Field(max_length=LONGEST_NOTE)]
AnyLevel = Annotated[int, Field(ge=-2, le=2)]


class RatingEvent(Value):
    """Something a rater did about one turn of a session, and when (UTC)."""

    v: int = SCHEMA
    at: datetime
    rater: Rater
    turn: int = Field(ge=1)


class Marked(RatingEvent):
    """A level was given, or with None taken back. `blind`: before the machine's was shown."""

    kind: Literal["marked"] = "marked"
    criterion: str
    level: AnyLevel | None
    blind: bool = True


class Commented(RatingEvent):
    """Something was said of the reply; an empty comment takes it back."""

    kind: Literal["commented"] = "commented"
    comment: Note


class Shown(RatingEvent):
    """The rater had marked the turn and was shown the machine's levels."""

    kind: Literal["shown"] = "shown"


class Overrode(RatingEvent):
    """The rater, knowing the machine's level, sets another in its place; None takes it back."""

    kind: Literal["overrode"] = "overrode"
    criterion: str
    level: AnyLevel | None
    reason: Note = ""


AnyRatingEvent = Annotated[Marked | Commented | Shown | Overrode, Field(discriminator="kind")]
RATING_EVENT: TypeAdapter[AnyRatingEvent] = TypeAdapter(AnyRatingEvent)


class Override(Value):
    """A level that stands above the machine's, and why."""

    level: int
    reason: str
    at: datetime


class Mark(Value):
    """What a rater gave one criterion in one turn.

    `level` is the latest, `blind` the latest given before the machine's level was known: what agreement
    is measured on. `override` came after both were seen.
    """

    criterion: str
    level: int | None = None
    blind: int | None = None
    override: Override | None = None

    @property
    def final(self) -> int | None:
        """The rater's last word: the override if there is one, else the mark."""
        return self.override.level if self.override else self.level


class TurnRating(Value):
    """What a rater made of one turn. `shown`: the machine's levels were shown afterwards."""

    turn: int
    marks: tuple[Mark, ...] = ()
    comment: str = ""
    shown: bool = False

    def mark(self, criterion: str) -> Mark | None:
        """The mark on a criterion, if there is one."""
        return next((m for m in self.marks if m.criterion == criterion), None)


class Rating(Value):
    """All of one rater's marks on a session, by turn. `last` is the turn worked on last."""

    rater: str
    turns: tuple[TurnRating, ...]
    last: int

    def turn(self, number: int) -> TurnRating:
        """The marks on a turn; empty when there are none."""
        return next((t for t in self.turns if t.turn == number), TurnRating(turn=number))

    def mark(self, turn: int, criterion: str) -> Mark | None:
        """The mark on a criterion in a turn, if there is one."""
        return self.turn(turn).mark(criterion)
