"""`trainer resume` when the scenario has been edited since the session began."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.session.small import CONTENT, POLITE, library
from trainer.cli import versions
from trainer.cli.reader import Reader
from trainer.session.desk import Desk

NEW, OLD = "At last.", "So when is it done?"


@pytest.fixture
def mine(tmp_path: Path, small: Run) -> Path:
    """A scenario of one's own, edited after a first reply."""
    path = tmp_path / "mine.yaml"
    text = (CONTENT / "scenarios" / "en" / "counter.yaml").read_text("utf-8")
    path.write_text(text.replace("id: counter", "id: mine"), "utf-8")
    assert small("play", str(path), given=f"{POLITE}\n").returncode == 0
    path.write_text(
        path.read_text("utf-8").replace("I have been waiting for an hour.", NEW), "utf-8"
    )
    return path


def test_without_anyone_to_ask_it_goes_on_as_it_was_and_says_so(mine: Path, small: Run) -> None:
    done = small("resume")
    assert done.returncode == 0
    assert "has been edited since this session began. It goes on as it was" in done.stderr
    assert "trainer resume --restart" in done.stderr
    assert OLD in done.stdout
    assert NEW not in done.stdout


def test_keeping_to_the_old_version_can_be_said(mine: Path, small: Run) -> None:
    done = small("resume", "--keep")
    assert "edited" not in done.stderr
    assert OLD in done.stdout


def test_starting_again_can_be_said(mine: Path, small: Run) -> None:
    done = small("resume", "--restart")
    assert done.returncode == 0
    assert "edited" not in done.stderr
    assert NEW in done.stdout
    assert "Your role" in done.stdout
    assert NEW in small("resume").stdout


def test_both_at_once_cannot(mine: Path, small: Run) -> None:
    done = small("resume", "--keep", "--restart")
    assert done.returncode == 2
    assert "exclude each other" in done.stderr


def test_a_new_version_with_mistakes_is_told(mine: Path, small: Run) -> None:
    mine.write_text(mine.read_text("utf-8").replace("scenes:", "scnes:"), "utf-8")
    done = small("resume")
    assert done.returncode == 0
    assert "has mistakes now, so it goes on as it was" in done.stderr
    assert f"trainer check {mine}" in done.stderr
    assert OLD in done.stdout
    again = small("resume", "--restart")
    assert again.returncode == 1
    assert "KEY-001" in again.stderr


def test_a_scenario_that_is_gone_is_no_obstacle(mine: Path, small: Run) -> None:
    mine.unlink()
    done = small("resume")
    assert done.returncode == 0
    assert "edited" not in done.stderr
    assert OLD in done.stdout
    again = small("resume", "--restart")
    assert again.returncode == 2
    assert "no longer there" in again.stderr


def test_it_is_told_in_chinese(mine: Path, small: Run) -> None:
    assert "场景改过。现在按原来的版本" in small("--lang", "zh-CN", "resume").stderr


class Person:
    """Answers at a keyboard."""

    is_live = True

    def __init__(self, *answers: str | None) -> None:
        self.answers = list(answers)
        self.asked = 0

    def line(self, prompt: str) -> str | None:
        self.asked += 1
        assert "r" in prompt
        return self.answers.pop(0)


@pytest.mark.parametrize(
    ("answers", "again"),
    [(("",), False), ((None,), False), (("r",), True), (("what?", " R "), True)],
)
def test_a_person_is_asked(
    mine: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answers: tuple[str | None, ...],
    again: bool,
) -> None:
    person = Person(*answers)
    reader: Reader = person
    monkeypatch.setattr(versions, "standard_input", lambda: reader)
    desk = Desk(tmp_path, "en", library=library())
    assert versions.starts_again(desk, str(desk.find())) is again
    assert person.asked == len(answers)
    assert "edited since this session began" in capsys.readouterr().out
