"""DISC profiles and the dynamics of mood: `rubrics/disc.yaml`."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from trainer.model.base import Identifier, Line, LocalText, Value
from trainer.model.mood import Dimension, Mood


class DiscProfile(Value):
    """How residents of one type start, what moves them, and what they do not say."""

    name: LocalText
    fears: LocalText
    says: LocalText
    calms: LocalText
    inflames: LocalText
    start: Mood
    gain: Mapping[Identifier, float] = Field(
        description="Factor on what a reply improves, by effect kind."
    )
    loss: Mapping[Identifier, float] = Field(
        description="Factor on what a reply worsens, by effect kind."
    )
    unlike: Mapping[str, tuple[Line, ...]] = Field(
        default_factory=dict,
        description="Words that such a resident does not say unprovoked, by language.",
    )


class Effect(Value):
    """What one finding does to the mood.

    `on` is a criterion, or `cites`, `contradicts`, `promises`, `acts`, `silence`, `no_progress`.
    `level` is the level that has this effect. `moves` are points before the type's factor.
    """

    id: Identifier
    title: LocalText
    on: Identifier
    level: int | None = None
    kind: Identifier = "general"
    moves: Mapping[Dimension, float]
    again: float = Field(
        default=0.5, ge=0, le=1, description="Factor for each time it has already happened."
    )


class Disc(Value):
    """The four profiles, how blends mix, the effects and what difficulty does."""

    version: str
    note: LocalText
    types: Mapping[str, DiscProfile]
    primary_share: float = Field(default=0.65, ge=0.5, le=1)
    effects: tuple[Effect, ...]
    difficulty: Mapping[int, float] = Field(
        description="Factor on every improvement, by difficulty 1..5: the harder, the smaller."
    )
    drift: Mapping[Dimension, float] = Field(
        default_factory=dict, description="What a turn without progress does."
    )
