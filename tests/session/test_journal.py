from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.session.small import CURT, POLITE, ByWord, start
from trainer.errors import NotFound, StorageError
from trainer.session.journal import Journal, read_journal
from trainer.session.practice import Practice


def journal_bytes() -> bytes:
    with tempfile.TemporaryDirectory() as home:
        practice = start(Path(home))
        for reply in (CURT, "您好，请坐 [stands up] \u2028 please", POLITE):
            practice.say(reply)
            practice.hear(ByWord())
        practice.close()
        assert practice.over
        return practice.path.read_bytes()


WHOLE = journal_bytes()
FIRST = WHOLE.index(b"\n") + 1
LINES = WHOLE.splitlines(keepends=True)


def test_what_is_read_back_is_what_happened(tmp_path: Path) -> None:
    practice = start(tmp_path)
    practice.say(POLITE)
    practice.hear(ByWord())
    assert read_journal(practice.path) == practice.events


def test_each_event_is_one_line_and_lines_end_in_a_newline() -> None:
    assert WHOLE.endswith(b"\n")
    assert all(line.startswith(b"{") for line in LINES)


@example(WHOLE.rindex(b"\n", 0, -1) + 1)  # all but the last line: the end itself was lost
@settings(max_examples=40, deadline=None)
@given(st.integers(0, FIRST) | st.integers(FIRST, len(WHOLE)))
def test_any_beginning_of_a_journal_can_be_read_and_gone_on_with(length: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "torn.jsonl"
        path.write_bytes(WHOLE[:length])
        if length < FIRST:
            with pytest.raises(StorageError, match="not a session file"):
                read_journal(path)
            return
        events = read_journal(path)
        assert len(events) == WHOLE[:length].count(b"\n")
        practice = Practice.resume(path)
        assert practice.events[: len(events)] == events
        if practice.transcript.pending is None and not practice.over:
            assert practice.transcript.heard  # the resident's words are there, whatever was lost
        given_up_to_here = practice.transcript.turns
        while not practice.over:
            if practice.transcript.pending is None:
                practice.say(POLITE)
            practice.hear(ByWord())
        practice.close()
        assert [event.kind for event in practice.events].count("ended") == 1
        kept = [turn.reply for turn in practice.transcript.turns]
        assert kept[: len(given_up_to_here)] == [turn.reply for turn in given_up_to_here]
        assert read_journal(path) == practice.events


def test_a_torn_line_is_cut_when_the_journal_is_opened_for_more(tmp_path: Path) -> None:
    path = tmp_path / "torn.jsonl"
    path.write_bytes(WHOLE[: FIRST + 5])
    journal = Journal(path)
    assert path.read_bytes() == WHOLE[:FIRST]
    journal.close()


def test_reading_leaves_a_torn_line_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "torn.jsonl"
    path.write_bytes(WHOLE[: FIRST + 5])
    assert len(read_journal(path)) == 1
    assert path.stat().st_size == FIRST + 5


@pytest.mark.parametrize(
    "damage", [b"{}\n", b"\xff\xfe\n", b'{"kind":"flew"}\n', b"[]\n", b"\n", b"null\n"]
)
def test_a_damaged_line_in_the_middle_is_told_with_its_number(
    tmp_path: Path, damage: bytes
) -> None:
    path = tmp_path / "damaged.jsonl"
    path.write_bytes(LINES[0] + damage + b"".join(LINES[1:]))
    with pytest.raises(StorageError, match=r"Line 2 "):
        read_journal(path)


def test_a_journal_that_does_not_begin_with_a_start_is_none(tmp_path: Path) -> None:
    path = tmp_path / "headless.jsonl"
    path.write_bytes(b"".join(LINES[1:]))
    with pytest.raises(StorageError, match="not a session file"):
        read_journal(path)


def test_a_missing_file_is_not_found_and_a_folder_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_journal(tmp_path / "none.jsonl")
    with pytest.raises(StorageError):
        read_journal(tmp_path)


class Disk:
    """Stands for the system's write and fsync: notes what happened, and fails when told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: list[str] = []
        self.fails: str | None = None
        self._write, self._fsync = os.write, os.fsync
        monkeypatch.setattr(os, "write", self.write)
        monkeypatch.setattr(os, "fsync", self.fsync)

    def write(self, file: int, data: bytes) -> int:
        self.calls.append("write")
        if self.fails == "write":
            self._write(file, bytes(data)[:7])
            raise OSError(errno.ENOSPC, "No space left on device")
        return self._write(file, bytes(data)[:1000])  # the system may take less than it is given

    def fsync(self, file: int) -> None:
        self.calls.append("fsync")
        if self.fails == "fsync":
            raise OSError(errno.EIO, "Input/output error")
        self._fsync(file)


def test_a_reply_is_synced_before_it_is_acknowledged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = start(tmp_path)
    disk = Disk(monkeypatch)
    practice.say("x" * 2500)
    assert disk.calls == ["write", "write", "write", "fsync"]
    assert practice.transcript.pending is not None
    assert "x" * 2500 in practice.path.read_text("utf-8")


@pytest.mark.parametrize("what", ["write", "fsync"])
def test_a_reply_that_cannot_be_saved_was_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    practice = start(tmp_path)
    before = practice.path.read_bytes()
    disk = Disk(monkeypatch)
    disk.fails = what
    with pytest.raises(StorageError):
        practice.say(POLITE)
    assert practice.path.read_bytes() == before
    assert practice.transcript.pending is None
    disk.fails = None
    practice.say(POLITE)
    practice.hear(ByWord())
    assert read_journal(practice.path) == practice.events


def test_a_closed_journal_takes_nothing_more(tmp_path: Path) -> None:
    practice = start(tmp_path)
    practice.close()
    practice.close()
    with pytest.raises(StorageError):
        practice.say(POLITE)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("a file where the folder should be")
    with pytest.raises(StorageError, match="sessions"):
        start(tmp_path)
