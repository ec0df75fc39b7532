"""A scorer that is asked the same thing once, in one check and from one check to the next."""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from trainer.model.assessment import Assessment, Context
from trainer.proof.remembered import program
from trainer.scoring.scorer import Scorer
from trainer.session.home import own_folder

MOST = 20_000
"""Assessments kept, some 30 megabytes; beyond that the oldest go."""


class Kept:
    """Assessments in the file `path`. Where it cannot be read or written nothing is kept."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._new: dict[bytes, bytes] = {}

    def get(self, key: bytes) -> Assessment | None:
        """The assessment of that key, if it is kept."""
        try:
            if not self._path.is_file():
                return None
            with closing(self._open()) as base:
                row = base.execute("SELECT told FROM kept WHERE key = ?", (key,)).fetchone()
            return Assessment.model_validate_json(zlib.decompress(row[0])) if row else None
        except (sqlite3.Error, OSError, ValueError, TypeError, zlib.error):
            return None

    def put(self, key: bytes, assessment: Assessment) -> None:
        """Keep an assessment, once `keep` is called."""
        self._new[key] = zlib.compress(assessment.model_dump_json(by_alias=True).encode())

    def keep(self) -> None:
        """Write what is new."""
        if not self._new:
            return
        for _attempt in range(2):
            try:
                own_folder(self._path.parent)
                with closing(self._open()) as base, base:
                    base.execute("CREATE TABLE IF NOT EXISTS kept (key BLOB UNIQUE, told BLOB)")
                    base.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", self._new.items())
                    last = base.execute("SELECT max(rowid) FROM kept").fetchone()[0]
                    base.execute("DELETE FROM kept WHERE rowid <= ?", (last - MOST,))
                break
            except sqlite3.OperationalError:
                break  # busy, full or not ours to write: it is only slower next time
            except sqlite3.DatabaseError:
                self._path.unlink(missing_ok=True)  # damaged: begun anew
            except OSError:
                break
        self._new.clear()

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=2)


class Remembering:
    """Judges as `scorer` does, and remembers what it said, beyond this check where it is `kept`."""

    def __init__(self, scorer: Scorer, kept: Kept | None = None) -> None:
        self._scorer = scorer
        self._kept = kept
        self._known: dict[bytes, Assessment] = {}

    @property
    def version(self) -> str:
        """That of the scorer."""
        return self._scorer.version

    def assess(self, reply: str, context: Context) -> Assessment:
        """Judge `reply` in its context."""
        told = f"{program()}\n{self.version}\n{context.model_dump_json()}\n{reply}"
        key = sha256(told.encode("utf-8", "surrogatepass")).digest()
        found = self._known.get(key) or (self._kept.get(key) if self._kept else None)
        if found is None:
            found = self._scorer.assess(reply, context)
            if self._kept:
                self._kept.put(key, found)
        self._known[key] = found
        return found
