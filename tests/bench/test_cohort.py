"""Cohorts: 10,000 sessions from the archive, 1,000,000 from Parquet tables that DuckDB makes by itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import pytest

from tests.bench.conftest import Told
from tests.session.small import POLITE, SHOVE, played
from trainer.session.chain import sealed, unseal
from trainer.session.index import FILE

SESSIONS, PEOPLE, CRITERIA = 1_000_000, 50_000, 14
_GENERATED = f"""
COPY (
  SELECT printf('2025%07d-%06x', i // 10, i) AS session, 't-' || hash(i) % {PEOPLE} AS trainee,
         'scenario-' || hash(i * 7) % 40 AS scenario, 'Scenario ' || hash(i * 7) % 40 AS title,
         'h' AS scenario_hash, 'S' AS disc, 'hall' AS venue, 'en' AS lang, 'coached' AS mode,
         TIMESTAMP '2025-01-01' + INTERVAL (i * 30) SECOND AS started,
         CASE WHEN hash(i * 11) % 10 < 8 THEN started + INTERVAL 10 MINUTE END AS finished,
         CASE WHEN finished IS NOT NULL THEN 'end' END AS ending,
         CASE WHEN finished IS NOT NULL THEN 'The end' END AS ending_title,
         CASE WHEN finished IS NOT NULL THEN hash(i * 13) % 2 = 0 END AS good, false AS imported,
         CAST(hash(i * 17) % 101 AS INTEGER) AS overall, CAST(hash(i * 19) % 10 + 1 AS INTEGER) AS turns,
         '1' AS scorer, 'reception 1.0' AS rubric, 'x' AS rubric_hash
  FROM range({SESSIONS}) r(i)
) TO '{{folder}}/sessions.parquet' (FORMAT parquet, COMPRESSION zstd);
COPY (
  SELECT printf('2025%07d-%06x', i // 10, i) AS session, 'criterion_' || k AS criterion,
         hash(i * 31 + k) % 10001 / 10000.0::DOUBLE AS mean, CAST(hash(i * 37 + k) % 6 + 1 AS INTEGER) AS replies
  FROM range({SESSIONS}) r(i), range({CRITERIA}) s(k) WHERE hash(i * 41 + k) % 10 < 7
) TO '{{folder}}/scores.parquet' (FORMAT parquet, COMPRESSION zstd)
"""
"""As good as by chance: a hash of the row's number."""
_MEASURED = """
import json, resource, sys, time
from pathlib import Path
from trainer.report.cohort.figures import figures
from trainer.session import parquet
def spent():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return time.perf_counter(), used.ru_utime + used.ru_stime
there = parquet.files(sys.argv[1])
with parquet._duckdb() as db:
    plain = "SELECT criterion, sum(mean * replies) FROM read_parquet('%s') GROUP BY 1" % there[0][1]
    db.execute(plain).fetchall()
    first = spent()
    db.execute(plain).fetchall()
    second = spent()
tallied = parquet.tally_of(there)
third = spent()
made = figures(*tallied)
fourth = spent()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
parts = [[b - a for a, b in zip(*each)] for each in zip((first, second, third), (second, third, fourth))]
print(json.dumps({"parts": parts, "peak": peak, "sessions": made[0].group.sessions}))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the peak of memory is asked of a POSIX system")
def test_a_million_sessions(told: Told, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    duckdb.connect().execute(_GENERATED.format(folder=tmp_path))
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(tmp_path)], capture_output=True, check=True
    )
    found = json.loads(done.stdout)
    (plain, plain_cpu), (tally, tally_cpu), (figures, _cpu) = found["parts"]
    told.figure("1,000,000 sessions: one group-by of a plain scan", f"{plain:.2f} s")
    told.figure("1,000,000 sessions: all tallies", f"{tally:.1f} s", "[5]")
    told.figure("1,000,000 sessions: tallies in processor time", f"{tally_cpu:.1f} s")
    told.figure(
        "1,000,000 sessions: to the plain scan, processor", f"{tally_cpu / plain_cpu:.0f} x"
    )
    told.figure("1,000,000 sessions: figures of the tallies", f"{figures:.1f} s")
    told.figure("1,000,000 sessions: memory at most", f"{found['peak']:.0f} MiB", "[1024]")
    assert found["sessions"] == SESSIONS


def test_ten_thousand_sessions_of_the_archive(told: Told, tmp_path: Path) -> None:
    """Journals copied from two that were played, each sealed anew under an id and a trainee of its own."""
    at = datetime(2025, 1, 1, tzinfo=UTC)
    models = []
    for replies in ((POLITE, POLITE), (SHOVE,)):
        session = played(tmp_path / "models", *replies, clock=lambda: at).started.session
        lines = (tmp_path / "models/sessions" / f"{session}.jsonl").read_bytes().splitlines()
        bodies, total = [], ""
        for line in lines:
            body, total = unseal(total, line) or (b"", "")
            bodies.append(body)
        models.append((session, bodies))
    folder = tmp_path / "sessions"
    folder.mkdir()
    for number in range(10_000):
        session, bodies = models[number % 2]
        own = f"{session[:15]}-{number:06x}"
        first = json.loads(bodies[0]) | {"session": own, "trainee": f"t-{number % 300}"}
        begin = json.dumps(first, ensure_ascii=False).encode()
        (folder / f"{own}.jsonl").write_bytes(sealed("", [begin, *bodies[1:]])[0])
    for name in ("first", "again"):
        start = perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "trainer.cli", "--home", str(tmp_path), "cohort"],
            capture_output=True,
            env=os.environ | {"LC_ALL": "C"},
            check=True,
        )
        seconds = perf_counter() - start
        told.figure(f"10,000 sessions: trainer cohort, {name}", f"{seconds:.2f} s")
    size = (tmp_path / FILE).stat().st_size / 1e6
    told.figure("10,000 sessions: index", f"{size:.0f} MB")
    assert b"10000 sessions by 300 people" in done.stdout
