from __future__ import annotations

import copy
import hashlib
import json
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.session.small import CURT, POLITE, ByWord, markdown, start
from trainer.errors import NotFound, StorageError
from trainer.model.event import OLDEST, SCHEMA
from trainer.session.journal import read_journal
from trainer.session.migrations import MIGRATIONS, migrated
from trainer.session.practice import Practice
from trainer.session.sound import read_sound, sound_part
from trainer.session.transcript import transcribe


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
EVENTS = sound_part(WHOLE, Path("whole")).events
ENDS = [at for at, byte in enumerate(WHOLE) if byte == 10]


def test_what_is_read_back_is_what_happened(tmp_path: Path) -> None:
    practice = start(tmp_path)
    practice.say(POLITE)
    practice.hear(ByWord())
    assert read_journal(practice.path) == practice.events


def test_each_event_is_one_line_and_lines_end_in_a_newline() -> None:
    assert WHOLE.endswith(b"\n")
    assert all(line.startswith(b"{") for line in LINES)


@example(WHOLE.rindex(b"\n", 0, -1) + 1)  # all but the last line: the end itself was lost
@example(ENDS[-2])  # a whole line that lost its newline
@settings(max_examples=40, deadline=None)
@given(st.integers(0, FIRST) | st.integers(FIRST, len(WHOLE)))
def test_any_beginning_of_a_journal_can_be_read_and_gone_on_with(length: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "torn.jsonl"
        path.write_bytes(WHOLE[:length])
        if length < FIRST - 1:
            with pytest.raises(StorageError, match="not a session file"):
                read_journal(path)
            return
        events = read_journal(path)
        assert len(events) == sum(end <= length for end in ENDS)
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


def test_a_torn_line_is_cut_when_the_session_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "torn.jsonl"
    path.write_bytes(WHOLE[: FIRST + 5])
    practice = Practice.resume(path)
    practice.close()
    assert path.read_bytes().startswith(WHOLE[:FIRST] + b'{"kind":"resumed"')
    assert read_journal(path) == practice.events


def test_a_whole_line_without_its_newline_counts_and_gets_it(tmp_path: Path) -> None:
    path = tmp_path / "unended.jsonl"
    path.write_bytes(WHOLE[: ENDS[1]])
    Practice.resume(path).close()
    assert path.read_bytes().startswith(WHOLE[: ENDS[1] + 1] + b'{"kind":"resumed"')


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


# Checksums


def damaged(folder: Path, raw: bytes) -> Path:
    path = folder / "changed.jsonl"
    path.write_bytes(raw)
    return path


def test_each_line_is_sealed_to_the_one_before() -> None:
    before = ""
    for line in LINES:
        value = json.loads(line)
        total = value.pop("sum")
        body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        assert total == hashlib.sha256(before.encode() + body).hexdigest()[:16]
        before = total


@pytest.mark.parametrize(
    ("change", "number"),
    [
        (lambda lines: [*lines[:3], *lines[4:]], 4),
        (lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]], 4),
        (lambda lines: [*lines[:5], lines[4], *lines[5:]], 6),
        (lambda lines: [*lines[:4], lines[4].replace(b"0", b"1", 1), *lines[5:]], 5),
        (lambda lines: [*lines[:-1], lines[-1].replace(b'"sum"', b'"sun"')], len(LINES)),
    ],
    ids=["left out", "put elsewhere", "said twice", "changed", "unsealed"],
)
def test_what_was_edited_is_told_with_its_line_and_what_stands_before_is_kept(
    tmp_path: Path, change: Callable[[list[bytes]], list[bytes]], number: int
) -> None:
    path = damaged(tmp_path, b"".join(change(LINES)))
    sound = read_sound(path)
    assert sound.events == EVENTS[: number - 1]
    assert f"Line {number} of {path} is not as it was written" in sound.fault
    with pytest.raises(StorageError, match=f"Line {number} "):
        read_journal(path)
    with pytest.raises(StorageError, match=f"Line {number} "):
        Practice.resume(path)
    assert path.read_bytes() == b"".join(change(LINES))


def test_a_file_cut_off_within_a_line_is_told(tmp_path: Path) -> None:
    sound = read_sound(damaged(tmp_path, WHOLE[: ENDS[2] + 9]))
    assert sound.damage is None
    assert "line 4, is incomplete" in sound.fault


def test_a_last_line_that_lost_only_its_newline_was_not_torn(tmp_path: Path) -> None:
    sound = read_sound(damaged(tmp_path, WHOLE[:-1] + b"x"))
    assert sound.damage is not None
    assert f"Line {len(LINES)} " in sound.fault
    assert read_sound(damaged(tmp_path, WHOLE[:-1])).fault == ""


def test_300_changes_of_a_single_byte_are_all_told(tmp_path: Path) -> None:
    draw = random.Random(20260102)
    for _each in range(300):
        at = draw.randrange(len(WHOLE))
        raw = bytearray(WHOLE)
        raw[at] ^= draw.randrange(1, 256)
        path = damaged(tmp_path, bytes(raw))
        line = WHOLE.count(b"\n", 0, at) + 1
        try:
            sound = read_sound(path)
        except StorageError:
            assert line == 1, "the start is lost, nothing else is"
            continue
        assert sound.events == EVENTS[: len(sound.events)]
        assert len(sound.events) in (line - 1, line)
        assert "is not as it was written" in sound.fault
        with pytest.raises(StorageError):
            Practice.resume(path)


# Older and newer versions

OLD = Path(__file__).parent / "journals"


def test_a_journal_of_version_1_is_read_as_it_is(tmp_path: Path) -> None:
    raw = (OLD / "v1-finished.jsonl").read_bytes()
    path = damaged(tmp_path, raw)
    transcript = transcribe(read_journal(path))
    assert transcript.started.trainee == "王敏"
    assert [turn.reply for turn in transcript.turns][2] == "Please, at five. Sorry <b>=cmd()"
    assert transcript.ending is not None
    assert Practice.resume(path).over
    assert path.read_bytes() == raw


def test_a_session_of_version_1_goes_on_in_this_one(tmp_path: Path) -> None:
    raw = (OLD / "v1-unfinished.jsonl").read_bytes()
    path = damaged(tmp_path, raw)
    practice = Practice.resume(path)
    practice.hear(ByWord())
    practice.close()
    assert path.read_bytes().startswith(raw + b'{"kind":"resumed","v":%d,' % SCHEMA)
    assert read_journal(path) == practice.events
    again = Practice.resume(path)
    again.close()
    assert len(read_journal(path)) == len(practice.events) + 1


def test_the_first_sum_after_a_start_of_version_1_vouches_for_that_too(tmp_path: Path) -> None:
    raw = (OLD / "v1-unfinished.jsonl").read_bytes()
    path = damaged(tmp_path, raw)
    Practice.resume(path).close()
    path.write_bytes(path.read_bytes().replace(b'"text":"Wait."', b'"text":"Wait!"'))
    with pytest.raises(StorageError, match=f"Line {raw.count(bytes([10])) + 1} "):
        read_journal(path)


def test_a_session_of_version_2_is_read_and_goes_on_in_this_one(tmp_path: Path) -> None:
    raw = (OLD / "v2-unfinished.jsonl").read_bytes()
    path = damaged(tmp_path, raw)
    heard = [line["text"] for line in map(json.loads, raw.splitlines()) if line["kind"] == "spoke"]
    practice = Practice.resume(path)
    assert [text for who, text in practice.transcript.history if who == "R"] == heard
    practice.say(POLITE)
    practice.hear(ByWord())
    practice.close()
    assert path.read_bytes().startswith(raw + b'{"kind":"resumed","v":%d,' % SCHEMA)
    assert read_journal(path) == practice.events


def test_changes_of_version_1_never_make_the_program_stumble(tmp_path: Path) -> None:
    raw = (OLD / "v1-finished.jsonl").read_bytes()
    draw = random.Random(1)
    told = 0
    for _each in range(300):
        changed = bytearray(raw)
        changed[draw.randrange(len(raw))] ^= draw.randrange(1, 256)
        try:
            sound = read_sound(damaged(tmp_path, bytes(changed)))
        except StorageError:
            told += 1
            continue
        told += bool(sound.fault)
        markdown(transcribe(sound.events), "en")
    assert told > 100


def test_what_a_newer_program_wrote_is_not_guessed_at(tmp_path: Path) -> None:
    path = damaged(tmp_path, WHOLE.replace(b'"v":3', b'"v":4', 1))
    with pytest.raises(StorageError, match=r"newer version.*format 4.*up to 3"):
        read_journal(path)


def test_migrations_are_there_for_every_version_and_change_nothing_they_are_given() -> None:
    assert set(MIGRATIONS) == set(range(OLDEST, SCHEMA))
    line = json.loads((OLD / "v1-finished.jsonl").read_bytes().splitlines()[0])
    kept = copy.deepcopy(line)
    assert migrated(line, 1)["v"] == SCHEMA
    assert line == kept
    for unknown in (OLDEST - 1, SCHEMA + 1):
        with pytest.raises(ValueError, match="version"):
            migrated(line, unknown)
