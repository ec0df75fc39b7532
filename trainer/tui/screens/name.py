"""Asking for the trainee's name."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from trainer.i18n import N_
from trainer.i18n import gettext as _
from trainer.tui.settings import clean
from trainer.tui.widgets.bars import Hints
from trainer.tui.widgets.sheet import Block, Sheet, text


class NameScreen(ModalScreen[str | None]):
    """Gives the name, or None when it was left as it is."""

    HINTS: ClassVar[tuple[str, ...]] = ("keep_name", "cancel")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", N_("keep"), id="keep_name", priority=True),
        Binding("escape", "dismiss(None)", N_("go back"), id="cancel"),
    ]

    def __init__(self, name: str) -> None:
        super().__init__()
        self.given = name

    def compose(self) -> ComposeResult:
        """A small box."""
        with Vertical(classes="box"):
            yield Sheet(
                [
                    Block(text(_("Your name"), "bold")),
                    Block(
                        text(
                            _(
                                "It stands in a list on this computer alone; your transcripts carry a pseudonym."
                            )
                        )
                    ),
                ]
            )
            yield Input(self.given, max_length=40)
            yield Hints()

    def action_keep(self) -> None:
        """Close with what was typed."""
        self.dismiss(clean(self.query_one(Input).value))
