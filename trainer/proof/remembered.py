"""What was found in files before, so that nothing is examined twice.

What a file was found to have is remembered by a key of all that it depends on: its path and bytes, the
residents, rubrics and profiles within its reach, the program itself, and the language of the messages.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

import trainer
from trainer.content import places
from trainer.model.diagnostic import Diagnostic
from trainer.session.disk import write_private

MOST_FILES = 5_000
MOST_BYTES = 16 << 20
"""What is kept at most; what was not asked for longest goes first."""

_ROOMS = ("model", "content", "proof", "dialogue", "scoring", "session", "locale")
"""The parts of the program that have a say in what is found."""

_HEADING = "trainer checks 1"


class Remembered:
    """Diagnostics kept in a file. One that cannot be read or written is as good as an empty one."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._known: dict[str, str] = _read(path) if path else {}
        self._added: dict[str, str] = {}
        self._used: set[str] = set()

    def get(self, key: str) -> tuple[Diagnostic, ...] | None:
        """What was found under `key`, None when that is not known."""
        told = self._known.get(key)
        if told is None:
            return None
        try:
            found = tuple(Diagnostic.model_validate(each) for each in json.loads(told))
        except ValueError:
            return None
        self._used.add(key)
        return found

    def put(self, key: str, found: Iterable[Diagnostic]) -> None:
        """Remember what was found under `key`."""
        told = [
            each.model_dump(mode="json") | ({"fix": _fix(each)} if each.fix else {})
            for each in found
        ]
        self._added[key] = json.dumps(told, ensure_ascii=False, separators=(",", ":"))

    def keep(self) -> None:
        """Write what was added, beside what other runs have written meanwhile."""
        if self._path is None or not self._added:
            return
        known = _read(self._path)
        used = {key: known.pop(key) for key in list(known) if key in self._used}
        rows = list((known | used | self._added).items())[-MOST_FILES:]
        size = 0
        for number, (_key, told) in enumerate(reversed(rows)):
            size += len(told.encode()) + 80
            if size > MOST_BYTES:
                rows = rows[len(rows) - number :]
                break
        text = "".join(f"{line}\n" for line in (_HEADING, *(f"{k} {told}" for k, told in rows)))
        with suppress(OSError):
            write_private(self._path, text.encode())


def key_of(path: Path, content: bytes, surroundings: str, lang: str, scored: bool) -> str:
    """The key of a file."""
    parts = (str(path), lang, str(scored), surroundings, program(), sha256(content).hexdigest())
    return sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


class Surroundings:
    """Digests of what the files of a folder may refer to, each folder read once."""

    def __init__(self, roots: Iterable[Path], scored: bool = False) -> None:
        self._roots = tuple(roots)
        self._scored = scored
        self._known: dict[Path, str] = {}
        self._read: dict[Path, list[bytes]] = {}

    def of(self, path: Path) -> str:
        """The digest of what `path` may refer to."""
        folder = path.parent
        if folder not in self._known:
            told = sha256()
            for part in self._parts(path):
                told.update(part)
            self._known[folder] = told.hexdigest()
        return self._known[folder]

    def _parts(self, path: Path) -> Iterator[bytes]:
        for folder in (path.parent, path.parent.parent):
            with suppress(OSError):  # phrases, trainees and labelled replies belong to a rubric
                status = (folder / "rubric.yaml").stat()
                yield f"{status.st_size}\0{status.st_mtime_ns}".encode()
                yield "".join(sorted(each.name for each in folder.glob("phrases.*"))).encode()
        for kind, below in (("residents", "scenarios/residents"), ("rubrics", "rubrics")):
            beside = places.beside(path, "residents" if kind == "residents" else "rubrics")
            for folder in (*beside, *(root / below for root in self._roots)):
                if folder not in self._read:
                    self._read[folder] = [*_stamps(folder, self._scored)]
                yield from self._read[folder]


@cache
def program() -> str:
    """A digest of the program: its version, and the stamps of the files that have a say."""
    package = Path(trainer.__file__).parent
    told = sha256(trainer.__version__.encode())
    for room in _ROOMS:
        for stamp in _stamps(package / room, True):
            told.update(stamp)
    return told.hexdigest()


def _stamps(folder: Path, all_files: bool) -> Iterator[bytes]:
    """Path, size and time of change of the files in `folder`, YAML only or all."""
    yield str(folder).encode("utf-8", "surrogateescape")
    for path, status in sorted(_files(folder)):
        if all_files or path.endswith((".yaml", ".yml")):
            yield f"{path}\0{status[0]}\0{status[1]}".encode("utf-8", "surrogateescape")


def _files(folder: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        with suppress(OSError):
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _files(Path(entry.path))
            elif entry.is_file():
                status = entry.stat()
                yield entry.path, (status.st_size, status.st_mtime_ns)


def _fix(found: Diagnostic) -> list[Mapping[str, object]]:
    return [edit.model_dump(mode="json") for edit in found.fix]


def _read(path: Path) -> dict[str, str]:
    try:
        heading, *lines = path.read_text("utf-8").split("\n")
    except (OSError, ValueError):
        return {}
    if heading != _HEADING:
        return {}
    return {key: told for key, _space, told in (line.partition(" ") for line in lines) if told}
