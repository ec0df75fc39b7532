"""The content that is shipped, read once for all tests, and the scorer as it ships."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from trainer.content.library import Library

if TYPE_CHECKING:
    from trainer.scoring.assess import RubricScorer

HOME = Path(tempfile.gettempdir()) / "trainer-tests"
"""Never the user's own home; a fit that had to be made anew is kept there between runs."""


@cache
def library() -> Library:
    return Library.installed()


@cache
def scorer() -> RubricScorer:
    """It takes a second to start, so that all tests share one."""
    from trainer.session.desk import Desk

    return cast("RubricScorer", Desk(HOME).scorer("reception"))
