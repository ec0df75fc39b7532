"""Replies with the levels that people gave them, as labelled examples a rubric learns from. Pure."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from trainer.model.rating import Rating
from trainer.model.rubric import Rubric
from trainer.report.redact import without_names
from trainer.session.ratings import counted, levels_of
from trainer.session.transcript import Transcript, Turn

_SOMEBODY = {"zh-CN": "某某"}
_SAID = ("history", "resident_line", "reply")
"""Parts of a line in which a name may have been spoken."""


@dataclass(frozen=True)
class Learned:
    """Examples of one session, and the levels that became none.

    `lines` by id. `disputed`: (turn, criterion) on which raters differ; `foreign`: criteria that the rubric
    does not have, or not with that level.
    """

    lang: str
    lines: dict[str, str]
    disputed: tuple[tuple[int, str], ...]
    foreign: tuple[str, ...]


def examples(
    transcript: Transcript,
    ratings: Sequence[Rating],
    rubric: Rubric,
    *,
    raters: Collection[str] | None = None,
    names: bool = False,
    private: Sequence[str] = (),
) -> Learned:
    """The rated replies of a session as lines of a reply file; a session is one family.

    A level is taken where all raters (of `raters`, when given) who gave one agree; an override is a rater's
    last word. The resident's name is the scenario's, so it stays; raters are named only with `names`, and
    the trainee, like everyone in `private`, never.
    """
    chosen = [r for r in ratings if raters is None or r.rater in raters]
    hidden = [n for n in (transcript.started.trainee, *private) if len(n.strip()) > 1]
    lang = transcript.started.scenario.lang
    lines: dict[str, str] = {}
    disputed: list[tuple[int, str]] = []
    foreign: dict[str, None] = {}
    for turn in transcript.turns:
        labels: dict[str, int] = {}
        agreed: list[int] = []
        for criterion, _finding in counted(turn, transcript.started.rubric):
            finals = [
                level
                for rating in chosen
                if (mark := rating.mark(turn.number, criterion.id)) is not None
                and (level := mark.final) is not None
            ]
            given = set(finals)
            known = rubric.criterion(criterion.id)
            if len(given) > 1:
                disputed.append((turn.number, criterion.id))
            elif given and (known is None or not given <= set(levels_of(known))):
                foreign[criterion.id] = None
            elif given:
                labels[criterion.id] = given.pop()
                agreed.append(len(finals))
        if labels:
            line = _line(transcript, turn, labels)
            if min(agreed) > 1:
                line["raters"] = min(agreed)
            if names:
                line["rated_by"] = [r.rater for r in chosen if r.turn(turn.number).marks]
            told = {k: _without(hidden, v, lang) if k in _SAID else v for k, v in line.items()}
            lines[line["id"]] = json.dumps(told, ensure_ascii=False)
    return Learned(lang, lines, tuple(disputed), tuple(foreign))


def merged(before: str, lines: dict[str, str]) -> str:
    """A reply file with `lines` in it: those of an id that it has are replaced, the rest stays as it is."""
    left = dict(lines)
    kept: list[str] = []
    for line in before.splitlines():
        name = _id(line)
        kept.append(left.pop(name, line) if name in lines else line)
    return "".join(f"{line}\n" for line in [*kept, *left.values()])


def _line(transcript: Transcript, turn: Turn, labels: dict[str, int]) -> dict[str, Any]:
    context = transcript.context(turn)
    session = transcript.started.session
    return {
        "id": f"{session}-{turn.number}",
        "family": session,
        "lang": context.lang,
        "venue": context.venue,
        "resident": {
            "name": context.name,
            "disc": context.disc,
            "address_as": list(context.address_as),
        },
        "situation": context.situation,
        "facts": [text for _id, text in context.facts],
        "stage": context.stage,
        "history": list(context.history),
        "resident_line": context.resident_line,
        "reply": turn.reply,
        "labels": labels,
        "overall": None,
        "trap": None,
    }


def _without(names: Sequence[str], value: Any, lang: str) -> Any:
    """A value of a line without names; what is no text someone wrote stays."""
    if isinstance(value, str):
        return without_names(value, names, _SOMEBODY.get(lang, "N. N."))
    if isinstance(value, list):
        return [_without(names, each, lang) for each in value]
    return value


def _id(line: str) -> str:
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError):
        return ""
    name = raw.get("id") if isinstance(raw, dict) else None
    return name if isinstance(name, str) else ""
