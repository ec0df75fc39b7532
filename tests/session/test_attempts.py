"""Rows of sessions: from the index what the journals say, without reading them again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.session.rated import AT, session
from tests.session.small import start
from trainer.session.attempts import all_sessions, sessions_in
from trainer.session.home import sessions_folder
from trainer.session.places import Folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for day, replies in enumerate([("polite 2", "polite 1, shove -2"), ()]):
        then = AT + timedelta(days=day)
        session(tmp_path, *replies, trainee=f"t-{day}", clock=lambda then=then: then)
    return tmp_path


def test_a_row_has_what_a_class_is_told_by(home: Path) -> None:
    found = all_sessions(home)
    first, second = found.attempts
    assert (first.trainee, first.scenario, first.disc, first.venue) == (
        "t-0",
        "counter",
        "D",
        "hall",
    )
    assert (first.mode, first.scorer, first.rubric, first.turns) == (
        "coached",
        "by-level",
        "small 1",
        2,
    )
    means = {mean.criterion: (mean.mean, mean.replies) for mean in first.means}
    assert (means["polite"], means["shove"]) == ((0.75, 2), (0.5, 2))
    assert (second.overall, second.turns, second.finished, second.good) == (None, 0, None, None)
    assert [m.id for m in found.rubrics["small 1"]] == ["polite", "care", "shove"]


def test_the_index_says_what_the_journals_say(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Folder(sessions_folder(home))
    read = sessions_in([(place, name) for name in place.journals()])
    assert all_sessions(home) == read

    def fail(path: Path) -> None:
        raise AssertionError(f"{path} was read again")

    monkeypatch.setattr("trainer.session.archive._read", fail)
    assert all_sessions(home) == read


def test_a_reply_that_was_not_judged_yet_is_no_score_of_nought(home: Path) -> None:
    practice = start(home, trainee="t-9", clock=lambda: AT + timedelta(days=9))
    practice.say("polite 2")
    practice.close()
    assert all_sessions(home).attempts[-1].overall is None


def test_what_is_gone_is_gone_from_the_rows(home: Path) -> None:
    for path in sessions_folder(home).glob("*.jsonl"):
        path.unlink()
    assert all_sessions(home).attempts == []
