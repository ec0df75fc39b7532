"""A session as WebVTT, to be read along or laid under a recording.

A reply ends when the journal says it was given. What lies between two replies is shared by the
resident's lines and the next reply by their length, since nobody knows when the trainee began to speak.
Clocks may have gone backwards: no cue begins before the one above it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import datetime
from typing import NamedTuple

from trainer.content.sanitise import visible
from trainer.i18n import gettext as _
from trainer.report import words
from trainer.report.telling import Telling, when
from trainer.session.transcript import Transcript

READING = 80
"""Milliseconds a character that is read, where the journal leaves no time."""
LEAST = 1000
"""Milliseconds that a cue is shown at least."""


class Line(NamedTuple):
    """What was said, and by whom."""

    who: str
    text: str


class Cue(NamedTuple):
    """A line from `start` to `end`, milliseconds from the beginning of the session."""

    start: int
    end: int
    line: Line


def vtt(transcript: Transcript, lang: str) -> str:
    """The whole file, in the document's language; what was said stays as it was."""
    with words.speaking(lang):
        telling = Telling(transcript, lang)
        scenario = telling.scenario
        told = [
            _("{title}, {when}").format(title=scenario.title, when=when(telling.started.at)),
            words.notice([transcript]),
        ]
        head = ["WEBVTT", "NOTE\n" + "\n".join(map(_one_line, told))]
        you = telling.started.trainee.strip() or _("Trainee")
        cues = [
            f"{number}\n{_time(cue.start)} --> {_time(cue.end)}\n<v {_one_line(cue.line.who)}>{_text(cue.line.text)}"
            for number, cue in enumerate(timed(telling.transcript, you), 1)
        ]
        return "\n\n".join([*head, *cues]) + "\n"


def timed(transcript: Transcript, you: str) -> Iterator[Cue]:
    """Every line with its time, in order."""
    began = transcript.started.at
    name = transcript.started.scenario.resident.name
    at = 0
    for turn in transcript.turns:
        lines = [*(Line(name, text) for text in turn.heard), Line(you, turn.reply)]
        at = yield from _shared(lines, at, _since(began, turn.at))
    last = [Line(name, text) for text in transcript.heard]
    finished = transcript.finished or transcript.started.at
    yield from _shared(last, at, _since(began, finished))


def _shared(lines: list[Line], start: int, end: int) -> Generator[Cue, None, int]:
    """The lines one after the other from `start` to `end`; as long as reading takes where that is too soon."""
    sizes = [len(line.text) + 10 for line in lines]
    if end - start < LEAST * len(lines):
        end = start + sum(max(LEAST, READING * size) for size in sizes)
    done, at = 0, start
    for line, size in zip(lines, sizes, strict=True):
        done += size
        until = start + (end - start) * done // sum(sizes)
        yield Cue(at, until, line)
        at = until
    return at


def _since(began: datetime, at: datetime) -> int:
    return max(0, round((at - began).total_seconds() * 1000))


def _time(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def _text(text: str) -> str:
    """The lines of a cue: none is empty, which would end it."""
    lines = (" ".join(line.split()) for line in visible(text).split("\n"))
    return _escaped("\n".join(line for line in lines if line)) or _escaped(_("(no words)"))


def _one_line(text: str) -> str:
    return _escaped(" ".join(visible(text).split()))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
