"""Help: every key, what it does, and how a practice goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType

from trainer.i18n import N_
from trainer.i18n import gettext as _
from trainer.tui.screens.page import ReadingPage
from trainer.tui.views.help import keys_help
from trainer.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from trainer.tui.app import TrainerApp


class HelpScreen(ReadingPage):
    """Over whatever was there."""

    SHEETS: ClassVar[tuple[str, ...]] = ("keys",)
    HINTS: ClassVar[tuple[str, ...]] = ("help_down", "help_close")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown,space", "scroll(1)", N_("read on"), id="help_down"),
        Binding("pageup", "scroll(-1)", show=False),
        Binding("escape,enter,question_mark,q", "close", N_("back"), id="help_close"),
    ]

    def texts(self) -> None:
        """Everything in the language now in use."""
        self.bar.show(_("Help"), self.app.title)
        home = cast("TrainerApp", self.app).desk.home
        self.query_one("#keys", Sheet).show(keys_help(self.trainer.settings.keys, home))

    def action_close(self) -> None:
        """Back to where one was."""
        self.app.pop_screen()
