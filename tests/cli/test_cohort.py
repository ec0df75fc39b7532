"""A class at the command line."""

from __future__ import annotations

import json
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.session.rated import AT, mark, rate, session
from trainer.session.people import enlist


@pytest.fixture
def ann(tmp_path: Path) -> str:
    """Two sessions of Ann's and one of nobody's, who carries a name that an older journal has."""
    who, _notice = enlist(tmp_path, "Ann Lee", "2")
    for day, (trainee, replies) in enumerate(
        [(who, ("polite 2", "polite 1, shove -1")), ("Ann Lee", ("polite 2",)), ("Old Bo", ())]
    ):
        then = AT + timedelta(days=40 * day)
        session(tmp_path, *replies, trainee=trainee, clock=lambda then=then: then)
    return who


def test_the_class_in_a_terminal(small: Run, ann: str) -> None:
    done = small("cohort")
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 sessions by 2 people in 1 scenario, 2026-03-01 to 2026-05-20 (UTC)" in done.stdout
    assert ann in done.stdout
    assert "Person 1" in done.stdout
    assert "Ann" not in done.stdout
    assert "Brush-off (fault)" in done.stdout
    assert "Scores are advisory" in done.stdout
    assert "not the mean of the criteria" in " ".join(done.stdout.split())
    assert "from 5 such scenarios on" in " ".join(done.stdout.split())
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert small("cohort").stdout == done.stdout


def test_names_when_asked(small: Run, ann: str) -> None:
    told = small("cohort", "--with-names").stdout
    assert "Ann Lee" in told
    assert "Old Bo" in told
    assert ann not in told


def test_the_interface_language_is_the_reports(small: Run, ann: str) -> None:
    told = small("--lang", "zh-CN", "cohort").stdout
    assert "推诿（禁忌）" in told
    assert "评分仅供练习参考" in told


def test_json_and_files(small: Run, ann: str, tmp_path: Path) -> None:
    (rubric,) = json.loads(small("cohort", "--format", "json").stdout)["rubrics"]
    assert rubric["rubric"] == "small 1"
    assert [p["sessions"] for p in rubric["people"]] == [1, 2]
    for form, begin in (("html", b"<!DOCTYPE html>"), ("xlsx", b"PK"), ("text", b"Rubric small 1")):
        file = tmp_path / "out" / f"class.{form}"
        done = small("cohort", "--format", form, "--out", str(file))
        assert (done.returncode, done.stdout) == (0, "")
        assert f"Written: {file}" in done.stderr
        assert file.read_bytes().startswith(begin)
        assert os.name == "nt" or file.stat().st_mode & 0o777 == 0o600


def test_parquet_is_read_again(small: Run, ann: str, tmp_path: Path) -> None:
    done = small("cohort", "--format", "parquet", "--out", str(tmp_path / "tables"))
    assert done.returncode == 0
    names = sorted(p.name for p in (tmp_path / "tables").iterdir())
    assert names == ["scores.parquet", "sessions.parquet"]
    raw = b"".join(p.read_bytes() for p in (tmp_path / "tables").iterdir())
    assert ann.encode() in raw
    assert raw.count(b"Scores are advisory") == 2
    assert b"Ann Lee" not in raw
    assert b"Old Bo" not in raw
    again = small("cohort", "--from", str(tmp_path / "tables"), "--with-names")
    assert again.returncode == 0
    assert "Ann Lee" in again.stdout
    assert "1 session is nobody's" in again.stdout


def test_some_sessions_or_those_of_another_folder(small: Run, ann: str, tmp_path: Path) -> None:
    first, *_more, last = sorted((tmp_path / "sessions").glob("*.jsonl"))
    assert "1 session by 1 person" in small("cohort", last.stem).stdout
    shutil.copytree(tmp_path / "sessions", tmp_path / "elsewhere")
    shutil.copy(first, tmp_path / "elsewhere" / "copy.jsonl")
    done = small("cohort", "--from", str(tmp_path / "elsewhere"))
    assert done.returncode == 0
    assert "3 sessions by" in done.stdout
    assert f"more than one file of session {first.stem}" in done.stderr


def test_second_markers_stand_beside_the_program_without_their_names(
    small: Run, ann: str, tmp_path: Path
) -> None:
    first, second, _third = sorted((tmp_path / "sessions").glob("*.jsonl"))
    for path, turn in ((first, 1), (first, 2), (second, 1)):
        rate(path, mark("Kim", turn, "polite", 2), mark("Kim", turn, "shove", 0))
    told = small("cohort").stdout
    assert "program / Second marker  6" in told
    assert "Kim" not in told
    (rubric,) = json.loads(small("cohort", "--format", "json", "--with-names").stdout)["rubrics"]
    assert rubric["agreement"]["comparisons"][0]["raters"] == ["Kim"]
    Path(str(first).removesuffix(".jsonl") + ".ratings.jsonl").write_text("nonsense\n")
    done = small("cohort")
    assert done.returncode == 1
    assert "Line 1 of" in done.stderr
    assert "program / Second marker" in done.stdout


def test_what_is_damaged_is_named_and_the_rest_counts(small: Run, ann: str, tmp_path: Path) -> None:
    first, *_more = sorted((tmp_path / "sessions").glob("*.jsonl"))
    lines = first.read_bytes().splitlines(keepends=True)
    first.write_bytes(b"".join(lines[:4]) + b"x" + b"".join(lines[4:]))
    (tmp_path / "sessions" / "nothing.jsonl").write_text("nonsense\n")
    for arguments in ((), ("--from", str(tmp_path))):
        done = small("cohort", *arguments)
        assert done.returncode == 1
        assert "3 sessions by" in done.stdout
        assert "1 session is in a damaged or cut-off file" in " ".join(done.stdout.split())
        assert "Only what stands before it counts" in done.stderr
        assert "nothing.jsonl is not a session file" in done.stderr


def test_a_marked_session_that_is_damaged_is_named_once(
    small: Run, ann: str, tmp_path: Path
) -> None:
    first, *_more = sorted((tmp_path / "sessions").glob("*.jsonl"))
    rate(first, mark("Kim", 1, "polite", 2))
    first.write_text("nonsense\n")
    for arguments in ((), ("--from", str(tmp_path))):
        assert small("cohort", *arguments).stderr.count(first.name) == 1


def test_wrong_usage_is_a_sentence(small: Run, tmp_path: Path) -> None:
    for arguments, said in (
        ((), "There are no sessions here"),
        (("--format", "pdf"), "--format takes one of text, json, xlsx, html, parquet"),
        (("--format", "parquet"), "say the folder with --out"),
        (("x", "--from", "y"), "not both"),
        (("--from", str(tmp_path / "none")), "There is no folder"),
        (("--from", str(tmp_path / "*.parquet")), "no table of sessions"),
    ):
        done = small("cohort", *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr


def test_nothing_readable_is_no_class(small: Run, tmp_path: Path) -> None:
    (tmp_path / "sessions").mkdir()
    (tmp_path / "sessions" / "x.jsonl").write_text("nonsense\n")
    done = small("cohort")
    assert done.returncode == 2
    assert "None of these sessions can be read" in done.stderr
