"""Assessments kept from one playtest to the next, in a small database under the home folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import trainer.scoring
from trainer.model.assessment import Assessment
from trainer.playtest.scores import finding, mention
from trainer.session.cache import Cache

MOST = 200_000
"""Assessments kept, some 60 megabytes; beyond that the oldest go."""

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
        self._kept = Cache[str](path, MOST)

    def read(self, keys: Sequence[str]) -> Mapping[str, Assessment]:
        """Those that are kept."""
        try:
            return {key: _read(told) for key, told in self._kept.read(keys).items()}
        except (ValueError, TypeError, KeyError):
            return {}

    def write(self, found: Mapping[str, Assessment]) -> None:
        """Keep these."""
        self._kept.write({key: _told(assessment) for key, assessment in found.items()})


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
