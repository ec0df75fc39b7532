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
        transcript, lang = self.transcript, self.trainer.desk.lang
        folder = self.trainer.desk.home / "exports"

        def write() -> Path:
            from trainer.report.markdown import markdown

            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"{transcript.started.session}.md"
            path.write_text(markdown(transcript, lang), "utf-8")
            return path

        self.in_thread(write, self._wrote)

    def _wrote(self, path: Path) -> None:
        self.exported = path
        self.texts()
        self.trainer.tell(_("Written to {path}").format(path=path))

    def action_home(self) -> None:
        """Home."""
        self.app.pop_screen()
