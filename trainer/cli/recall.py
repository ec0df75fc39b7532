"""Sessions to be read: their transcripts as far as their journals are sound; what is not is told."""

from __future__ import annotations

from collections.abc import Iterable
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


def recall_all(paths: Iterable[Path]) -> tuple[list[Transcript], int]:
    """The transcripts of several journals, in order, and the exit code, as `recall` gives them."""
    found = [recall(path) for path in paths]
    return [transcript for transcript, _code in found], max((code for _t, code in found), default=0)
