"""Where a talk stands."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from trainer.model.base import Value
from trainer.model.mood import Mood


class TalkState(Value):
    """The whole condition of a talk.

    `turn` counts replies, `visits` how often each scene was entered, `said` which of its
    lines, by index, were said on earlier visits, the latest last, `effects` how often each mood effect
    has worked. `ending` is set once it is over; `scene` then is the last scene.
    """

    scene: str
    mood: Mood
    seed: int
    turn: int = 0
    visits: Mapping[str, int] = Field(default_factory=dict)
    said: Mapping[str, tuple[int, ...]] = Field(default_factory=dict)
    effects: Mapping[str, int] = Field(default_factory=dict)
    ending: str | None = None
