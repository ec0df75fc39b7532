"""A session to be read: its transcript as far as its journal is sound; what is not is told."""

from __future__ import annotations

from pathlib import Path

from trainer.cli import out
from trainer.session.sound import read_sound
from trainer.session.transcript import Transcript, transcribe


def recall(path: Path) -> tuple[Transcript, int]:
    """The transcript of the journal at `path`, and the exit code: 1 when the journal is damaged.

    Raises NotFound, StorageError.
    """
    sound = read_sound(path)
    if sound.fault:
        out.tell(sound.fault)
    return transcribe(sound.events), int(sound.damage is not None)
