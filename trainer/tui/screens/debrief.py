"""Debrief: what the talk adds up to, turn by turn, and how to take it away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from trainer.i18n import N_
from trainer.i18n import gettext as _
from trainer.tui.screens.page import ReadingPage
from trainer.tui.views.debrief import closing, overview, turn_by_turn
from trainer.tui.views.home import flat
from trainer.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from trainer.session.transcript import Transcript


class DebriefScreen(ReadingPage):
    """The debrief of a transcript whose journal is at `path`."""

    SHEETS: ClassVar[tuple[str, ...]] = ("overview", "turns", "closing")
    HINTS: ClassVar[tuple[str, ...]] = ("down", "export", "copy_all", "home", "debrief_help")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown,space", "scroll(1)", N_("read on"), id="down"),
        Binding("pageup", "scroll(-1)", show=False),
        Binding("e", "export", N_("export Markdown"), id="export"),
        Binding("c,f7,ctrl+l", "copy", N_("copy"), id="copy_all"),
        Binding("escape,enter", "home", N_("home"), id="home"),
        Binding("question_mark", "app.help", N_("help"), id="debrief_help"),
    ]

    def __init__(self, transcript: Transcript, path: Path) -> None:
        super().__init__()
        self.transcript, self.path = transcript, path
        self.exported: Path | None = None

    def texts(self) -> None:
        """Everything in the language now in use."""
        lang = self.trainer.desk.lang
        self.bar.show(_("Debrief"), flat(self.transcript.started.scenario.title))
        self.query_one("#overview", Sheet).show(overview(self.transcript, lang))
        self.query_one("#turns", Sheet).show(turn_by_turn(self.transcript, lang))
        self.query_one("#closing", Sheet).show(closing(self.path, self.exported))

    @property
    def plain(self) -> str:
        """All of it without styles."""
        return "\n".join(sheet.plain for sheet in self.query(Sheet))

    def action_copy(self) -> None:
        """All of it on the clipboard."""
        self.trainer.copy(self.plain + "\n")

    def action_export(self) -> None:
        """Write it as Markdown under the home folder."""
        desk, lang = self.trainer.desk, self.trainer.desk.lang
        session = self.transcript.started.session

        def write() -> Path:
            from trainer.content.offers import offers
            from trainer.report.attempts import compared
            from trainer.report.markdown import rendered
            from trainer.report.next_practice import advices
            from trainer.report.second_markers import unnamed_markers
            from trainer.session.disk import write_private
            from trainer.session.people import names, unnamed
            from trainer.session.ratings import ratings_of

            told = [unnamed(self.transcript, names(desk.home))]
            advised = advices(told, offers(desk.library, {told[0].started.scenario.lang}))
            (marks,) = unnamed_markers([ratings_of(self.path)])
            path = desk.home / "exports" / f"{session}.md"
            document = rendered(compared(told, lang, advised, {session: marks}))
            write_private(path, document.encode("utf-8", "replace"))
            return path

        self.in_thread(write, self._wrote)

    def _wrote(self, path: Path) -> None:
        self.exported = path
        self.texts()
        self.trainer.tell(_("Written to {path}").format(path=path))

    def action_home(self) -> None:
        """Home."""
        self.app.pop_screen()
