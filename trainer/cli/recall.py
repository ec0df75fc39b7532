"""Sessions to be read: their transcripts as far as their journals are sound; what is not is told."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from trainer.cli import out
from trainer.errors import StorageError
from trainer.session.archive import find_session
from trainer.session.sound import read_sound
from trainer.session.transcript import Transcript, transcribe

if TYPE_CHECKING:
    from trainer.model.rating import Rating


def journals_of(home: Path, names: Iterable[str]) -> list[Path]:
    """The journals of the sessions that were named, each once. Raises NotFound, UsageError."""
    return list(dict.fromkeys(find_session(home, name) for name in names))


def recall_marks(paths: Iterable[Path]) -> tuple[list[tuple[Rating, ...]], int]:
    """Second markers' marks on sessions, in order, and the exit code: 1 when some cannot be read."""
    from trainer.session.ratings import ratings_of

    marks: list[tuple[Rating, ...]] = []
    code = 0
    for path in paths:
        try:
            marks.append(ratings_of(path))
        except StorageError as fault:
            out.tell(str(fault))
            marks.append(())
            code = 1
    return marks, code


def recall(paths: Iterable[Path]) -> tuple[list[Transcript], int]:
    """The transcripts of journals, in order, and the exit code: 1 when one of them is damaged.

    Raises NotFound, StorageError.
    """
    transcripts, code = [], 0
    for path in paths:
        sound = read_sound(path)
        if sound.fault:
            out.tell(sound.fault)
        transcripts.append(transcribe(sound.events))
        code |= sound.damage is not None
    return transcripts, code
