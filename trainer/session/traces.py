"""What a journal that cannot be read still tells of itself: whose session it was, and when it was begun.

A journal says both in its first line alone; where that is damaged, the words may stand there yet. What somebody said
cannot pass for them, since in a journal its quotation marks are escaped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from trainer.errors import StorageError
from trainer.i18n import gettext as _
from trainer.session.archive import SessionEntry
from trainer.session.home import journals

_TRAINEE = re.compile(rb'"trainee":("(?:[^"\\]|\\.)*")')
_AT = re.compile(rb'"at":"([^"\\]*)"')


class Trace(NamedTuple):
    """A journal that is no entry of any list. `trainees` and `begun` are empty and None where nothing says so."""

    path: Path
    trainees: frozenset[str]
    begun: datetime | None

    @property
    def nobody(self) -> StorageError:
        """Nothing says whose session it is."""
        return StorageError(
            _(
                "{path} cannot be read, and nothing in it says whose session it is: it was left out."
            ).format(path=self.path)
        )

    @property
    def undated(self) -> StorageError:
        """Nothing says when it was begun."""
        return StorageError(
            _(
                "{path} cannot be read, and nothing in it says when it was begun: it was left out."
            ).format(path=self.path)
        )


def traces(home: Path, entries: Iterable[SessionEntry]) -> list[Trace]:
    """The journals under a home folder that are none of the entries, but for empty ones, which hold nothing."""
    known = {entry.path.name for entry in entries}
    unread = [path for path in journals(home) if path.name not in known]
    return [trace for trace in map(_trace, unread) if trace is not None]


def _trace(path: Path) -> Trace | None:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError:
        return Trace(path, frozenset(), None)
    return Trace(path, frozenset(_trainees(raw)), min(_times(raw), default=None)) if raw else None


def _trainees(raw: bytes) -> Iterator[str]:
    for said in _TRAINEE.findall(raw):
        with suppress(ValueError):
            yield json.loads(said)


def _times(raw: bytes) -> Iterator[datetime]:
    for said in _AT.findall(raw):
        with suppress(ValueError):
            at = datetime.fromisoformat(said.decode("utf-8", "replace"))
            if at.tzinfo is not None:
                yield at
