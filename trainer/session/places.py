"""Places where journals lie: a folder here, or one elsewhere that fsspec reaches (S3, SSH, WebDAV, memory…).

Reading a journal is the same for all: `sound_at`. What belongs beside a journal is added there too.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from trainer.errors import NotFound, StorageError, UsageError
from trainer.i18n import gettext as _
from trainer.session.disk import add_lines, cannot_read, cannot_write
from trainer.session.home import is_journal, sessions_folder
from trainer.session.sound import Sound, content, sound_part


class Place(Protocol):
    """A folder of journals. Files are named without their folder."""

    def names(self) -> list[str]:
        """All files' names. Raises NotFound where there is no such folder, StorageError."""

    def journals(self) -> list[str]:
        """The journals' names, sorted. Raises as `names` does."""

    def called(self, name: str) -> str:
        """Where a file lies, to tell a person."""

    def read(self, name: str) -> bytes:
        """What stands in a file. Raises NotFound, StorageError."""

    def add(self, name: str, more: Callable[[bytes], bytes]) -> None:
        """Add to a file the lines that `more` makes of what stands there; it is made if there is none.

        Raises StorageError, and what `more` raises.
        """


def place_of(said: str) -> Place:
    """The place a person names: a folder's path, a home folder's, or a URL that fsspec knows.

    Raises UsageError where fsspec, or what the protocol needs besides, is not installed, or for a URL that
    is none; StorageError where the other side does not answer.
    """
    if "://" not in said:
        return Folder(_inner(Path(said).expanduser()))
    try:
        from fsspec.core import url_to_fs
        from fsspec.implementations.local import LocalFileSystem

        with _reached(said, ImportError, ValueError):
            system, root = url_to_fs(said)
            if isinstance(system, LocalFileSystem):
                return Folder(_inner(Path(root)))
            inner = f"{root.rstrip('/')}/sessions"
            return Remote(system, inner if system.isdir(inner) else root)
    except ImportError as missing:
        raise UsageError(
            _(
                '{url} needs a package more; in the folder of the program: pip install -e ".[remote]" ({reason})'
            ).format(url=said, reason=missing)
        ) from missing
    except ValueError as error:
        raise UsageError(
            _("{url} is no place that can be read: {reason}.").format(url=said, reason=error)
        ) from error


def sound_at(place: Place, name: str) -> Sound:
    """The sound part of a journal, as `sound.read_sound` has it. Raises NotFound, StorageError."""
    return sound_part(place.read(name), place.called(name))


class Folder:
    """A folder of this computer."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def journals(self) -> list[str]:
        """See `Place`."""
        return sorted(filter(is_journal, self.names()))

    def names(self) -> list[str]:
        """See `Place`."""
        try:
            return os.listdir(self.path)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise _no_folder(str(self.path)) from error
        except OSError as error:
            raise cannot_read(self.path, error) from error

    def called(self, name: str) -> str:
        """See `Place`."""
        return str(self.path / name)

    def read(self, name: str) -> bytes:
        """See `Place`."""
        return content(self.path / name)

    def add(self, name: str, more: Callable[[bytes], bytes]) -> None:
        """See `Place`. What is added is on disk afterwards; a failure leaves what was there."""
        path = self.path / name
        try:
            add_lines(path, more)
        except OSError as error:
            raise cannot_write(path, error) from error


class Remote:
    """A folder of a file system of fsspec's.

    Stores of objects cannot add to a file: it is written anew, whole. Two programs that add to the same file
    at the same time are not kept apart there.
    """

    def __init__(self, system: Any, root: str) -> None:
        self._system = system
        self._root = root.rstrip("/")

    def journals(self) -> list[str]:
        """See `Place`."""
        return sorted(filter(is_journal, self.names()))

    def names(self) -> list[str]:
        """See `Place`."""
        with _reached(self.called("")):
            self._system.invalidate_cache()
            try:
                files = self._system.ls(self._root, detail=False)
            except (FileNotFoundError, NotADirectoryError) as error:
                raise _no_folder(self.called("")) from error
            return [str(file).rstrip("/").rpartition("/")[2] for file in files]

    def called(self, name: str) -> str:
        """See `Place`."""
        return str(self._system.unstrip_protocol(self._path(name)))

    def read(self, name: str) -> bytes:
        """See `Place`."""
        with _reached(self.called(name)):
            try:
                return bytes(self._system.cat_file(self._path(name)))
            except FileNotFoundError as error:
                raise NotFound(
                    _("There is no session file {path}.").format(path=self.called(name))
                ) from error

    def add(self, name: str, more: Callable[[bytes], bytes]) -> None:
        """See `Place`."""
        try:
            there = self.read(name)
        except NotFound:
            there = b""
        there = there[: there.rfind(b"\n") + 1]
        if lines := more(there):
            with _reached(self.called(name)):
                self._system.pipe_file(self._path(name), there + lines)

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}" if name else self._root


def _inner(folder: Path) -> Path:
    """The folder of sessions, where a home folder was named."""
    inner = sessions_folder(folder)
    return inner if inner.is_dir() else folder


def _no_folder(path: str) -> NotFound:
    return NotFound(_("There is no folder {path}.").format(path=path))


@contextmanager
def _reached(url: str, *known: type[Exception]) -> Iterator[None]:
    """Whatever a file system elsewhere raises, as a sentence, but what is `known`: each has errors of its own."""
    passed: tuple[type[Exception], ...] = (StorageError, UsageError, *known)
    try:
        yield
    except passed:
        raise
    except Exception as error:
        raise StorageError(
            _("{url} cannot be reached: {reason}.").format(
                url=url, reason=" ".join(str(error).split()).rstrip(".") or type(error).__name__
            )
        ) from error
