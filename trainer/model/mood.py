"""A resident's state of mind: seven dimensions, each 0..100."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from trainer.model.base import Value

Dimension = Literal["anger", "anxiety", "helplessness", "trust", "face", "patience", "fairness"]
DIMENSIONS: tuple[Dimension, ...] = (
    "anger",
    "anxiety",
    "helplessness",
    "trust",
    "face",
    "patience",
    "fairness",
)

BETTER_WHEN_LOW: frozenset[Dimension] = frozenset({"anger", "anxiety", "helplessness"})
"""The others are better when high."""

Degree = Annotated[float, Field(ge=0, le=100)]


class Mood(Value):
    """How the resident feels. 0 is none of it, 100 as much as can be."""

    anger: Degree = 40
    anxiety: Degree = 40
    helplessness: Degree = 40
    trust: Degree = 40
    face: Degree = 50
    patience: Degree = 60
    fairness: Degree = 40


class StartingMood(Value):
    """What an author says of the mood at the start; what is left out comes from the DISC profile."""

    anger: Degree | None = Field(default=None, description="Anger: 0 calm, 100 furious.")
    anxiety: Degree | None = Field(default=None, description="Anxiety: 0 at ease, 100 panicking.")
    helplessness: Degree | None = Field(
        default=None, description="Helplessness: 0 sees a way, 100 in despair."
    )
    trust: Degree | None = Field(default=None, description="Trust: 0 none, 100 full.")
    face: Degree | None = Field(default=None, description="Face: 0 humiliated, 100 honoured.")
    patience: Degree | None = Field(default=None, description="Patience: 0 used up, 100 plenty.")
    fairness: Degree | None = Field(
        default=None, description="Fairness as felt: 0 wronged, 100 fairly treated throughout."
    )


class MoodMove(Value):
    """One reason for one change: `delta` points on `dimension`, because of `cause` (an effect's id)."""

    dimension: Dimension
    delta: float
    cause: str
