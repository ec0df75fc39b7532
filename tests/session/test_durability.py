"""Power cuts, full disks, drives that go away, two windows, clocks set back."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import environment
from tests.session.small import CURT, POLITE, SHOVE, ByWord, start
from trainer.errors import SessionOpen, StorageError
from trainer.model.event import AnyEvent
from trainer.session.journal import read_journal
from trainer.session.lock import is_open
from trainer.session.practice import Practice
from trainer.session.sound import read_sound

posix = pytest.mark.skipif(os.name == "nt", reason="there are no such processes or modes there")


def say(practice: Practice, *replies: str) -> None:
    for reply in replies:
        practice.say(reply)
        practice.hear(ByWord())


# Killed


@posix
def test_240_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.session.killed", str(tmp_path), "7", "240"],
        capture_output=True,
        text=True,
        env=environment(tmp_path),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["kills"] == 240
    assert found["torn"] > 20
    assert found["finished"] > 5


# A disk that fails


class Disk:
    """Stands for the system's calls: notes them, and fails those it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: list[str] = []
        self.fails: Callable[[str], bool] = lambda _call: False
        self.code = errno.ENOSPC
        for name in ("open", "write", "fsync", "ftruncate", "rename", "replace"):
            monkeypatch.setattr(os, name, self.standing_for(name, getattr(os, name)))

    def standing_for(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def called(file: Any, *rest: Any, **more: Any) -> Any:
            self.calls.append(name)
            if self.fails(name):
                if name == "write":
                    real(file, bytes(rest[0])[:7])
                raise OSError(self.code, os.strerror(self.code))
            if name == "write":
                return real(
                    file, bytes(rest[0])[:1000]
                )  # the system may take less than it is given
            return real(file, *rest, **more)

        return called

    def fail(self, *names: str) -> None:
        self.fails = lambda call: call in names

    def mend(self) -> None:
        self.fails = lambda _call: False


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


def test_a_reply_is_synced_once_before_it_is_acknowledged(tmp_path: Path, disk: Disk) -> None:
    practice = start(tmp_path)
    disk.calls.clear()
    practice.say("x" * 2500)
    assert disk.calls == ["write", "write", "write", "fsync"]
    assert practice.transcript.pending is not None
    assert "x" * 2500 in practice.path.read_text("utf-8")


@pytest.mark.parametrize(
    "names",
    [("write",), ("fsync",), ("write", "ftruncate"), ("fsync", "ftruncate"), ("write", "open")],
    ids="+".join,
)
def test_a_talk_goes_on_in_memory_and_is_saved_as_soon_as_it_can_be(
    tmp_path: Path, disk: Disk, names: tuple[str, ...]
) -> None:
    practice = start(tmp_path)
    disk.fail(*names)
    practice.say(CURT)
    assert practice.unsaved is not None
    assert str(practice.path) in str(practice.unsaved)
    assert "the disk is full" in str(practice.unsaved)
    turn = practice.hear(ByWord())
    assert turn.assessment is not None
    assert practice.replies_unsaved == 1
    assert read_sound(practice.path).damage is None
    disk.mend()
    practice.say(POLITE)
    assert practice.unsaved is None
    assert practice.replies_unsaved == 0
    practice.hear(ByWord())
    practice.close()
    assert read_journal(practice.path) == practice.events


@pytest.mark.parametrize("names", [("open",), ("write",), ("fsync",)], ids="+".join)
def test_a_talk_can_begin_where_nothing_can_be_written(
    tmp_path: Path, disk: Disk, names: tuple[str, ...]
) -> None:
    disk.fail(*names)
    practice = start(tmp_path)
    say(practice, CURT)
    assert practice.unsaved is not None
    assert not practice.is_on_disk
    disk.mend()
    say(practice, CURT)
    assert practice.unsaved is None
    assert read_journal(practice.path) == practice.events


def test_what_could_not_be_saved_to_the_end_is_known(tmp_path: Path, disk: Disk) -> None:
    practice = start(tmp_path)
    say(practice, CURT)
    disk.fail("write")
    say(practice, CURT, POLITE)
    practice.close()
    assert practice.unsaved is not None
    assert practice.replies_unsaved == 2
    assert practice.is_on_disk
    disk.mend()
    assert not practice.save(), "a session that was let go of is not written to any more"
    again = Practice.resume(practice.path)
    assert [turn.reply for turn in again.transcript.turns] == [CURT]
    with pytest.raises(StorageError):
        practice.say(POLITE)


def test_closing_tries_once_more(tmp_path: Path, disk: Disk) -> None:
    practice = start(tmp_path)
    disk.fail("fsync")
    say(practice, CURT)
    disk.mend()
    practice.close()
    assert practice.unsaved is None
    assert read_journal(practice.path) == practice.events


def test_a_disk_that_fails_by_chance_never_holds_anything_but_a_beginning_of_the_talk(
    tmp_path: Path, disk: Disk
) -> None:
    for seed in range(30):
        draw = random.Random(seed)
        disk.fails = lambda _call, draw=draw: draw.random() < 0.3  # type: ignore[misc]
        practice = start(tmp_path)
        for _turn in range(10):
            if practice.over:
                break
            practice.say(draw.choice((CURT, CURT, POLITE)))
            if practice.is_on_disk:
                disk_says = sound_events(practice.path, disk)
                assert practice.events[: len(disk_says)] == disk_says
                assert practice.unsaved or disk_says == practice.events
            practice.hear(ByWord())
        disk.mend()
        practice.close()
        assert practice.unsaved is None
        assert read_journal(practice.path) == practice.events


def sound_events(path: Path, disk: Disk) -> tuple[AnyEvent, ...]:
    """What a reader finds, on a disk that for a moment does not fail."""
    fails, disk.fails = disk.fails, lambda _call: False
    try:
        sound = read_sound(path)
        assert sound.damage is None
        return sound.events
    finally:
        disk.fails = fails


@pytest.mark.parametrize("name", ["rename", "replace"])
def test_a_version_that_cannot_be_kept_is_no_obstacle_and_leaves_nothing_behind(
    tmp_path: Path, disk: Disk, name: str
) -> None:
    disk.fail(name)
    practice = start(tmp_path)
    assert practice.unsaved is None
    assert [p.suffix for p in (tmp_path / "scenarios").iterdir()] in ([], [".json"])


# Drives that go away, files that change


def test_a_drive_that_goes_away_and_comes_back(tmp_path: Path) -> None:
    home, away = tmp_path / "home", tmp_path / "away"
    practice = start(home)
    home.rename(away)
    say(practice, CURT)
    assert practice.unsaved is not None
    assert not home.exists(), "the folder below a drive is not the place to write to"
    away.rename(home)
    say(practice, CURT)
    assert practice.unsaved is None
    assert read_journal(practice.path) == practice.events


def test_a_file_that_was_removed_is_written_again_whole(tmp_path: Path) -> None:
    practice = start(tmp_path)
    say(practice, CURT)
    practice.path.unlink()
    say(practice, CURT)
    assert practice.unsaved is None
    assert read_journal(practice.path) == practice.events


def test_what_another_program_wrote_is_not_written_over(tmp_path: Path) -> None:
    practice = start(tmp_path)
    before = practice.path.read_bytes()
    practice.path.write_bytes(before + b"a note of mine\n")
    say(practice, CURT)
    assert "changed by another program" in str(practice.unsaved)
    assert practice.path.read_bytes() == before + b"a note of mine\n"


def test_a_session_can_be_moved_to_another_folder(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "sessions").write_text("in the way")
    practice = start(tmp_path / "full")
    say(practice, CURT)
    assert practice.save_in(tmp_path / "full" / "sessions") is not None
    assert practice.unsaved is not None
    assert practice.save_in(tmp_path / "stick") is None
    say(practice, CURT)
    practice.close()
    assert practice.path.parent == tmp_path / "stick"
    assert read_journal(practice.path) == practice.events


@posix
def test_what_is_written_is_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        practice = start(tmp_path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(practice.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(practice.path.parent.stat().st_mode) == 0o700


@posix
@pytest.mark.skipif(os.name != "nt" and os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only(tmp_path: Path) -> None:
    practice = start(tmp_path)
    practice.close()
    practice.path.chmod(0o400)
    again = Practice.resume(practice.path)
    say(again, CURT)
    assert again.unsaved is not None
    practice.path.chmod(0o600)
    say(again, CURT)
    assert again.unsaved is None


# Two windows


def test_a_session_has_one_writer(tmp_path: Path) -> None:
    one = start(tmp_path)
    before = one.path.read_bytes()
    assert is_open(one.path)
    with pytest.raises(SessionOpen, match="open in another window"):
        Practice.resume(one.path)
    assert one.path.read_bytes() == before
    assert read_journal(one.path) == one.events
    say(one, CURT)
    one.close()
    assert not is_open(one.path)
    two = Practice.resume(one.path)
    say(two, SHOVE)
    assert Practice.resume(one.path).over, "what is over can be looked at from anywhere"


def program(home: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.cli.driver", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(home),
        text=True,
    )


def wait_for(process: subprocess.Popen[str], stream: Any, said: str) -> None:
    for line in stream:
        if said in line:
            return
    raise AssertionError(f"it never said {said!r}: {process.communicate()}")


@posix
def test_a_second_process_says_so_and_a_killed_one_leaves_no_lock(tmp_path: Path) -> None:
    with program(tmp_path, "play", "counter") as one:
        assert one.stdin is not None
        one.stdin.write(f"{CURT}\n")
        one.stdin.flush()
        wait_for(one, one.stdout, "Feedback on reply 1")
        (path,) = (tmp_path / "sessions").iterdir()
        before = path.read_bytes()
        with program(tmp_path, "resume") as two:
            out, err = two.communicate(f"{SHOVE}\n", timeout=30)
        assert two.returncode == 3
        assert out == ""
        assert "open in another window" in err
        assert len(err.splitlines()) == 1
        assert path.read_bytes() == before
        one.send_signal(signal.SIGKILL)
    with program(tmp_path, "resume") as three:
        out, err = three.communicate(f"{SHOVE}\n", timeout=30)
    assert three.returncode == 0
    assert [path] == list((tmp_path / "sessions").iterdir())
    assert Practice.resume(path).over


# A disk that is full


def has_namespaces() -> bool:
    try:
        return not subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode
    except OSError:
        return False


@pytest.mark.skipif(not has_namespaces(), reason="no file system can be mounted here")
def test_a_home_on_a_full_disk_that_is_cleared_during_the_talk(tmp_path: Path) -> None:
    mount = (
        'mount -t tmpfs -o size=48k tmpfs "$0" && head -c 99999 /dev/zero > "$0/filler"; '
        'exec "$@"; exit 77'
    )
    command = [sys.executable, "-m", "tests.cli.driver", "play", "counter"]
    with subprocess.Popen(
        ["unshare", "-rm", "sh", "-c", mount, str(tmp_path), *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(tmp_path),
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{CURT}\n")
        process.stdin.flush()
        wait_for(process, process.stderr, "Still NOT SAVED")
        inside = Path(f"/proc/{process.pid}/root{tmp_path}")
        (inside / "filler").unlink()
        process.stdin.write(f"{CURT}\n")
        process.stdin.flush()
        wait_for(process, process.stderr, "Saved: everything said so far")
        wait_for(process, process.stdout, "Feedback on reply 2")
        (path,) = (inside / "sessions").iterdir()
        turns = read_journal(path)
        _out, err = process.communicate(f"{SHOVE}\n", timeout=30)
    assert process.returncode == 0, err
    assert [e.text for e in turns if e.kind == "replied"] == [CURT, CURT]


# Clocks


def test_a_clock_that_is_set_back_makes_no_negative_waits(tmp_path: Path) -> None:
    times = [datetime(2026, 1, 2, 12, tzinfo=UTC) - timedelta(hours=n) for n in range(20)]
    practice = start(tmp_path, clock=iter(times).__next__)
    say(practice, CURT)
    practice.close()
    again = Practice.resume(practice.path, clock=iter(times[9:]).__next__)
    say(again, POLITE)
    stamps = [event.at for event in again.events]
    assert stamps == sorted(stamps)
    assert read_journal(practice.path) == again.events
