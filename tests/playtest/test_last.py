"""The last result of a scenario, for whoever looks at it next."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.playtest.toy import played
from trainer.playtest.last import recall, remember
from trainer.playtest.report import Report

HASH, OTHER = "a" * 64, "b" * 64


@pytest.fixture(scope="module")
def found() -> Report:
    return played(runs=20)


def test_what_was_remembered_is_recalled(tmp_path: Path, found: Report) -> None:
    assert recall(tmp_path, "waiting", HASH) is None
    remember(tmp_path, HASH, found)
    last = recall(tmp_path, "waiting", HASH)
    assert last is not None
    row, is_outdated = last
    assert not is_outdated
    assert row["branches"]["missed"] == list(found.branches.missed)
    assert row["endings"]["counts"] == found.endings.counts


def test_of_a_changed_scenario_the_result_is_outdated(tmp_path: Path, found: Report) -> None:
    remember(tmp_path, HASH, found)
    last = recall(tmp_path, "waiting", OTHER)
    assert last is not None
    assert last[1]


def test_only_the_last_result_is_kept(tmp_path: Path, found: Report) -> None:
    remember(tmp_path, HASH, found)
    remember(tmp_path, OTHER, found)
    assert len(list((tmp_path / "playtest").iterdir())) == 1
    assert recall(tmp_path, "another", HASH) is None


def test_a_damaged_result_is_none(tmp_path: Path, found: Report) -> None:
    remember(tmp_path, HASH, found)
    next((tmp_path / "playtest").iterdir()).write_text("{", "utf-8")
    assert recall(tmp_path, "waiting", HASH) is None


def test_where_nothing_can_be_written_nothing_is_remembered(tmp_path: Path, found: Report) -> None:
    (tmp_path / "home").write_text("in the way", "utf-8")
    remember(tmp_path / "home", HASH, found)
    assert recall(tmp_path / "home", "waiting", HASH) is None
