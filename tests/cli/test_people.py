from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.session.small import POLITE, SHOVE, played
from trainer.cli import records
from trainer.session.archive import list_sessions
from trainer.session.notice import VERSION


class Answering:
    """Somebody at the keyboard who says one thing."""

    is_live = True

    def __init__(self, answer: str | None) -> None:
        self.answer = answer
        self.asked = ""

    def line(self, prompt: str) -> str | None:
        self.asked += prompt
        return self.answer


@pytest.fixture
def two(small: Run) -> Run:
    """A home with two sessions of 陈晨 and one of Bo."""
    for name, reply in (("陈晨", POLITE), ("Bo", SHOVE), ("陈晨", SHOVE)):
        small("play", "counter", "--trainee", name, given=f"{reply}\n")
    return small


def test_the_notice_is_shown_before_the_first_talk_only(small: Run) -> None:
    first = small("play", "counter", "--trainee", "Ann", given=f"{SHOVE}\n")
    second = small("play", "counter", "--trainee", "Ann", given=f"{SHOVE}\n")
    chinese = small("--lang", "zh-CN", "play", "counter", "--trainee", "Bo", given=f"{SHOVE}\n")
    assert first.stdout.startswith("What is kept of you")
    assert "What is kept of you" not in second.stdout
    assert chinese.stdout.startswith("关于您的练习记录")


def test_sessions_are_found_by_what_was_said_and_by_name(two: Run) -> None:
    def found(*words: str) -> list[str]:
        done = two("sessions", "--find", " ".join(words), "--format", "json")
        assert done.returncode == 0
        return [row["trainee"] for row in json.loads(done.stdout)]

    assert found("not my job") == ["陈晨", "Bo"]
    assert found("陈晨") == ["陈晨", "陈晨"]
    assert found("陈晨", "please") == ["陈晨"]
    assert found("nowhere") == []
    none = two("sessions", "--find", "nowhere")
    assert (none.returncode, none.stdout) == (0, "")
    assert "nowhere" in none.stderr


def test_who_is_who_is_listed(two: Run) -> None:
    rows = json.loads(two("people", "list", "--format", "json").stdout)
    assert [(r["name"], r["sessions"], r["notice"]) for r in rows] == [
        ("Bo", 1, VERSION),
        ("陈晨", 2, VERSION),
    ]
    assert rows[0]["pseudonym"] in two("people", "list").stdout


def test_the_list_of_a_new_home_is_empty(small: Run) -> None:
    done = small("people", "list")
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads(small("people", "list", "--format", "json").stdout) == []


def test_a_copy_is_put_where_it_was_asked_for(two: Run, tmp_path: Path) -> None:
    file = tmp_path / "copy.zip"
    done = two("people", "export", "陈晨", "--out", str(file))
    assert (done.returncode, done.stdout) == (0, "")
    assert "2 sessions" in done.stderr
    assert file.stat().st_mode & 0o077 == 0
    before = file.read_bytes()
    two("people", "export", "陈晨", "--out", str(file))
    assert file.read_bytes() == before
    with zipfile.ZipFile(file) as zipped:
        assert len(zipped.namelist()) == 3


def test_erasing_removes_one_person_and_says_what(two: Run, tmp_path: Path) -> None:
    done = two("people", "erase", "陈晨", "--yes")
    assert done.returncode == 0
    assert "2 sessions" in done.stdout
    assert [r["name"] for r in json.loads(two("people", "list", "--format", "json").stdout)] == [
        "Bo"
    ]
    assert len(list_sessions(tmp_path)[0]) == 1
    gone = two("people", "erase", "陈晨", "--yes")
    assert gone.returncode == 2
    assert "陈晨" in gone.stderr
    (line,) = (tmp_path / "audit.jsonl").read_text().splitlines()
    kept = json.loads(line)
    assert (kept["action"], kept["count"]) == ("erase", 2)
    assert "陈晨" not in line


def test_erasing_asks_first(two: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for answer, code, left in ((None, 1, 3), ("no", 1, 3), ("", 1, 3), ("yes", 0, 1)):
        keyboard = Answering(answer)
        monkeypatch.setattr(records, "standard_input", lambda keyboard=keyboard: keyboard)
        done = two("people", "erase", "陈晨")
        assert (done.returncode, len(list_sessions(tmp_path)[0])) == (code, left)
        assert "2 sessions" in keyboard.asked


@pytest.mark.parametrize(
    "arguments", [("people", "erase", "Bo"), ("purge", "--before", "2999-01-01")]
)
def test_where_nobody_can_be_asked_nothing_is_removed(
    two: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    done = two(*arguments)
    assert done.returncode == 2
    assert "--yes" in done.stderr
    assert len(list_sessions(tmp_path)[0]) == 3


def test_purging_removes_what_was_begun_before_the_day(two: Run, tmp_path: Path) -> None:
    none = two("purge", "--before", "2001-01-01", "--yes")
    assert (none.returncode, none.stdout.split(",")[0]) == (0, "Removed: 0 sessions")
    assert len(list_sessions(tmp_path)[0]) == 3
    done = two("purge", "--before", "2999-01-01", "--yes")
    assert (done.returncode, done.stdout.split(",")[0]) == (0, "Removed: 3 sessions")
    assert list_sessions(tmp_path) == ([], [])


def test_a_journal_that_nothing_tells_of_is_named_and_erasing_is_not_done(
    two: Run, tmp_path: Path
) -> None:
    unread = tmp_path / "sessions" / "x.jsonl"
    unread.write_text("nonsense\n")
    assert unread.name in two("people", "list").stderr
    for arguments in (
        ("people", "export", "Bo", "--out", str(tmp_path / "copy.zip")),
        ("people", "erase", "Bo", "--yes"),
        ("purge", "--before", "2001-01-01", "--yes"),
    ):
        done = two(*arguments)
        assert done.returncode == 3
        assert unread.name in done.stderr
    assert "Bo" in two("people", "list").stdout
    unread.unlink()
    assert two("people", "erase", "Bo", "--yes").returncode == 0
    assert "Bo" not in two("people", "list").stdout


def test_a_journal_known_by_its_traces_or_sound_at_its_start_is_not_said_to_be_left(
    two: Run, tmp_path: Path
) -> None:
    for entry, line in zip(list_sessions(tmp_path)[0], (0, 0, 3), strict=True):
        lines = entry.path.read_text("utf-8").split("\n")
        lines[line] = lines[line].replace('"at":', '"at" :')
        entry.path.write_text("\n".join(lines), "utf-8")
    rows = json.loads(two("people", "list", "--format", "json").stdout)
    assert [(r["name"], r["sessions"]) for r in rows] == [("Bo", 1), ("陈晨", 2)]
    done = two("people", "erase", "陈晨", "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 sessions" in done.stdout
    done = two("people", "erase", "Bo", "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert not list((tmp_path / "sessions").iterdir())


@pytest.mark.parametrize(
    "arguments",
    [
        ("people",),
        ("people", "nonsense"),
        ("people", "export"),
        ("people", "export", "陈晨"),
        ("people", "export", "nobody", "--out", "x.zip"),
        ("people", "erase"),
        ("people", "list", "Bo"),
        ("people", "list", "--format", "xml"),
        ("purge",),
        ("purge", "--before", "yesterday", "--yes"),
        ("purge", "--before", "2026-02-30", "--yes"),
    ],
)
def test_wrong_usage_is_told(two: Run, arguments: tuple[str, ...]) -> None:
    done = two(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr


def test_exports_name_nobody_unless_asked(small: Run, tmp_path: Path) -> None:
    said = f"Ann Lee here, 555-123-4567. {POLITE}"
    small("play", "counter", "--trainee", "Ann Lee", given=f"{said}\n")
    (entry,) = list_sessions(tmp_path)[0]
    plain = small("export", entry.session, "--to", "md").stdout
    assert entry.trainee in plain
    assert "555-123-4567" in plain
    assert "Ann Lee" in small("export", entry.session, "--to", "md", "--with-names").stdout
    hidden = small("export", entry.session, "--to", "jsonl", "--redact").stdout
    assert "Ann" not in hidden
    assert "123-4567" not in hidden
    assert f"[name] here, [telephone]. {POLITE}" in hidden


def test_an_older_journal_with_a_name_is_exported_without_it(small: Run, tmp_path: Path) -> None:
    session = played(tmp_path, POLITE, trainee="Ann Lee").started.session
    assert "Ann" not in small("export", session, "--to", "md").stdout
    assert "Ann Lee" in small("export", session, "--to", "md", "--with-names").stdout
