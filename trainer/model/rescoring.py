"""A session judged anew: what stands beside its journal, never in place of what was given then."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, TypeAdapter

from trainer.model.assessment import Assessment, Scorecard
from trainer.model.base import Value
from trainer.model.mood import Mood

SCHEMA = 1
"""Version of the schema of rescorings."""


class Way(Value):
    """Where a reply led: to `ending`, or else into `scene`, by a branch counted as in `event.Moved`."""

    branch: int
    scene: str = ""
    ending: str = ""


class Diversion(Value):
    """The first turn from which on the talk would have gone another way than it went."""

    turn: int
    was: Way
    would: Way


class Rejudged(Value):
    """One reply judged anew, in the context in which it was given.

    `mood` is the resident's after it, as long as the talk goes the way it went.
    """

    turn: int
    assessment: Assessment
    mood: Mood | None = None


class Rescoring(Value):
    """One run over a session. No time is kept, so that the same run makes the same record.

    `journal` is the sum of the journal's last line: a session that was gone on with since is another one.
    """

    kind: Literal["rescored"] = "rescored"
    v: int = SCHEMA
    session: str
    journal: str
    rubric: str = Field(description="The rubric's id.")
    rubric_hash: str
    scorer: str = Field(description="Version of the fitted scorer that judged.")
    app: str = Field(description="Version of the program.")
    turns: tuple[Rejudged, ...]
    scorecard: Scorecard
    diversion: Diversion | None = None


RESCORING: TypeAdapter[Rescoring] = TypeAdapter(Rescoring)
