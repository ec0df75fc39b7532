"""A cache: what took long to work out, by a key of all that decides it, in a small database.

It may be deleted at any time. Where it cannot be read or written it holds nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Generic, TypeVar

from trainer.session.home import own_folder

_AT_ONCE = 500
"""Keys asked for in one query."""

V = TypeVar("V", str, bytes)


class Cache(Generic[V]):
    """Values by key, texts or bytes, in the file `path`; beyond `most` of them the oldest go."""

    def __init__(self, path: Path, most: int) -> None:
        self._path = path
        self._most = most

    def read(self, keys: Sequence[V]) -> dict[V, V]:
        """What is kept of these."""
        found: dict[V, V] = {}
        try:
            if not self._path.is_file():
                return found
            with closing(self._open()) as base:
                for start in range(0, len(keys), _AT_ONCE):
                    some = keys[start : start + _AT_ONCE]
                    marks = ",".join("?" * len(some))
                    rows = base.execute(f"SELECT key, told FROM kept WHERE key IN ({marks})", some)
                    found.update(rows)
        except (sqlite3.Error, OSError):
            return {}
        return found

    def write(self, rows: Mapping[V, V]) -> None:
        """Keep these."""
        for _attempt in range(2):
            try:
                own_folder(self._path.parent)
                with closing(self._open()) as base, base:
                    base.execute("CREATE TABLE IF NOT EXISTS kept (key UNIQUE, told)")
                    base.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", rows.items())
                    last = base.execute("SELECT max(rowid) FROM kept").fetchone()[0]
                    base.execute("DELETE FROM kept WHERE rowid <= ?", (last - self._most,))
                return
            except sqlite3.OperationalError:
                return  # busy, full or not ours to write: it is only slower next time
            except sqlite3.DatabaseError:
                self._path.unlink(missing_ok=True)  # damaged: begun anew
            except OSError:
                return

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=2)
