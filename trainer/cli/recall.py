"""Sessions to be read: their transcripts as far as their journals are sound; what is not is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from trainer.cli import out
from trainer.errors import StorageError
from trainer.i18n import gettext as _
from trainer.session.archive import find_session, named_among
from trainer.session.home import sessions_folder
from trainer.session.sound import read_sound
from trainer.session.transcript import Transcript, transcribe

if TYPE_CHECKING:
    from trainer.model.rating import Rating
    from trainer.session.places import Place


def journals_of(home: Path, names: Iterable[str]) -> list[Path]:
    """The journals of the sessions that were named, each once. Raises NotFound, UsageError."""
    return list(dict.fromkeys(find_session(home, name) for name in names))


def places_of(home: Path, names: Sequence[str], origin: str | None) -> list[tuple[Place, str]]:
    """The journals meant, each with where it lies: those named, else all, of `origin` or else of the home.

    Raises NotFound, UsageError, StorageError.
    """
    from trainer.session.places import Folder, place_of

    if names and not origin:
        return [(Folder(path.parent), path.name) for path in journals_of(home, names)]
    folder = sessions_folder(home)
    if not origin and not folder.is_dir():
        return []
    place = place_of(origin) if origin else Folder(folder)
    there = place.journals()
    if not names:
        return [(place, name) for name in there]
    stems = {name.removesuffix(".jsonl"): name for name in there}
    return [(place, stems[stem]) for stem in dict.fromkeys(named_among(stems, n) for n in names)]


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

    A journal cut off exactly between two lines looks whole; that a second marker has marked replies which it
    lacks is what shows it. Without such marks nothing does: the index only keeps what the file says now.
    Raises NotFound, StorageError.
    """
    transcripts, code = [], 0
    for path in paths:
        sound = read_sound(path)
        transcript = transcribe(sound.events)
        fault = sound.fault or _lost(path, len(transcript.turns))
        if fault:
            out.tell(fault)
        transcripts.append(transcript.model_copy(update={"incomplete": bool(fault)}))
        code |= sound.damage is not None or (bool(fault) and not sound.fault)
    return transcripts, code


def _lost(path: Path, replies: int) -> str:
    """A sentence on replies that were marked and are not in the journal, empty when there are none."""
    from trainer.session.ratings import ratings_of

    try:
        marked = [turn.turn for rating in ratings_of(path) for turn in rating.turns]
    except StorageError:  # which is told where the marks are asked for
        return ""
    if max(marked, default=0) <= replies:
        return ""
    return _(
        "{path} has {replies} replies, but reply {n} was marked: the file was cut off. What was cut off is missing."
    ).format(path=path, replies=replies, n=max(marked))
