"""Sessions as JSON Lines: one line what somebody said, in order, so that `role` and `content` are a chat.

The resident is the `user`, the trainee the `assistant`; a session begins with a `system` line that sets
the task. What was judged stands on the trainee's line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from trainer.content.safe_json import json_text
from trainer.model.assessment import Assessment
from trainer.model.event import Started
from trainer.model.mood import Mood
from trainer.report import words
from trainer.report.attempts import in_order
from trainer.session.transcript import Transcript, Turn


def turns(transcripts: Sequence[Transcript], lang: str) -> str:
    """All the sessions, one after the other."""
    lines = (line for t in in_order(transcripts) for line in _lines(t, lang))
    return "".join(json_text(line) + "\n" for line in lines)


def _lines(transcript: Transcript, lang: str) -> Iterator[dict[str, Any]]:
    started = transcript.started
    scenario, session = started.scenario, started.session
    with words.speaking(lang):
        notice = words.notice([transcript])
    yield {
        "session": session,
        "turn": 0,
        "role": "system",
        "content": _task(started),
        "at": _time(started.at),
        "scenario": scenario.id,
        "scenario_version": scenario.version,
        "rubric": started.rubric.id,
        "rubric_version": started.rubric.version,
        "lang": scenario.lang,
        "mode": started.mode,
        "trainee": started.trainee,
        "ending": transcript.ending.id if transcript.ending else None,
        "overall": transcript.scorecard.overall if transcript.turns else None,
        "notice": notice,
    }
    for turn in transcript.turns:
        for said in turn.heard:
            yield _said(session, turn.number, "user", scenario.resident.name, said)
        yield _replied(session, turn, transcript.felt(turn))
    for said in transcript.heard:
        yield _said(session, len(transcript.turns) + 1, "user", scenario.resident.name, said)


def _task(started: Started) -> str:
    """What the trainee was told beforehand; of an imported conversation what is known to have led to it."""
    briefing = "" if "briefing" in started.unknown else started.scenario.briefing
    return briefing if started.is_imported else f"{started.scenario.role}\n{briefing}"


def _said(session: str, turn: int, role: str, name: str, content: str) -> dict[str, Any]:
    return {"session": session, "turn": turn, "role": role, "content": content, "name": name}


def _replied(session: str, turn: Turn, after: Mood | None) -> dict[str, Any]:
    line = {
        "session": session,
        "turn": turn.number,
        "role": "assistant",
        "content": turn.reply,
        "at": _time(turn.at),
        "scene": turn.scene.id,
    }
    if turn.assessment is not None:
        line |= _judged(turn.assessment)
    if after is not None:
        line["mood"] = {f: round(getattr(after, f), 2) for f in words.FEELINGS}
        line["because"] = turn.because
    return line


def _judged(found: Assessment) -> dict[str, Any]:
    called = [finding for finding in found.findings if finding.called]
    return {
        "overall": found.overall,
        "levels": {finding.criterion: finding.level for finding in called},
        "findings": [
            {
                "criterion": finding.criterion,
                "level": finding.level,
                "evidence": [e.model_dump() for e in finding.evidence],
                "why": finding.why,
                "try": finding.try_,
            }
            for finding in called
        ],
    }


def _time(at: Any) -> str:
    told: str = at.isoformat(timespec="milliseconds")
    return told
