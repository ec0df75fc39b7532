"""Files on disk: written so that whatever ends the program leaves them whole, and what to say when they are not.

A file is either replaced in one step (`replace_whole`) or only ever added to (`write_all` on a handle,
then a sync): a crash leaves what was there, or at most half a line at the end.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from trainer.content.refused import reason
from trainer.errors import StorageError
from trainer.i18n import gettext as _
from trainer.session.home import own_folder
from trainer.session.lock import wait_to_hold

PRIVATE = 0o600
"""Readable by its owner alone."""

_OPEN = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
_PATIENCE = 1.0
"""Seconds to wait for another program that is adding to the same file at this moment."""

_NO_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EPERM, errno.ENOSYS)
"""What file systems answer that know no syncing of folders."""


def write_private(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step, in a folder and a file of its owner alone. Raises OSError."""
    own_folder(path.parent)
    replace_whole(path, content)


def replace_whole(path: Path, content: bytes, mode: int = PRIVATE) -> None:
    """Put `content` at `path` in one step, so that a failure leaves what was there. Raises OSError."""
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode != PRIVATE:
            Path(part).chmod(mode)
        Path(part).replace(path)
    except OSError:
        with suppress(OSError):
            Path(part).unlink()
        raise


def add_lines(path: Path, more: Callable[[bytes], bytes]) -> None:
    """Add to the file at `path` the lines that `more` makes of what stands there: all of them, or none.

    Half a line at the end, which a crash left, is cut off: nobody was told it was saved. `more` is given all
    that stands before it, while nobody else adds to the file. Raises OSError, and what `more` raises.
    """
    new = not path.exists()
    file = os.open(path, _OPEN, PRIVATE)
    try:
        wait_to_hold(file, _PATIENCE)
        raw = read_all(file)
        size = raw.rfind(b"\n") + 1
        lines = more(raw[:size])
        try:
            if lines and size < len(raw):
                os.ftruncate(file, size)
            write_all(file, lines)
            os.fsync(file)
        except OSError:
            with suppress(OSError):  # a torn line that stays is cut with the next lines
                os.ftruncate(file, size)
            raise
    finally:
        os.close(file)
    if new:
        with suppress(OSError):
            sync_folder(path.parent)


def read_all(file: int) -> bytes:
    """What stands in an open file. Raises OSError."""
    os.lseek(file, 0, os.SEEK_SET)
    parts = []
    while part := os.read(file, 1 << 20):
        parts.append(part)
    return b"".join(parts)


def write_all(file: int, content: bytes | memoryview) -> None:
    """Write to an open file until all of it is written. Raises OSError, perhaps with part of it written."""
    view = memoryview(content)
    while view:
        view = view[os.write(file, view) :]


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on disk too, where its file system knows that. Raises OSError."""
    if os.name == "nt":
        return  # Windows has no handle on a folder to sync
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise


def changed_line(number: int, path: Path | str) -> StorageError:
    """The fault to raise for a line of a file that is not as it was written."""
    return StorageError(
        _(
            "Line {number} of {path} is not as it was written; the file was changed or damaged there."
        ).format(number=number, path=path)
    )


def cannot_read(path: Path, error: OSError) -> StorageError:
    """The fault to raise for a file that cannot be read."""
    return _fault(_("{path} cannot be read: {reason}."), path, error)


def cannot_write(path: Path, error: OSError) -> StorageError:
    """The fault to raise for a file that cannot be written."""
    return _fault(_("{path} cannot be written: {reason}."), path, error)


def cannot_remove(path: Path | str, error: OSError) -> StorageError:
    """The fault to raise for a file that cannot be removed."""
    return _fault(_("{path} cannot be removed: {reason}."), path, error)


def file_for_folder(path: Path) -> str:
    """The sentence for a file that stands where a folder is needed."""
    return _("{path} is a file, not a folder.").format(path=path)


def _fault(message: str, path: Path | str, error: OSError) -> StorageError:
    if error.errno in (errno.EEXIST, errno.ENOTDIR):
        for above in Path(path).parents:
            if above.is_file():
                return StorageError(file_for_folder(above))
    return StorageError(message.format(path=path, reason=reason(error)))
