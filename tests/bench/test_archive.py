"""The archive: 10,000 sessions listed and searched."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from tests.bench.conftest import Told
from tests.session.small import CURT, POLITE, SHOVE, played
from trainer.session.archive import list_sessions
from trainer.session.index import FILE

SESSIONS = 10_000
REPLIES = [
    "请您坐，我马上帮您查社保转移的进度。",
    POLITE,
    CURT,
    "I am sorry, we close at five.",
    SHOVE,
]


def test_ten_thousand_sessions(told: Told, tmp_path: Path) -> None:
    """Journals copied from a few that were played, each with a name and a time of its own."""
    at = datetime(2025, 1, 1, tzinfo=UTC)
    models = []
    for first in range(len(REPLIES)):
        said = (REPLIES[first:] + REPLIES[:first]) * 2
        then = at + timedelta(days=first)
        session = _as_far_as_it_goes(tmp_path / "models", said, then)
        models.append((session, (tmp_path / "models/sessions" / f"{session}.jsonl").read_bytes()))
    folder = tmp_path / "sessions"
    folder.mkdir()
    for number in range(SESSIONS):
        session, raw = models[number % len(models)]
        (folder / f"{session[:15]}-{number:06x}.jsonl").write_bytes(raw)
    first_time = _seconds(tmp_path)
    warm = min(_seconds(tmp_path) for _time in range(5))
    told.figure("10,000 sessions: index made", f"{first_time:.1f} s")
    told.figure("10,000 sessions: index", f"{(tmp_path / FILE).stat().st_size / 1e6:.0f} MB")
    told.figure("10,000 sessions: listed, warm", f"{warm:.3f} s", "[0.3]")
    for word in ("社保转移", "社保", "five"):
        found = min(_seconds(tmp_path, word) for _time in range(3))
        told.figure(f"10,000 sessions: those with “{word}”", f"{found:.3f} s")
    for arguments in (["sessions", "--format", "json"], ["sessions"], ["--version"]):
        told.figure(
            f"10,000 sessions: trainer {' '.join(arguments)}",
            f"{min(_command(tmp_path, arguments) for _time in range(3)):.3f} s",
        )
    assert len(list_sessions(tmp_path)[0]) == SESSIONS


def _as_far_as_it_goes(home: Path, replies: list[str], at: datetime) -> str:
    for count in range(len(replies), 0, -1):
        try:
            return played(home, *replies[:count], clock=lambda: at).started.session
        except ValueError:  # it was over before
            continue
    raise AssertionError("no talk")


def _seconds(home: Path, find: str = "") -> float:
    start = perf_counter()
    list_sessions(home, find=find)
    return perf_counter() - start


def _command(home: Path, arguments: list[str]) -> float:
    start = perf_counter()
    subprocess.run(
        [sys.executable, "-m", "trainer.cli", "--home", str(home), *arguments],
        stdout=subprocess.DEVNULL,
        env=os.environ | {"LC_ALL": "C"},
        check=True,
    )
    return perf_counter() - start
