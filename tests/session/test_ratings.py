"""A second marker's marks: kept beside the journal, never in it."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.session.rated import comment, mark, override, rate, session, shown
from trainer import i18n
from trainer.errors import StorageError
from trainer.session.archive import list_sessions
from trainer.session.chain import seal
from trainer.session.ratings import ratings_file, ratings_of


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.current()
    i18n.use("en")
    yield
    i18n.use(before)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return session(tmp_path, "polite 2", "polite 0, shove -1")


def test_nobody_has_marked_at_first(journal: Path) -> None:
    assert ratings_of(journal) == ()
    assert not ratings_file(journal).exists()


def test_marks_are_kept_by_rater_and_the_journal_stays_as_it_was(journal: Path) -> None:
    before = journal.read_bytes()
    rate(journal, mark("Kim", 1, "polite", 1), comment("Kim", 1, "Warm.\nSays please."))
    rate(journal, mark("李", 1, "polite", 2), mark("Kim", 2, "shove", -2))
    kim, li = ratings_of(journal)
    assert (kim.rater, li.rater) == ("Kim", "李")
    assert kim.turn(1).comment == "Warm.\nSays please."
    assert [(t.turn, m.criterion, m.level, m.blind) for t in kim.turns for m in t.marks] == [
        (1, "polite", 1, 1),
        (2, "shove", -2, -2),
    ]
    assert (kim.last, li.last) == (2, 1)
    assert journal.read_bytes() == before


def test_a_later_mark_replaces_an_earlier_one_and_both_stay_on_record(journal: Path) -> None:
    rate(journal, mark("Kim", 1, "polite", 0), mark("Kim", 1, "polite", 2))
    rate(journal, mark("Kim", 2, "polite", 1), mark("Kim", 2, "polite", None))
    rate(journal, comment("Kim", 1, "No."), comment("Kim", 1, ""))
    (kim,) = ratings_of(journal)
    assert kim.mark(1, "polite").level == 2  # type: ignore[union-attr]
    assert kim.mark(2, "polite") is None
    assert kim.turn(1).comment == ""
    assert len(ratings_file(journal).read_bytes().splitlines()) == 6


def test_a_mark_after_the_machines_level_was_shown_is_not_blind(journal: Path) -> None:
    rate(journal, mark("Kim", 1, "polite", 1), shown("Kim", 1), mark("Kim", 1, "polite", 2))
    rate(journal, mark("Kim", 2, "polite", 2, blind=False))
    (kim,) = ratings_of(journal)
    first, second = kim.mark(1, "polite"), kim.mark(2, "polite")
    assert first is not None
    assert second is not None
    assert (first.level, first.blind) == (2, 1)
    assert (second.level, second.blind) == (2, None)


def test_an_override_is_the_last_word_until_it_is_taken_back(journal: Path) -> None:
    rate(journal, mark("Kim", 2, "shove", 0), shown("Kim", 2))
    rate(journal, override("Kim", 2, "shove", -2, "leaves her standing there"))
    found = ratings_of(journal)[0].mark(2, "shove")
    assert found is not None
    assert found.override is not None
    assert (found.level, found.final) == (0, -2)
    assert found.override.reason == "leaves her standing there"
    rate(journal, override("Kim", 2, "shove", None))
    found = ratings_of(journal)[0].mark(2, "shove")
    assert found is not None
    assert (found.override, found.final) == (None, 0)


def test_a_line_is_one_event_as_it_happened(journal: Path) -> None:
    rate(journal, mark("Kim", 1, "polite", 0))
    told = json.loads(ratings_file(journal).read_text("utf-8"))
    assert len(told.pop("sum")) == 16
    assert told == {
        "kind": "marked", "v": 1, "at": "2026-03-01T09:00:00Z", "rater": "Kim", "turn": 1,
        "criterion": "polite", "level": 0,
    }  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps other rights")
def test_only_their_owner_can_read_marks(journal: Path) -> None:
    rate(journal, mark("Kim", 1, "polite", 0))
    assert ratings_file(journal).stat().st_mode & 0o777 == 0o600


def test_marks_are_no_session(journal: Path, tmp_path: Path) -> None:
    rate(journal, mark("Kim", 1, "polite", 0))
    entries, faults = list_sessions(tmp_path)
    assert [entry.path for entry in entries] == [journal]
    assert not faults


def test_half_a_line_is_left_out_and_cut_off(journal: Path) -> None:
    rate(journal, mark("Kim", 1, "polite", 0))
    path = ratings_file(journal)
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"kind":"marked","v":1,"at":"2026')
    assert ratings_of(journal)[0].mark(1, "polite").level == 0  # type: ignore[union-attr]
    rate(journal, mark("Kim", 1, "polite", 1))
    assert path.read_bytes().startswith(whole + b'{"kind":"marked","v":1,"at":"2026-03-01')
    assert ratings_of(journal)[0].mark(1, "polite").level == 1  # type: ignore[union-attr]


@pytest.mark.parametrize("line", [b"{}\n", b"\n", b"\xff\xfe\n", b"[" * 5000 + b"\n"])
def test_what_is_no_mark_is_told_and_nothing_added_to_it(journal: Path, line: bytes) -> None:
    rate(journal, mark("Kim", 1, "polite", 0))
    path = ratings_file(journal)
    with path.open("ab") as file:
        file.write(line)
    before = path.read_bytes()
    with pytest.raises(StorageError, match="Line 2"):
        ratings_of(journal)
    with pytest.raises(StorageError, match="Line 2"):
        rate(journal, mark("Kim", 1, "polite", 1))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"kind":"marked","at":"2026-03-01T09:00:00Z","rater":"","turn":1,'
         b'"criterion":"polite","level":1}', "Line 1"),
        (b'{"kind":"marked","at":"2026-03-01T09:00:00Z","rater":"Kim","turn":1,'
         b'"criterion":"polite","level":3}', "Line 1"),
        (b'{"kind":"sung","v":2}', "newer version"),
        (b'{"kind":"shown","v":2,"at":"2026-03-01T09:00:00Z","rater":"Kim","turn":1}', "newer"),
    ],
)  # fmt: skip
def test_a_sealed_line_that_means_nothing_here(journal: Path, body: bytes, said: str) -> None:
    ratings_file(journal).write_bytes(seal("", body)[0] + b"\n")
    with pytest.raises(StorageError, match=said):
        ratings_of(journal)


def test_each_changed_byte_is_told(journal: Path) -> None:
    rate(journal, mark("Kim", 1, "polite", 1), comment("Kim", 1, "Good: 好"), shown("Kim", 1))
    path = ratings_file(journal)
    whole = path.read_bytes()
    for place in range(len(whole) - 1):  # without its last newline the last line is half a line
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(StorageError, match=r"ratings\.jsonl"):
            ratings_of(journal)


def test_what_cannot_be_saved_is_told_and_leaves_the_file_whole(
    journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate(journal, mark("Kim", 1, "polite", 0))
    before = ratings_file(journal).read_bytes()
    real = os.write

    def write(file: int, data: bytes) -> int:
        real(file, bytes(data)[:10])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", write)
        with pytest.raises(StorageError, match="the disk is full"):
            rate(journal, mark("Kim", 1, "polite", 2))
    assert ratings_file(journal).read_bytes() == before


def test_raters_at_the_same_time_do_not_mix_their_lines(journal: Path) -> None:
    def work(rater: str) -> None:
        for turn in (1, 2):
            for level in (0, 1, 2):
                rate(journal, mark(rater, turn, "polite", level))

    threads = [threading.Thread(target=work, args=(name,)) for name in "ABC"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = {(r.rater, t.turn): t.marks[0].level for r in ratings_of(journal) for t in r.turns}
    assert found == {(name, turn): 2 for name in "ABC" for turn in (1, 2)}
