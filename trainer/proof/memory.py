"""A scorer that is asked the same thing once."""

from __future__ import annotations

from trainer.model.assessment import Assessment, Context
from trainer.scoring.scorer import Scorer


class Remembering:
    """Judges as `scorer` does, and remembers what it said."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self._known: dict[tuple[str, str], Assessment] = {}

    @property
    def version(self) -> str:
        """That of the scorer."""
        return self._scorer.version

    def assess(self, reply: str, context: Context) -> Assessment:
        """Judge `reply` in its context."""
        key = reply, context.model_dump_json()
        if key not in self._known:
            self._known[key] = self._scorer.assess(reply, context)
        return self._known[key]
