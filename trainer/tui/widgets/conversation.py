"""The talk so far: one sheet a turn, at most `MOUNTED` of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.containers import VerticalScroll

from trainer.i18n import gettext as _
from trainer.report import words
from trainer.tui.views.feedback import feedback
from trainer.tui.views.home import flat, prose
from trainer.tui.views.talk import marked, resident_said, trainee_said
from trainer.tui.widgets.sheet import GAP, Block, Sheet, join, text

if TYPE_CHECKING:
    from trainer.session.transcript import Transcript, Turn

MOUNTED = 150
"""Turns on the screen; earlier ones are in the journal and the debrief."""


class TurnSheet(Sheet):
    """One turn: what was heard, the reply, the feedback. A click unfolds the feedback."""

    def __init__(self, number: int) -> None:
        super().__init__(classes="turn")
        self.number = number
        self.full = False

    def on_click(self, event: events.Click) -> None:
        """Unfold, unless text is being selected."""
        if self.screen.get_selected_text() is None and isinstance(self.parent, Conversation):
            self.parent.unfold(self.number)
            event.stop()


class Conversation(VerticalScroll):
    """Shows a transcript and keeps to its end."""

    def __init__(self) -> None:
        super().__init__(id="talk")
        self._transcript: Transcript | None = None
        self._lang = "en"
        self._following = True

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Note whether the trainee is at the end or has gone up to read."""
        super().watch_scroll_y(old_value, new_value)
        self._following = new_value >= self.max_scroll_y - 1

    def on_resize(self) -> None:
        """Stay at the end."""
        self.follow()

    def follow(self) -> None:
        """Stay at the end, unless the trainee has gone up to read."""
        if self._following:
            self._to_end()

    def _to_end(self) -> None:
        self._following = True
        self.call_after_refresh(self.scroll_end, animate=False, immediate=True)

    def show(self, transcript: Transcript, lang: str, *, again: bool = False) -> None:
        """Bring the screen up to the transcript; `again`: say every turn anew."""
        self._transcript, self._lang = transcript, lang
        numbers = [turn.number for turn in transcript.turns]
        if transcript.pending is None:
            numbers.append(0)  # the resident has the word, or the last one
        numbers = numbers[-MOUNTED:]
        sheets = {sheet.number: sheet for sheet in self.query(TurnSheet)}
        turns = {turn.number: turn for turn in transcript.turns}
        if 0 in sheets and transcript.turns:
            last = transcript.turns[-1].number
            if last not in sheets:  # what was open is now the turn that has a reply
                opened = sheets.pop(0)
                opened.number = last
                sheets[last] = opened
        for number, sheet in list(sheets.items()):
            if number not in numbers:
                sheet.remove()
        fresh: list[TurnSheet] = []
        recent = {0, *numbers[-3:]}
        for number in numbers:
            sheet = sheets.get(number) or TurnSheet(number)
            if number not in sheets:
                fresh.append(sheet)
            if again or number in recent or number not in sheets:
                sheet.show(self._blocks(turns.get(number), transcript, sheet))
        if fresh:
            self.mount(*fresh)
        self._to_end()

    def unfold(self, number: int | None = None) -> None:
        """Fold or unfold the feedback of a turn, the last judged one by default."""
        transcript = self._transcript
        if transcript is None or transcript.started.mode == "exam":
            return
        judged = [turn for turn in transcript.turns if turn.assessment is not None]
        turn = next((t for t in reversed(judged) if number in (None, t.number)), None)
        sheet = next((s for s in self.query(TurnSheet) if turn and s.number == turn.number), None)
        if turn is None or sheet is None:
            return
        sheet.full = not sheet.full
        sheet.show(self._blocks(turn, transcript, sheet))
        if sheet.full:
            self.call_after_refresh(
                self.scroll_to_widget,
                sheet,
                animate=False,
                top=sheet.size.height > self.size.height,
            )
        else:
            self._to_end()

    @property
    def plain(self) -> str:
        """All that is mounted, without styles."""
        return "\n".join(sheet.plain for sheet in self.query(TurnSheet))

    def _blocks(self, turn: Turn | None, transcript: Transcript, sheet: TurnSheet) -> list[Block]:
        started = transcript.started
        name = started.scenario.resident.name
        if turn is None:
            return [*resident_said(name, transcript.heard), *_ending(transcript)]
        blocks = resident_said(name, turn.heard)
        found = turn.assessment
        if found is None or started.mode == "exam":
            return [*blocks, *trainee_said(turn.reply)]
        blocks += trainee_said(turn.reply, marked(turn.reply, found, started.rubric))
        return [*blocks, *feedback(turn, started, self._lang, full=sheet.full)]


def _ending(transcript: Transcript) -> list[Block]:
    ending = transcript.ending
    if ending is None:
        return []
    head = join(
        text(_("The talk has ended"), "bold $accent"),
        text(f"  {flat(ending.title)}", "bold"),
        text(_(" ({grade}: {meaning})").format(
            grade=ending.grade, meaning=_(words.GRADES[ending.grade])), "$muted"),
    )  # fmt: skip
    return [
        Block(head, edge="$accent"),
        Block(text(prose(ending.text)), edge="$accent"),
        Block(text(_("Press Enter for the debrief."), "bold"), edge="$accent"),
        GAP,
    ]
