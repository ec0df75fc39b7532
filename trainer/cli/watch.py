"""Noticing that files have changed, by looking."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

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
        time.sleep(EVERY)


def stamps(library: Library, paths: Sequence[Path]) -> Stamps:
    """Size and time of change of each file, and of the content that the files may refer to."""
    found: Stamps = {}
    for given in (*paths, None):
        # An editor may remove a file for the moment in which it writes it.
        with suppress(NotFound, OSError):
            for path in library.files([given] if given else []):
                with suppress(OSError):
                    status = path.stat()
                    found[path] = status.st_mtime_ns, status.st_size
    return found
