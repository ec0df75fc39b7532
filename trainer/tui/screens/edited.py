"""When a practice is taken up whose scenario has been edited since: on which version it goes on."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from trainer.i18n import N_
from trainer.i18n import gettext as _
from trainer.tui.widgets.bars import Hints
from trainer.tui.widgets.sheet import GAP, Block, Sheet, text


class EditedScreen(ModalScreen[None]):
    """Lets home go on with the session, or start it again where the scenario has no mistakes now."""

    HINTS: ClassVar[tuple[str, ...]] = ("finish", "again", "later")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,f", "choose(False)", N_("finish as it was"), id="finish"),
        Binding("r", "choose(True)", N_("start again"), id="again"),
        Binding("escape", "dismiss(None)", N_("go back"), id="later"),
    ]

    def __init__(self, session: str, *, playable: bool) -> None:
        super().__init__()
        self.session, self.playable = session, playable

    def compose(self) -> ComposeResult:
        """A small box."""
        note = (
            _(
                "You can finish on the version you began with, or start again on the new one. "
                "Either way the session so far is kept."
            )
            if self.playable
            else _("It has mistakes now, so the session can only go on as it was.")
        )
        with Vertical(classes="box"):
            yield Sheet(
                [
                    Block(
                        text(_("The scenario has been edited since this session began."), "bold")
                    ),
                    Block(text(note)),
                    GAP,
                ]
            )
            yield Hints()

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],
    ) -> bool | None:
        """No new start on a scenario with mistakes."""
        return action != "choose" or self.playable or parameters != (True,)

    def action_choose(self, restart: bool) -> None:
        """Close, and let home take the session up."""
        from trainer.tui.screens.home import HomeScreen

        home = self.app.screen_stack[0]
        self.dismiss()
        if isinstance(home, HomeScreen):
            home.go_on(self.session, restart=restart)
