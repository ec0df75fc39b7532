"""Line mode with a person at the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.session.small import SHOVE, ByWord, library
from trainer.cli import talk
from trainer.cli.reader import Reader
from trainer.session.desk import Desk


class Person:
    """Answers at a keyboard."""

    is_live = True

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)

    def line(self, prompt: str) -> str | None:
        return self.answers.pop(0) if self.answers else None


def test_marks_without_words_are_no_reply_but_three_dots_are_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reader: Reader = Person(".", "？！", "...", SHOVE)
    monkeypatch.setattr(talk, "standard_input", lambda: reader)
    desk = Desk(tmp_path, "en", library=library(), scorer=ByWord())
    practice = desk.start("counter")
    talk.begin(desk, practice)
    assert [turn.reply for turn in practice.transcript.turns] == ["...", SHOVE]
    assert capsys.readouterr().out.count("There are no words in it.") == 2
