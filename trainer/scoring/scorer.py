"""What judges replies, as the rest of the program sees it."""

from __future__ import annotations

from typing import Protocol

from trainer.model.assessment import Assessment, Context


class Scorer(Protocol):
    """A fitted rubric. The same reply in the same context always gets the same assessment."""

    @property
    def version(self) -> str:
        """Names the rubric's content and the scoring code: equal versions judge alike."""

    def assess(self, reply: str, context: Context) -> Assessment:
        """Judge `reply`, which may be empty, in its context. Pure."""
