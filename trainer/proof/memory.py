"""A scorer that is asked the same thing once, in one check and from one check to the next."""

from __future__ import annotations

import zlib
from hashlib import sha256
from pathlib import Path

from trainer.model.assessment import Assessment, Context
from trainer.proof.remembered import program
from trainer.scoring.scorer import Scorer
from trainer.session.cache import Cache

MOST = 20_000
"""Assessments kept, some 30 megabytes; beyond that the oldest go."""


class Kept:
    """Assessments in the file `path`. Where it cannot be read or written nothing is kept."""

    def __init__(self, path: Path) -> None:
        self._kept = Cache[bytes](path, MOST)
        self._new: dict[bytes, bytes] = {}

    def get(self, key: bytes) -> Assessment | None:
        """The assessment of that key, if it is kept."""
        told = self._kept.read([key]).get(key)
        try:
            return Assessment.model_validate_json(zlib.decompress(told)) if told else None
        except (ValueError, TypeError, zlib.error):
            return None

    def put(self, key: bytes, assessment: Assessment) -> None:
        """Keep an assessment, once `keep` is called."""
        self._new[key] = zlib.compress(assessment.model_dump_json(by_alias=True).encode())

    def keep(self) -> None:
        """Write what is new."""
        if self._new:
            self._kept.write(self._new)
            self._new.clear()


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
