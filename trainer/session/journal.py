"""The journal: an append-only file of events, one JSON object a line, each sealed to the line before.

What `append` has returned from is on disk, written, flushed and fsynced, or `unsaved` says why it is
not. Then it is kept in memory, and every further `append` tries again: a disk that was full, a folder that
could not be written and a drive that was away do not end a talk. A crash can leave half a line at the
end; reading leaves it out, and going on cuts it off, since nobody was told it was saved.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from trainer.content.refused import reason
from trainer.errors import SessionOpen, StorageError, TrainerError
from trainer.i18n import gettext as _
from trainer.model.event import EVENT, AnyEvent, Resumed, Started
from trainer.session.chain import sealed
from trainer.session.disk import read_all, sync_folder, write_all, write_private
from trainer.session.home import sessions_folder
from trainer.session.lock import hold
from trainer.session.sound import Sound, content, read_journal, sound_part

__all__ = ["Journal", "read_journal"]

_OPEN = os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0)
"""Windows would turn each newline into two characters without the last."""


class Journal:
    """A journal to be written, a new one at `path`. The file is locked until `close`.

    Threads may share it. Closing it twice does no harm.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.unsaved: StorageError | None = None
        """Why what was appended last is not on disk; None when it is."""
        self._saved = b""
        self._waiting = b""
        self._torn = b""
        self._sum = ""
        self._file = -1
        self._made = self._synced = self._closed = False
        self._guard = threading.RLock()

    @classmethod
    def reopen(cls, path: Path) -> tuple[Journal, tuple[AnyEvent, ...]]:
        """The journal at `path`, to go on with, and its events so far. Nothing is written yet.

        Raises NotFound, SessionOpen when another window has it, StorageError when it is damaged.
        """
        journal = cls(path)
        journal._made = journal._synced = True
        try:
            sound = journal._taken()
            if sound.damage is not None:
                raise StorageError(
                    _(
                        "{fault} The session can be read and exported up to there, but not gone on with."
                    ).format(fault=sound.damage)
                )
        except TrainerError:
            journal.close()
            raise
        journal._sum, journal._torn = sound.sum, sound.torn
        journal._waiting = b"\n" if sound.unended else b""
        return journal, sound.events

    def _taken(self) -> Sound:
        try:
            self._take()
            raw = read_all(self._file)
        except OSError:  # not to be written, but perhaps to be read
            self._let_go()
            raw = content(self.path)
        sound = sound_part(raw, self.path)
        self._saved = raw[: sound.size]
        return sound

    def append(self, events: Iterable[AnyEvent]) -> None:
        """Take events and put them on disk, with all that still waits; see `unsaved`.

        Raises StorageError when the journal is closed.
        """
        with self._guard:
            if self._closed:
                raise _cannot_write(self.path, OSError("closed"))
            lines, self._sum = sealed(self._sum, map(_body, events))
            self._waiting += lines
            self.save()

    def save(self) -> bool:
        """Try to put on disk what waits; whether nothing waits any more."""
        with self._guard:
            if not self._waiting or self._closed:
                return self.unsaved is None
            try:
                self._save()
            except StorageError as fault:
                self.unsaved = fault
            except OSError as error:
                self.unsaved = _cannot_write(self.path, error)
                with suppress(OSError):  # half a line that stays is cut with the next try
                    if self._file >= 0:
                        os.ftruncate(self._file, len(self._saved))
            else:
                self.unsaved = None
            return self.unsaved is None

    def move(self, path: Path) -> StorageError | None:
        """Keep the whole journal at `path` from now on, where no file may be.

        Returns why that cannot be; then everything is as it was.
        """
        with self._guard:
            other = Journal(path)
            other._waiting, other._sum = self._saved + self._waiting, self._sum
            if not other.save():
                other.close()
                return other.unsaved
            self._let_go()
            self.path, self.unsaved = path, None
            self._file, other._file = other._file, -1
            self._saved, self._waiting, self._torn = other._saved, b"", b""
            self._made = self._synced = True
            return None

    def close(self) -> None:
        """Try once more to save what waits, and let go of the file."""
        with self._guard:
            if not self._closed and self.unsaved is not None:
                self.save()
            self._closed = True
            self._let_go()

    def __del__(self) -> None:
        """A journal that nobody closed does not keep the session locked."""
        self._let_go()

    def _save(self) -> None:
        """Raises OSError, StorageError."""
        if self._file >= 0 and not self._in_place():
            self._let_go()
        fresh = self._file < 0
        if fresh:
            self._take()
            self._synced = False
        stands = len(self._saved)
        if fresh or os.fstat(self._file).st_size != stands:
            stands = self._aligned()
        write_all(self._file, memoryview(self._saved + self._waiting)[stands:])
        os.fsync(self._file)
        if not self._synced:
            sync_folder(self.path.parent)
            self._synced = True
        self._saved += self._waiting
        self._waiting = self._torn = b""

    def _take(self) -> None:
        """Open the file and lock it. Raises OSError, SessionOpen.

        A folder is only made for a new file: where one is gone, a drive may be away, and the folder
        below it is not the place.
        """
        if not self._made:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = os.open(self.path, _OPEN | os.O_CREAT | os.O_EXCL, 0o600)
            self._made = True
        else:
            new = os.O_CREAT if self._saved or self._waiting else 0
            self._file = os.open(self.path, _OPEN | new, 0o600)
        if not hold(self._file):
            self._let_go()
            raise SessionOpen(
                _(
                    "This session is open in another window or program; close it there first. "
                    "Nothing was written here."
                )
            )

    def _aligned(self) -> int:
        """Cut off what is not to stand in the file, and return how many bytes then do.

        Raises OSError, and StorageError when it is not the file it was: another program wrote to it.
        """
        there = read_all(self._file)
        if there == self._saved + self._torn or (self._saved + self._waiting).startswith(there):
            stands = min(len(there), len(self._saved))
            if stands < len(there):
                os.ftruncate(self._file, stands)
            return stands
        raise StorageError(
            _(
                "The session cannot be saved to {path}: the file was changed by another program meanwhile."
            ).format(path=self.path)
        )

    def _in_place(self) -> bool:
        """Whether the open file is still the one at the path."""
        try:
            return os.path.samestat(self.path.stat(), os.fstat(self._file))
        except OSError:
            return False

    def _let_go(self) -> None:
        file, self._file = self._file, -1
        if file >= 0:
            with suppress(OSError):
                os.close(file)


def written(events: Iterable[AnyEvent]) -> bytes:
    """A whole journal as it stands on disk."""
    return sealed("", map(_body, events))[0]


def put_whole(home: Path, session: str, content: bytes) -> None:
    """Put a journal that is whole among those under `home`, in one step. Raises StorageError."""
    path = sessions_folder(home) / f"{session}.jsonl"
    try:
        write_private(path, content)
    except OSError as error:
        raise _cannot_write(path, error) from error


def _body(event: AnyEvent) -> bytes:
    """An event as written: without defaults, except those that say how to read it."""
    kept = EVENT.dump_python(event, mode="json", by_alias=True, exclude_defaults=True)
    head: dict[str, object] = {"kind": event.kind}
    if isinstance(event, Started | Resumed):
        head["v"] = event.v
    return json.dumps(head | kept, ensure_ascii=False, separators=(",", ":")).encode()


def _cannot_write(path: Path, error: OSError) -> StorageError:
    return StorageError(
        _("The session cannot be saved to {path}: {reason}.").format(
            path=path, reason=reason(error)
        )
    )
