"""Line mode while the session cannot be saved, and reading what is damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.session.small import CURT, SHOVE, ByWord, library
from trainer.cli import talk
from trainer.cli.reader import Reader
from trainer.session.desk import Desk
from trainer.session.journal import read_journal


def test_it_is_told_at_once_and_with_every_reply_and_at_the_end(tmp_path: Path, small: Run) -> None:
    (tmp_path / "sessions").write_text("in the way")
    done = small("play", "counter", given=f"{CURT}\n{CURT}\n")
    assert done.returncode == 3
    first, second, third, last = done.stderr.splitlines()
    assert first.startswith(f"NOT SAVED. The session cannot be saved to {tmp_path}")
    assert "every reply tries again" in first
    assert second.startswith("Still NOT SAVED.")
    assert third == second
    assert last.startswith("The session is NOT SAVED: 2 replies would be lost.")
    assert str(tmp_path / "sessions") in last
    assert "Feedback on reply 2" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("transcript: ")


def test_it_is_told_in_chinese(tmp_path: Path, small: Run) -> None:
    (tmp_path / "sessions").write_text("in the way")
    done = small("--lang", "zh-CN", "play", "counter", given=f"{SHOVE}\n")
    assert done.returncode == 3
    assert "【未保存】" in done.stderr
    assert "【练习未保存】您说的话有 1 句会丢失" in done.stderr


class Person:
    """Answers at a keyboard; what is callable is done first, and then a line is empty."""

    is_live = True

    def __init__(self, *answers: object) -> None:
        self.answers = list(answers)
        self.prompts: list[str] = []

    def line(self, prompt: str) -> str | None:
        self.prompts.append(prompt)
        answer = self.answers.pop(0)
        if callable(answer):
            answer()
            return ""
        assert answer is None or isinstance(answer, str)
        return answer


def sit_down(home: Path, monkeypatch: pytest.MonkeyPatch, *answers: object) -> tuple[int, Person]:
    person = Person(*answers)
    reader: Reader = person
    monkeypatch.setattr(talk, "standard_input", lambda: reader)
    desk = Desk(home, "en", library=library(), scorer=ByWord())
    return talk.begin(desk, desk.start("counter")), person


def test_a_person_may_try_again_before_leaving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    block = tmp_path / "sessions"
    block.write_text("in the way")
    code, person = sit_down(tmp_path, monkeypatch, CURT, None, "", block.unlink)
    assert code == 0
    assert "Enter tries again" in person.prompts[-1]
    told = capsys.readouterr()
    assert "Saved: everything said so far is on disk now." in told.err
    path = Path(told.out.splitlines()[-1].removeprefix("transcript: "))
    assert [e.text for e in read_journal(path) if e.kind == "replied"] == [CURT]


def test_a_person_may_save_it_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sessions").write_text("in the way")
    stick = tmp_path / "stick"
    code, _person = sit_down(
        tmp_path, monkeypatch, CURT, None, str(tmp_path / "sessions"), str(stick)
    )
    assert code == 0
    told = capsys.readouterr()
    (path,) = stick.iterdir()
    assert told.out.splitlines()[-1] == f"transcript: {path}"
    assert f"trainer resume {path}" in told.err
    assert len(read_journal(path)) > 2


def test_a_person_may_give_it_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sessions").write_text("in the way")
    assert sit_down(tmp_path, monkeypatch, CURT, None, "q")[0] == 3


@pytest.fixture
def damaged(tmp_path: Path, small: Run) -> Path:
    """A finished session one byte of which is not as it was."""
    done = small("play", "counter", given=f"{CURT}\n{SHOVE}\n")
    path = Path(done.stdout.splitlines()[-1].removeprefix("transcript: "))
    start, replied, rest = path.read_bytes().partition(b'"turn":2,"scene":"start",')
    path.write_bytes(start + replied + rest.replace(b"job", b"joy", 1))
    return path


def test_what_stands_before_a_damage_is_listed_and_exported_and_the_damage_told(
    damaged: Path, small: Run
) -> None:
    listed = small("sessions")
    assert damaged.stem in listed.stdout
    assert f"of {damaged} is not as it was written" in listed.stderr
    exported = small("export", damaged.stem, "--to", "md")
    assert exported.returncode == 1
    assert "is not as it was written" in exported.stderr
    assert CURT in exported.stdout
    assert "not my jo" not in exported.stdout


def test_a_damaged_session_does_not_go_on(damaged: Path, small: Run) -> None:
    before = damaged.read_bytes()
    done = small("resume", damaged.stem)
    assert done.returncode == 3
    assert "is not as it was written" in done.stderr
    assert damaged.read_bytes() == before
