"""`trainer playtest`: exit codes, JSON, text in both languages."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.playtest.toy import CONTENT, WAITING, ByWords, changed, library
from trainer import i18n
from trainer.cli.run import run
from trainer.playtest.last import recall
from trainer.session.desk import Desk

Played = Callable[..., tuple[int, str, str]]


@pytest.fixture
def trainer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Played]:
    """The program on the small content, its exit code and what it said."""

    def play(*arguments: str) -> tuple[int, str, str]:
        with monkeypatch.context() as patch:
            patch.setenv("COLUMNS", "80")
            streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2)]
            for name, stream in zip(("stdout", "stderr"), streams, strict=True):
                patch.setattr(sys, name, stream)
            desk = Desk(tmp_path / "home", "en", library=library(), scorer=ByWords())
            code = run(arguments, desk)
            told = []
            for stream in streams:
                stream.flush()
                told.append(stream.buffer.getvalue().decode())
        return code, *told  # type: ignore[return-value]

    before = i18n.current()
    yield play
    i18n.use(before)


def test_a_sound_scenario_exits_with_0(trainer: Played) -> None:
    code, said, told = trainer("playtest", "waiting", "--runs", "120")
    assert (code, told) == (0, "")
    assert "Branches  15/15" in said
    assert "each trainee fares as it should" in said


def test_json_has_what_others_rely_on(trainer: Played) -> None:
    code, said, _told = trainer("playtest", "waiting", "--runs", "120", "--format", "json")
    (row,) = json.loads(said)
    assert code == 0
    assert (row["scenario"], row["runs"], row["seed"]) == ("waiting", 120, 1)
    for kind in ("scenes", "branches", "endings", "lines", "criteria"):
        assert {"visited", "total", "missed"} <= row[kind].keys()
    assert sum(row["endings"]["counts"].values()) + row["unfinished"] == 120
    assert row["overall"]["skilled"] == 100
    assert row["shortest"]["content"]["turns"][0]["reply"]


def test_the_same_seed_gives_the_same_bytes(trainer: Played) -> None:
    first, second, other = (
        trainer("playtest", "waiting", "--runs", "30", "--seed", seed, "--jobs", jobs, "--format", "json")
        for seed, jobs in (("7", "1"), ("7", "2"), ("8", "1"))
    )  # fmt: skip
    assert first == second
    assert other[1] != first[1]


def test_what_was_not_reached_is_told_and_exits_with_1(trainer: Played, tmp_path: Path) -> None:
    path = changed(tmp_path, 0, 3, when={"visits": "at least 40"})
    code, said, _told = trainer("playtest", str(path), "--runs", "60")
    assert code == 1
    assert "start/4 → corner" in said
    assert "never reached" in said


def test_a_fault_is_told_with_its_talk_if_asked(trainer: Played, tmp_path: Path) -> None:
    path = changed(tmp_path, 0, 0, to="content")
    code, said, _told = trainer("playtest", str(path), "--runs", "60", "--talks")
    assert code == 1
    assert "The rude trainee reached the best ending" in said
    assert "not my job" in said.lower()


def test_every_line_fits_a_terminal(trainer: Played) -> None:
    from rich.cells import cell_len

    for lang in ("en", "zh-CN"):
        _code, said, _told = trainer(
            "--lang", lang, "playtest", "waiting", "--runs", "30", "--talks"
        )
        assert max(map(cell_len, said.splitlines())) <= 80


def test_in_chinese(trainer: Played) -> None:
    _code, said, _told = trainer("--lang", "zh-CN", "playtest", "waiting", "--runs", "30")
    assert "熟练" in said
    assert "共 30 次谈话" in said


def test_without_a_scenario_all_are_played(trainer: Played) -> None:
    _code, said, _told = trainer("playtest", "--runs", "10", "--format", "json")
    assert {row["scenario"] for row in json.loads(said)} == {"waiting", "counter"}


def test_it_is_told_when_nothing_is_written_for_the_trainees_to_say(
    trainer: Played, tmp_path: Path
) -> None:
    shutil.copytree(CONTENT / "rubrics", tmp_path / "rubrics")
    shutil.copy(WAITING, tmp_path / "waiting.yaml")
    (tmp_path / "rubrics" / "plain" / "trainees.en.yaml").unlink()
    _code, _said, told = trainer("playtest", str(tmp_path / "waiting.yaml"), "--runs", "10")
    assert "“trainees.en.yaml”" in told


@pytest.mark.parametrize(
    "arguments", [("wating",), ("waiting", "--runs", "0"), ("waiting", "--format", "xml")]
)
def test_wrong_usage_exits_with_2(trainer: Played, arguments: tuple[str, ...]) -> None:
    code, said, told = trainer("playtest", *arguments)
    assert (code, said) == (2, "")
    assert told


def test_a_scenario_with_mistakes_exits_with_1_and_shows_them(
    trainer: Played, tmp_path: Path
) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(WAITING.read_text("utf-8").replace("to: corner", "to: nowhere"), "utf-8")
    code, _said, told = trainer("playtest", str(path))
    assert code == 1
    assert "nowhere" in told


def test_the_result_is_remembered_for_the_preview(trainer: Played, tmp_path: Path) -> None:
    trainer("playtest", "waiting", "--runs", "10")
    loaded = library().find_scenario("waiting")
    last = recall(tmp_path / "home", "waiting", loaded.sha256)
    assert last is not None
    assert (last[0]["runs"], last[1]) == (10, False)
