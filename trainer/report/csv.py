"""Sessions as a table of replies, one a row, that spreadsheets open.

UTF-8 with a byte order mark, by which Excel and WPS know it is UTF-8. A text that begins as a formula
does (OWASP, CSV injection) has an apostrophe before it; what the program counted stays a number.
"""

from __future__ import annotations

import csv as _csv
import io
from collections.abc import Iterator, Sequence

from trainer.content.formula import guarded
from trainer.report import words
from trainer.report.attempts import in_order
from trainer.session.transcript import Transcript, Turn

BEFORE = (
    "session", "trainee", "scenario", "scenario_version", "rubric", "rubric_version", "mode", "lang",
    "turn", "at", "scene", "resident", "reply", "overall",
)  # fmt: skip
AFTER = (*(f"mood_{feeling}" for feeling in words.FEELINGS), "because", "ending", "notice")
"""Columns before and after the levels; the same in every language, since programs read them too."""


def csv(transcripts: Sequence[Transcript], lang: str) -> bytes:
    """One table of all the sessions. A level that was not called for is an empty cell."""
    ordered = in_order(transcripts)
    criteria = list(dict.fromkeys(c.id for t in ordered for c in t.started.rubric.criteria))
    buffer = io.StringIO(newline="")
    table = _csv.writer(buffer)
    table.writerow([*BEFORE, *(f"level_{name}" for name in criteria), *AFTER])
    for transcript in ordered:
        with words.speaking(lang):
            notice = words.notice([transcript])
        for turn in transcript.turns:
            cells = _row(transcript, turn, criteria, notice)
            table.writerow([cell if isinstance(cell, int) else guarded(cell) for cell in cells])
    return buffer.getvalue().encode("utf-8-sig", "replace")


def _row(
    transcript: Transcript, turn: Turn, criteria: Sequence[str], notice: str
) -> Iterator[str | int]:
    started, found = transcript.started, turn.assessment
    yield started.session
    yield started.trainee
    yield started.scenario.id
    yield started.scenario.version
    yield started.rubric.id
    yield started.rubric.version
    yield started.mode
    yield started.scenario.lang
    yield turn.number
    yield turn.at.isoformat(timespec="milliseconds")
    yield turn.scene.id
    yield "\n".join(turn.heard)
    yield turn.reply
    yield found.overall if found else ""
    called = {f.criterion: f.level for f in found.findings if f.called} if found else {}
    yield from (called.get(name, "") for name in criteria)
    after = transcript.felt(turn)
    for feeling in words.FEELINGS:
        yield round(getattr(after, feeling)) if after else ""
    yield turn.because or ""
    last = turn is transcript.turns[-1]
    yield transcript.ending.id if transcript.ending and last else ""
    yield notice
