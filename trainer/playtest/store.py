"""Assessments kept from one playtest to the next, in a small database under the home folder."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import trainer.scoring
from trainer.model.assessment import Assessment
from trainer.playtest.scores import finding, mention
from trainer.session.home import own_folder

MOST = 200_000
"""Assessments kept, some 60 megabytes; beyond that the oldest go."""

_AT_ONCE = 500
_LISTS = ("cited", "contradicted", "promised", "actions")


def fingerprint(scorer: str, rubric: str) -> str:
    """Names all that decides an assessment besides context and reply.

    `scorer` is the scorer's version, `rubric` the hash of the rubric's file. The scoring code counts by
    its bytes, so that who changes it is never told what it said before.
    """
    total = hashlib.sha256(f"{scorer} {rubric}".encode())
    for path in sorted(Path(trainer.scoring.__file__).parent.glob("*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()


class CacheFile:
    """A store in the file `path`. Where it cannot be read or written it keeps nothing."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, keys: Sequence[str]) -> Mapping[str, Assessment]:
        """Those that are kept."""
        if not self._path.is_file():
            return {}
        found: dict[str, Assessment] = {}
        try:
            with closing(self._open()) as base:
                for start in range(0, len(keys), _AT_ONCE):
                    some = keys[start : start + _AT_ONCE]
                    marks = ",".join("?" * len(some))
                    rows = base.execute(f"SELECT key, told FROM kept WHERE key IN ({marks})", some)
                    found |= {key: _read(told) for key, told in rows}
        except (sqlite3.Error, OSError, ValueError, TypeError, KeyError):
            return {}
        return found

    def write(self, found: Mapping[str, Assessment]) -> None:
        """Keep these."""
        rows = [(key, _told(assessment)) for key, assessment in found.items()]
        for _attempt in range(2):
            try:
                own_folder(self._path.parent)
                with closing(self._open()) as base, base:
                    base.execute("CREATE TABLE IF NOT EXISTS kept (key TEXT UNIQUE, told TEXT)")
                    base.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", rows)
                    last = base.execute("SELECT max(rowid) FROM kept").fetchone()[0]
                    base.execute("DELETE FROM kept WHERE rowid <= ?", (last - MOST,))
                return
            except sqlite3.OperationalError:
                return  # busy, full or not ours to write: it is only slower next time
            except sqlite3.DatabaseError:
                self._path.unlink(missing_ok=True)  # damaged: begun anew
            except OSError:
                return

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=2)


def _told(assessment: Assessment) -> str:
    return json.dumps(
        [
            assessment.overall,
            assessment.elsewhere,
            [[f.criterion, f.level, f.score, f.called] for f in assessment.findings],
            *([m.id for m in getattr(assessment, name)] for name in _LISTS),
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _read(told: str) -> Assessment:
    overall, elsewhere, findings, *lists = json.loads(told)
    cited, contradicted, promised, actions = (tuple(map(mention, ids)) for ids in lists)
    return Assessment.model_construct(
        overall=overall,
        elsewhere=elsewhere,
        findings=tuple(finding(*each) for each in findings),
        cited=cited,
        contradicted=contradicted,
        promised=promised,
        actions=actions,
        features=(),
    )
