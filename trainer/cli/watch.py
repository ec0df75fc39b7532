"""Noticing that files have changed, by looking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from time import sleep

from trainer.content import places
from trainer.content.library import Library
from trainer.errors import NotFound

EVERY = 0.4
"""Seconds between two looks."""

Stamps = dict[Path, tuple[int, int]]


def watched(library: Library, paths: Sequence[Path]) -> Iterator[Stamps]:
    """The stamps of the files at once, and again whenever one was changed, added or removed."""
    last: Stamps | None = None
    while True:
        now = stamps(library, paths)
        if now != last:
            yield now
            last = now
        sleep(EVERY)


def stamps(library: Library, paths: Sequence[Path]) -> Stamps:
    """Size and time of change of each file, and of the residents and rubrics that they may refer to."""
    files: dict[Path, None] = {}
    for given in [[path] for path in paths] or [[]]:
        # An editor may take a file away for the moment in which it writes it.
        with suppress(NotFound, OSError):
            files.update(dict.fromkeys(library.files(given)))
    folders: dict[Path, None] = {}
    for folder in {path.parent: path for path in files}.values():
        around = library.around(folder)
        folders.update(dict.fromkeys((*around.residents, *around.rubrics)))
    for each in folders:
        with suppress(OSError):
            files.update(dict.fromkeys(places.yaml_files(each)))
    found: Stamps = {}
    for path in files:
        with suppress(OSError):
            status = path.stat()
            found[path] = status.st_mtime_ns, status.st_size
    return found
