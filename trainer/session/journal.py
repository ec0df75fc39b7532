"""The journal: an append-only file of events, one JSON object a line.

What `append` has returned from is on disk: written, flushed and fsynced. A crash can leave half a
line at the end; reading leaves it out, and opening for more cuts it off, since it was never
acknowledged.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from trainer.errors import NotFound, StorageError
from trainer.i18n import gettext as _
from trainer.model.event import EVENT, AnyEvent, Started

_BINARY: int = getattr(os, "O_BINARY", 0)
"""Windows would turn each newline into two characters without it."""


class Journal:
    """An open journal. Closing it twice does no harm."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            new = not path.exists()
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _BINARY, 0o600)
            _cut_torn_line(self._file)
            if new:
                _sync_folder(path.parent)
        except OSError as error:
            raise _cannot_write(path, error) from error

    def append(self, events: Iterable[AnyEvent]) -> None:
        """Put events on disk, all of them or an error. Raises StorageError."""
        lines = b"".join(map(_line, events))
        if self._file < 0:
            raise _cannot_write(self.path, OSError("closed"))
        size = os.fstat(self._file).st_size
        try:
            view = memoryview(lines)
            while view:
                view = view[os.write(self._file, view) :]
            os.fsync(self._file)
        except OSError as error:
            with suppress(OSError):  # a torn line that stays is cut when next opened
                os.ftruncate(self._file, size)
            raise _cannot_write(self.path, error) from error

    def close(self) -> None:
        """Let go of the file."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def read_journal(path: Path) -> tuple[AnyEvent, ...]:
    """All whole events of a journal. Raises NotFound, or StorageError where a line is not an event."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise NotFound(_("There is no session file {path}.").format(path=path)) from error
    except OSError as error:
        raise StorageError(
            _("The session file {path} cannot be read: {reason}.").format(
                path=path, reason=error.strerror or error
            )
        ) from error
    lines = raw.split(b"\n")
    lines.pop()  # what follows the last newline was never acknowledged
    events: list[AnyEvent] = []
    for number, line in enumerate(lines, 1):
        try:
            events.append(EVENT.validate_json(line))
        except ValidationError as error:
            raise StorageError(
                _(
                    "Line {number} of {path} is not a session event; the file was changed or damaged."
                ).format(number=number, path=path)
            ) from error
    if not events or not isinstance(events[0], Started):
        raise StorageError(_("{path} is not a session file.").format(path=path))
    return tuple(events)


def _line(event: AnyEvent) -> bytes:
    """An event as written: without defaults, except those that say how to read it."""
    kept = EVENT.dump_python(event, mode="json", by_alias=True, exclude_defaults=True)
    head: dict[str, object] = {"kind": event.kind}
    if isinstance(event, Started):
        head["v"] = event.v
    return json.dumps(head | kept, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _cut_torn_line(file: int) -> None:
    size = os.fstat(file).st_size
    end = size
    while end:
        start = max(0, end - 65536)
        os.lseek(file, start, os.SEEK_SET)
        newline = os.read(file, end - start).rfind(b"\n")
        if newline >= 0:
            end = start + newline + 1
            break
        end = start
    if end < size:
        os.ftruncate(file, end)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows has no handle on a folder to sync
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _cannot_write(path: Path, error: OSError) -> StorageError:
    return StorageError(
        _("The session cannot be saved to {path}: {reason}.").format(
            path=path, reason=error.strerror or error
        )
    )
