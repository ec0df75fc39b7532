from __future__ import annotations

import io
import json
import os
import re
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.session.small import POLITE, ByWord, library, played
from trainer.errors import NotFound, StorageError, UsageError
from trainer.session import audit, erasure, people
from trainer.session.archive import list_sessions
from trainer.session.desk import Desk
from trainer.session.home import journals
from trainer.session.index import FILE as INDEX
from trainer.session.journal import read_journal
from trainer.session.notice import VERSION
from trainer.session.people import FILE, enlist, find_person, named, names, read_people

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def desk(home: Path) -> Desk:
    return Desk(home, "en", library=library(), scorer=ByWord())


def text_of(folder: Path) -> str:
    """All that lies under a folder, but for the map of names."""
    files = (p for p in folder.rglob("*") if p.is_file() and p.name != FILE)
    return "".join(p.read_bytes().decode("utf-8", "replace") for p in files)


def test_a_journal_has_a_pseudonym_and_only_the_map_the_name(tmp_path: Path) -> None:
    first = desk(tmp_path).start("counter", trainee="王小芳")
    second = desk(tmp_path).start("counter", trainee=" 王小芳\x1b ")
    first.close()
    second.close()
    who = first.transcript.started.trainee
    assert re.fullmatch("t-[a-z2-7]{8}", who)
    assert second.transcript.started.trainee == who
    assert names(tmp_path) == {who: "王小芳"}
    list_sessions(tmp_path)
    assert "王小芳" not in text_of(tmp_path)


def test_two_people_have_two_pseudonyms_that_say_nothing_of_their_names(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    given = {enlist(home, name)[0] for home in (here, there) for name in ("Ann", "Bo")}
    assert len(given) == 4


def test_long_names_that_begin_alike_are_two_peoples(tmp_path: Path) -> None:
    first, second = f"{'Maria' * 10} Alves", f"{'Maria' * 10} Braga"
    assert enlist(tmp_path, first)[0] != enlist(tmp_path, second)[0]
    assert set(names(tmp_path).values()) == {first, second}
    with pytest.raises(UsageError, match="120"):
        enlist(tmp_path, "M" * 121)


def test_nobody_has_no_pseudonym(tmp_path: Path) -> None:
    practice = desk(tmp_path).start("counter", trainee=" \x1b ")
    practice.close()
    assert practice.transcript.started.trainee == ""
    assert not (tmp_path / FILE).exists()


def test_a_pseudonym_stands_for_itself(tmp_path: Path) -> None:
    who, _shown = enlist(tmp_path, "Ann")
    assert enlist(tmp_path, who)[0] == who
    assert enlist(tmp_path, "t-abcdefgh")[0] == "t-abcdefgh"
    assert names(tmp_path) == {who: "Ann"}


def test_a_name_is_shown_where_the_map_has_it(tmp_path: Path) -> None:
    session = played(tmp_path, POLITE, trainee="t-abcdefgh")
    assert named(session, {"t-abcdefgh": "Ann"}).started.trainee == "Ann"
    assert named(session, {}) == session


def test_the_notice_is_due_once_a_version_and_person(tmp_path: Path) -> None:
    seat = desk(tmp_path)
    assert seat.notice_due("Ann")
    practice = seat.start("counter", trainee="Ann", notice_shown=True)
    practice.close()
    assert practice.transcript.started.consent == VERSION
    assert not seat.notice_due("Ann")
    assert seat.notice_due("Bo")
    assert seat.notice_due("")
    again = seat.start("counter", trainee="Ann")
    again.close()
    assert again.transcript.started.consent == VERSION
    seat.start("counter", notice_shown=True).close()
    assert not seat.notice_due("")


def test_a_new_version_of_the_notice_is_shown_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = desk(tmp_path)
    seat.start("counter", trainee="Ann", notice_shown=True).close()
    monkeypatch.setattr("trainer.session.notice.VERSION", "next")
    assert seat.notice_due("Ann")
    before = seat.start("counter", trainee="Ann")
    after = seat.start("counter", trainee="Ann", notice_shown=True)
    before.close()
    after.close()
    assert (before.transcript.started.consent, after.transcript.started.consent) == (
        VERSION,
        "next",
    )


def test_older_journals_record_no_notice() -> None:
    started = read_journal(Path(__file__).parent / "journals" / "v1-finished.jsonl")[0]
    assert getattr(started, "consent") == ""  # noqa: B009 - of one kind of event only


@pytest.mark.parametrize(
    "text",
    [
        "{nonsense",
        "[]",
        "{}",
        '{"v": 2, "people": {}}',
        '{"v": 1, "people": []}',
        '{"v": 1, "people": {"t-abcdefgh": "Ann"}}',
        '{"v": 1, "people": {"t-abcdefgh": {"name": 7}}}',
        "[" * 100_000,
    ],
)
def test_a_damaged_map_is_told_and_not_written_over(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    seat = desk(tmp_path)
    practice = seat.start("counter", trainee="Ann", notice_shown=True)
    practice.close()
    assert people.is_pseudonym(practice.transcript.started.trainee)
    assert FILE in seat.told[0]
    assert (tmp_path / FILE).read_text() == text
    assert names(tmp_path) == {}
    with pytest.raises(StorageError, match=FILE):
        find_person(tmp_path, "Ann")


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights elsewhere")
def test_all_that_is_made_is_its_owners_alone(tmp_path: Path) -> None:
    home = tmp_path / "above" / "home"
    before = os.umask(0)
    try:
        seat = desk(home)
        seat.start("counter", trainee="Ann", notice_shown=True).close()
        seat.sessions()
        audit.note(home, AT, "export", 1)
    finally:
        os.umask(before)
    made = [home.parent, home, *home.rglob("*")]
    assert {p.stat().st_mode & 0o777 for p in made if p.is_dir()} == {0o700}
    assert {p.stat().st_mode & 0o777 for p in made if p.is_file()} == {0o600}
    assert len(made) > 6


def records(home: Path) -> tuple[str, str]:
    """Two people with two sessions each, of which one has marks and a rescoring beside it."""
    ann, bo = enlist(home, "Ann", "1")[0], enlist(home, "Bo")[0]
    for day, who in enumerate((ann, bo, ann, bo)):
        then = AT + timedelta(days=day)
        said = f"{POLITE} Xylophone of {who}."
        session = played(home, said, trainee=who, clock=lambda then=then: then)
        if day < 2:
            for kind in ("ratings", "rescored"):
                beside = home / "sessions" / f"{session.started.session}.{kind}.jsonl"
                beside.write_text(f"{kind} of {who}\n")
    return ann, bo


def test_a_person_gets_all_that_is_kept_and_nothing_of_others(tmp_path: Path) -> None:
    ann, bo = records(tmp_path)
    packed = erasure.packed(tmp_path, ann, "Ann")
    assert packed == erasure.packed(tmp_path, ann, "Ann")
    with zipfile.ZipFile(io.BytesIO(packed)) as zipped:
        assert {i.date_time for i in zipped.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        files = {name: zipped.read(name).decode() for name in zipped.namelist()}
    index = json.loads(files.pop("index.json"))
    assert (index["name"], index["pseudonym"], index["notice"]) == ("Ann", ann, "1")
    listed = [f"sessions/{name}" for row in index["sessions"] for name in row["files"]]
    assert sorted(listed) == sorted(files)
    assert len(files) == 4
    for name, text in files.items():
        assert text == (tmp_path / name).read_text("utf-8")
        assert ann in text
        assert bo not in text


def test_what_is_removed_leaves_no_trace(tmp_path: Path) -> None:
    ann, bo = records(tmp_path)
    (tmp_path / "settings.json").write_text('{"name": "Ann", "theme": "day"}')
    list_sessions(tmp_path)
    removed = erasure.remove(tmp_path, erasure.sessions_of(tmp_path, ann, "Ann"))
    erasure.forget_person(tmp_path, ann, "Ann")
    assert (removed.sessions, removed.beside, removed.left) == (2, 2, [])
    assert ann.encode() not in (tmp_path / INDEX).read_bytes()
    left = text_of(tmp_path) + (tmp_path / FILE).read_text()
    assert ann not in left
    assert "Ann" not in left
    assert left.count(bo) > 2
    assert json.loads((tmp_path / "settings.json").read_text())["theme"] == "day"
    assert names(tmp_path) == {bo: "Bo"}
    assert [e.trainee for e in list_sessions(tmp_path)[0]] == [bo, bo]


def test_journals_of_before_there_were_pseudonyms_are_the_persons_too(tmp_path: Path) -> None:
    ann = enlist(tmp_path, "Ann")[0]
    played(tmp_path, POLITE, trainee="Ann")
    played(tmp_path, POLITE, trainee="Anna")
    played(tmp_path, POLITE, trainee="")
    assert [e.trainee for e in erasure.sessions_of(tmp_path, ann, "Ann").entries] == ["Ann"]
    assert erasure.sessions_of(tmp_path, "t-nobodyyy", "").journals == []


def damaged(home: Path, number: int, old: str, new: str) -> Path:
    """The journal of that number, its first line no longer as it was written."""
    path = journals(home)[number]
    text = path.read_text("utf-8")
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def test_a_session_whose_start_is_damaged_is_known_by_what_is_left_of_it(tmp_path: Path) -> None:
    ann, bo = records(tmp_path)
    broken = damaged(tmp_path, 0, '"mode":"coached"', '"mode":"c')
    assert broken not in [e.path for e in list_sessions(tmp_path)[0]]
    assert erasure.sessions_of(tmp_path, ann, "Ann").traced == [broken]
    assert erasure.sessions_of(tmp_path, bo, "Bo").traced == []
    assert erasure.begun_before(tmp_path, AT + timedelta(hours=1)).traced == [broken]
    assert erasure.begun_before(tmp_path, AT).journals == []
    with zipfile.ZipFile(io.BytesIO(erasure.packed(tmp_path, ann, "Ann"))) as zipped:
        assert zipped.read(f"sessions/{broken.name}") == broken.read_bytes()
        index = json.loads(zipped.read("index.json"))
    (row,) = (row for row in index["sessions"] if row["session"] == broken.stem)
    assert row["damaged"] is True
    assert len(row["files"]) == 3
    removed = erasure.remove(tmp_path, erasure.sessions_of(tmp_path, ann, "Ann"))
    assert (removed.sessions, removed.left) == (2, [])
    assert ann not in text_of(tmp_path)


def test_a_session_that_nothing_tells_of_is_left_and_named(tmp_path: Path) -> None:
    ann, _bo = records(tmp_path)
    broken = damaged(tmp_path, 0, f'"trainee":"{ann}"', '"tr')
    (tmp_path / "sessions" / "empty.jsonl").touch()
    removed = erasure.remove(tmp_path, erasure.sessions_of(tmp_path, ann, "Ann"))
    (left,) = removed.left
    assert str(broken) in str(left)
    assert broken.exists()


def test_what_somebody_said_makes_a_session_nobody_elses(tmp_path: Path) -> None:
    ann, bo = records(tmp_path)
    damaged(tmp_path, 0, POLITE, f'\\"trainee\\":\\"{bo}\\"')
    broken = damaged(tmp_path, 0, '"mode":"coached"', '"mode":"c')
    assert broken in erasure.sessions_of(tmp_path, ann, "").journals
    assert broken not in erasure.sessions_of(tmp_path, bo, "").journals


def test_a_session_in_progress_is_not_removed(tmp_path: Path) -> None:
    practice = desk(tmp_path).start("counter", trainee="Ann")
    all_of_ann = erasure.sessions_of(tmp_path, practice.transcript.started.trainee, "Ann")
    removed = erasure.remove(tmp_path, all_of_ann)
    assert (removed.sessions, len(removed.left)) == (0, 1)
    assert practice.path.exists()
    practice.close()
    assert erasure.remove(tmp_path, all_of_ann).sessions == 1


@pytest.mark.parametrize("days", [None, 0, -1, "30", True, 2.5, 10**9])
def test_nothing_goes_by_itself_unless_an_age_is_set(tmp_path: Path, days: object) -> None:
    records(tmp_path)
    (tmp_path / "settings.json").write_text(json.dumps({"retention_days": days}))
    seat = desk(tmp_path)
    seat.start("counter").close()
    assert (len(seat.sessions()), seat.told) == (5, [])


def test_what_is_older_than_the_age_set_goes_and_that_is_said(tmp_path: Path) -> None:
    records(tmp_path)
    (tmp_path / "settings.json").write_text('{"retention_days": 30}')
    removed = erasure.apply_retention(tmp_path, AT + timedelta(days=32, hours=1))
    assert removed.sessions == 3
    played(tmp_path, POLITE, clock=lambda: AT)
    seat = desk(tmp_path)
    seat.start("counter").close()
    assert seat.told == ["2 sessions older than 30 days were removed, as settings.json asks."]
    assert len(seat.sessions()) == 1
    (line,) = (tmp_path / audit.FILE).read_text().splitlines()
    kept = json.loads(line)
    assert (kept["action"], kept["pseudonym"], kept["count"]) == ("retention", "", 2)


def test_nobody_of_that_name_is_said(tmp_path: Path) -> None:
    records(tmp_path)
    with pytest.raises(NotFound, match="Cy"):
        find_person(tmp_path, "Cy")
    assert len(read_people(tmp_path).people) == 2
