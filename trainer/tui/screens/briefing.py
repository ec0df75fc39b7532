"""Briefing: what the trainee knows before the talk."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType

from trainer.i18n import N_
from trainer.i18n import gettext as _
from trainer.report.words import MODES
from trainer.session.notice import notice
from trainer.tui.screens.page import ReadingPage
from trainer.tui.views.briefing import briefing
from trainer.tui.views.home import flat
from trainer.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from trainer.model.base import Mode
    from trainer.model.disc import Disc
    from trainer.model.scenario import Scenario
    from trainer.tui.screens.home import HomeScreen


class BriefingScreen(ReadingPage):
    """Reads the briefing of the scenario at `path`; Enter starts the talk."""

    SHEETS: ClassVar[tuple[str, ...]] = ("briefing",)
    HINTS: ClassVar[tuple[str, ...]] = ("begin", "brief_mode", "scroll", "back", "brief_help")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "begin", N_("start the talk"), id="begin"),
        Binding("m", "mode", N_("mode"), id="brief_mode"),
        Binding("pagedown,space", "scroll(1)", N_("read on"), id="scroll"),
        Binding("pageup", "scroll(-1)", show=False),
        Binding("escape", "back", N_("back"), id="back"),
        Binding("question_mark", "app.help", N_("help"), id="brief_help"),
    ]

    def __init__(self, scenario: Scenario, path: str, seed: int | None = None) -> None:
        super().__init__()
        self.scenario, self.path, self.seed = scenario, path, seed
        self._disc: Disc | None = None
        self._notice_due = False

    def on_mount(self) -> None:
        """The profiles are read while the trainee reads the rest."""
        desk = self.trainer.desk
        self._notice_due = desk.notice_due(self.trainer.settings.name)
        self.in_thread(lambda: desk.library.disc().value, self._learned)

    def _learned(self, disc: Disc) -> None:
        self._disc = disc
        self.texts()

    def texts(self) -> None:
        """The briefing in the language now in use; the scenario's own words stay as they are."""
        mode = self.trainer.settings.mode
        self.bar.show(_("Briefing"), flat(self.scenario.title))
        self.query_one("#briefing", Sheet).show(
            briefing(
                self.scenario,
                self._disc,
                self.trainer.desk.lang,
                mode,
                notice() if self._notice_due else (),
            )
        )

    def action_mode(self) -> None:
        """The next mode."""
        modes = list(MODES)
        at = modes.index(self.trainer.settings.mode)
        self.trainer.keep(mode=modes[(at + 1) % len(modes)])
        self.texts()

    def action_begin(self) -> None:
        """Start the talk in place of this screen."""
        home = cast("HomeScreen", self.app.screen_stack[0])
        mode = cast("Mode", self.trainer.settings.mode)
        self.app.pop_screen()
        home.begin(self.path, mode, self.seed, notice_shown=self._notice_due)

    def action_back(self) -> None:
        """Home."""
        self.app.pop_screen()
