"""What a practice and a preview share: the box a reply is typed in, and the scorer made ready meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from trainer.i18n import gettext as _
from trainer.tui.screens.page import Page
from trainer.tui.widgets.reply_box import LONGEST, ReplyBox

if TYPE_CHECKING:
    from trainer.model.scenario import Scenario, Scene


class ReplyingPage(Page):
    """A page with a `ReplyBox`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "scroll(-1)", show=False),
        Binding("pagedown", "scroll(1)", show=False),
    ]

    @property
    def box(self) -> ReplyBox:
        """Where the reply is typed."""
        return self.query_one(ReplyBox)

    def propose(self, said: str) -> None:
        """Put a reply into the box in place of what is there, ready to be changed."""
        self.box.select_all()
        self.box.put(said)
        self.box.focus()

    def warm_up(self, scenario: Scenario, scene: Scene) -> None:
        """Load the scorer in a thread; what goes wrong is told when it is needed.

        It loads most of what it needs with the first reply it judges, so it is given one of `scene`.
        """
        from contextlib import suppress

        from trainer.scoring.context import context_of

        desk = self.trainer.desk

        def load() -> None:
            with suppress(Exception):
                scorer = desk.scorer(scenario.rubric)
                scorer.assess(scene.model_replies[0], context_of(scenario, scene, ()))

        self.run_worker(load, thread=True, group="scorer")

    @on(ReplyBox.TooLong)
    def _too_long(self) -> None:
        self._status(
            _("Cut to {n} characters, the most a reply can have.").format(n=LONGEST), bad=True
        )

    @on(ReplyBox.Scrolled)
    def _scrolled(self, message: ReplyBox.Scrolled) -> None:
        self.action_scroll(message.way)
