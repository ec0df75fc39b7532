"""A question with two answers."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from trainer.i18n import N_
from trainer.tui.widgets.bars import Hints
from trainer.tui.widgets.sheet import GAP, Block, Sheet, text


class ConfirmScreen(ModalScreen[bool]):
    """Asks `question`; gives True on Enter or y, False on Esc or n."""

    HINTS: ClassVar[tuple[str, ...]] = ("yes", "no")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "answer(True)", N_("yes"), id="yes"),
        Binding("escape,n", "answer(False)", N_("no, go back"), id="no"),
    ]

    def __init__(self, question: str, note: str) -> None:
        super().__init__()
        self.question, self.note = question, note

    def compose(self) -> ComposeResult:
        """A small box."""
        with Vertical(classes="box"):
            yield Sheet([Block(text(self.question, "bold")), Block(text(self.note)), GAP])
            yield Hints()

    def action_answer(self, answer: bool) -> None:
        """Close with an answer."""
        self.dismiss(answer)
