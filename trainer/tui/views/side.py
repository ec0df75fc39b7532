"""Beside the talk: what this moment calls for, how the resident feels, facts and limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainer.i18n import gettext as _
from trainer.model.base import in_language
from trainer.report import words
from trainer.tui import marks
from trainer.tui.views.briefing import facts, limits
from trainer.tui.views.home import flat
from trainer.tui.widgets.sheet import GAP, Block, join, pad, text

if TYPE_CHECKING:
    from trainer.model.mood import Mood
    from trainer.session.transcript import Transcript


def side(transcript: Transcript, lang: str) -> list[Block]:
    """The panel. In an exam it keeps to what a clerk would have at hand."""
    started = transcript.started
    blocks: list[Block] = []
    if started.mode != "exam":
        blocks += [*moment(transcript, lang), *mood(transcript.state.mood, _before(transcript))]
    if started.scenario.facts:
        blocks += [_heading(_("Facts")), *facts(started.scenario, sources=False), GAP]
    if started.scenario.limits:
        blocks += [_heading(_("Limits")), *limits(started.scenario), GAP]
    if started.mode == "exam":
        blocks.append(Block(text(_("Exam: mood and feedback come with the debrief."), "$muted")))
    return blocks


def moment(transcript: Transcript, lang: str) -> list[Block]:
    """What this moment calls for."""
    scene, rubric = transcript.scene, transcript.started.rubric
    if transcript.ending is not None:
        return []
    titles = [
        in_language(criterion.title, lang)
        for name in scene.calls_for
        if (criterion := rubric.criterion(name)) is not None
    ]
    blocks = [_heading(_("This moment calls for"))]
    blocks += [Block(text(title), lead=text("- ", "$accent")) for title in titles]
    if scene.hint:
        blocks.append(Block(text(flat(scene.hint), "italic $muted"), lead=text("  ")))
    return [*blocks, GAP]


def mood(now: Mood, before: Mood | None) -> list[Block]:
    """How the resident feels, in bars, what the last reply changed, and in words; only these may wrap."""
    from rich.cells import cell_len

    names = {d: _(title) for d, title in words.FEELINGS.items()}
    width = max(map(cell_len, names.values()))
    blocks = [_heading(_("Mood"))]
    for dimension, name in names.items():
        value = getattr(now, dimension)
        delta = value - getattr(before, dimension) if before is not None else 0
        change = words.signed(delta) if abs(delta) >= 1 else ""
        tone = f"${marks.tone(dimension, value)}"
        blocks.append(
            Block(
                text(words.degree(dimension, value), tone),
                lead=join(
                    pad(name, width),
                    " ",
                    text(marks.bar(value, 8), tone),
                    text(f" {change:>3} ", "$muted"),
                ),
            )
        )
    return [*blocks, GAP]


def _before(transcript: Transcript) -> Mood | None:
    return transcript.turns[-1].before if transcript.turns else None


def _heading(said: str) -> Block:
    return Block(text(said, "bold"))
