"""Asking for the trainee's name."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from trainer.i18n import N_
from trainer.i18n import gettext as _
from trainer.session.people import LONGEST_NAME, clean_name
from trainer.tui.screens.note import LineScreen


class NameScreen(LineScreen):
    """Gives the name, or None when it was left as it is."""

    HINTS: ClassVar[tuple[str, ...]] = ("keep_name", "cancel")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", N_("keep"), id="keep_name", priority=True),
        Binding("escape", "dismiss(None)", N_("go back"), id="cancel"),
    ]

    def __init__(self, name: str) -> None:
        told = _("It stands in a list on this computer alone; your transcripts carry a pseudonym.")
        super().__init__(_("Your name"), told, name, LONGEST_NAME)

    def action_keep(self) -> None:
        """Close with what was typed."""
        self.dismiss(clean_name(self.query_one(Input).value))
