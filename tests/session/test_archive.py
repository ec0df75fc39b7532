from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.session.small import CURT, POLITE, SHOVE, played, start
from trainer.errors import UsageError
from trainer.session.archive import list_sessions, named_among
from trainer.session.index import FILE


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Three sessions, a minute apart, of which the last was left."""
    at = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
    for minute, (replies, trainee) in enumerate(
        [
            ((POLITE, POLITE), "t-aaaaaaaa"),
            ((SHOVE,), "t-bbbbbbbb"),
            (("请您坐下排队",), "t-aaaaaaaa"),
        ]
    ):
        then = at + timedelta(minutes=minute)
        played(tmp_path, *replies, trainee=trainee, clock=lambda then=then: then)
    return tmp_path


def shown(home: Path, find: str = "") -> list[str]:
    return [entry.trainee for entry in list_sessions(home, find=find)[0]]


def test_where_many_names_begin_alike_it_is_said_how_many() -> None:
    with pytest.raises(UsageError, match="Several sessions begin with “a”: a1, a2"):
        named_among(["a1", "a2", "b"], "a")
    with pytest.raises(
        UsageError, match="7 sessions begin with “a”, among them a0, a1, a2, a3, a4"
    ):
        named_among([f"a{n}" for n in range(7)], "a")


def test_the_list_says_what_the_journals_say(home: Path) -> None:
    entries, faults = list_sessions(home)
    assert faults == []
    assert [e.started.minute for e in entries] == [2, 1, 0]
    assert [(e.ending, e.overall) for e in entries] == [(None, 0), ("gone", 0), ("content", 100)]


def test_a_second_list_reads_no_journal(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = list_sessions(home)

    def fail(path: Path) -> None:
        raise AssertionError(f"{path} was read again")

    monkeypatch.setattr("trainer.session.archive._read", fail)
    assert list_sessions(home) == before


def test_a_session_that_went_on_is_read_again_and_one_that_is_gone_is_dropped(home: Path) -> None:
    first, *_rest = list_sessions(home)[0]
    os.utime(first.path, ns=(1, 1))
    last = list_sessions(home)[0][-1]
    last.path.unlink()
    start(home, trainee="t-cccccccc").close()
    assert shown(home) == ["t-cccccccc", "t-aaaaaaaa", "t-bbbbbbbb"]


@pytest.mark.parametrize(
    ("words", "sessions"),
    [
        ("please", 1),
        ("PLEASE sit", 1),
        ("not my job", 1),
        ("请您坐", 1),
        ("排队", 1),
        ("队", 1),
        ("waiting for an hour", 3),
        ("waiting 排队", 1),
        ("ｐｌｅａｓｅ", 1),
        ("bbbbbbbb", 1),
        ("t-aaaaaaaa please", 1),
        ("nowhere", 0),
        ('"', 0),
        ("%", 0),
        ("_", 0),
        ("NEAR(", 0),
        ("' OR 1", 0),
    ],
)
def test_words_are_found_in_what_was_said(home: Path, words: str, sessions: int) -> None:
    assert len(shown(home, words)) == sessions


def test_names_are_found_where_the_map_has_them(home: Path) -> None:
    found, _faults = list_sessions(home, find="小芳 please", names={"t-aaaaaaaa": "王小芳"})
    assert [e.ending for e in found] == ["content"]


def test_without_the_tokenizer_the_same_is_found(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Old(sqlite3.Connection):
        def execute(self, sql: str, *given: object) -> sqlite3.Cursor:
            if "fts5" in sql:
                raise sqlite3.OperationalError("no such tokenizer: trigram")
            return super().execute(sql, *given)  # type: ignore[arg-type]

    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda place, timeout: connect(place, timeout, factory=Old)
    )
    assert [len(shown(home, word)) for word in ("please", "排队", "请您坐", "%")] == [1, 1, 1, 0]


@pytest.mark.parametrize("at", [0, 30, 100, 4096, 5000, 9000, -300])
def test_a_damaged_index_is_made_anew(home: Path, at: int) -> None:
    before = list_sessions(home)
    file = home / FILE
    raw = bytearray(file.read_bytes())
    raw[at : at + 64] = b"\xff" * 64
    file.write_bytes(bytes(raw))
    assert list_sessions(home) == before
    assert len(shown(home, "please")) == 1


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\0" * 200])
def test_what_is_no_index_is_replaced(home: Path, content: bytes) -> None:
    before = list_sessions(home)
    (home / FILE).write_bytes(content)
    assert list_sessions(home) == before
    with sqlite3.connect(home / FILE) as db:
        assert db.execute("SELECT count(*) FROM journal").fetchone() == (3,)
    db.close()


def test_an_index_of_another_version_is_made_anew(home: Path) -> None:
    before = list_sessions(home)
    with sqlite3.connect(home / FILE) as db:
        db.execute("UPDATE made SET by = 'an older one'")
        db.execute("UPDATE journal SET title = 'as it was understood then'")
    db.close()
    assert list_sessions(home) == before


def test_where_none_can_be_written_the_list_is_the_same(home: Path) -> None:
    before = list_sessions(home)
    (home / FILE).unlink()
    (home / FILE).mkdir()  # stands for a folder without the right to write, which root always has
    assert list_sessions(home) == before
    assert len(shown(home, "排队")) == 1


def test_a_list_is_made_while_another_program_holds_the_index(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = list_sessions(home)
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda place, timeout: connect(place, 0.01))
    other = connect(home / FILE)
    other.execute("BEGIN EXCLUSIVE")
    assert list_sessions(home) == before
    other.close()
    assert list_sessions(home) == before


def test_what_is_wrong_with_a_journal_is_said_each_time(home: Path) -> None:
    (home / "sessions" / "x.jsonl").write_text("nonsense\n")
    torn = list_sessions(home)[0][0].path
    torn.write_bytes(torn.read_bytes() + b'{"kind":"resu')
    for _time in range(2):
        entries, faults = list_sessions(home)
        assert len(entries) == 3
        assert sorted("incomplete" in str(f) for f in faults) == [False, True]


def test_nothing_is_made_in_a_home_without_sessions(tmp_path: Path) -> None:
    home = tmp_path / "new"
    assert list_sessions(home) == ([], [])
    assert not home.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights elsewhere")
def test_the_index_is_its_owners_alone(home: Path) -> None:
    list_sessions(home)
    assert (home / FILE).stat().st_mode & 0o777 == 0o600


def test_what_is_gone_leaves_no_word_in_the_index(home: Path) -> None:
    last = list_sessions(home)[0][-1]
    curt = played(home, CURT + " Xylophone!").started.session
    assert len(shown(home, "xylophone")) == 1
    assert b"xylophone" in (home / FILE).read_bytes()
    (home / "sessions" / f"{curt}.jsonl").unlink()
    assert last in list_sessions(home)[0]
    assert b"xyl" not in (home / FILE).read_bytes().lower()
