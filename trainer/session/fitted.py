"""The scorer of a rubric, from cache or fitted anew."""

from __future__ import annotations

from pathlib import Path

from trainer.content.library import Library
from trainer.scoring.provisional import Provisional
from trainer.scoring.scorer import Scorer


def load_scorer(library: Library, rubric_id: str, cache: Path) -> Scorer:
    """The scorer of the rubric of that id."""
    return Provisional(library.rubric(rubric_id).value)
