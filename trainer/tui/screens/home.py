"""Home: what to practise, what is unfinished, how to practise it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import OptionList
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from trainer.i18n import N_
from trainer.i18n import gettext as _
from trainer.report.words import MODE_NOTES, MODES
from trainer.tui.screens.page import Page
from trainer.tui.shelf import Item, Shelf
from trainer.tui.widgets.bars import Hints, TitleBar
from trainer.tui.widgets.sheet import GAP, Block, Sheet, flow, text

if TYPE_CHECKING:
    from trainer.model.base import Mode
    from trainer.session.practice import Practice
    from trainer.session.transcript import Transcript
    from trainer.session.versions import Edited


class Offers(OptionList):
    """The list."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", N_("start"), id="open")]


class Modes(Sheet):
    """The modes; a click takes the next one."""

    def on_click(self) -> None:
        """The next mode."""
        if isinstance(self.screen, HomeScreen):
            self.screen.action_mode()


class HomeScreen(Page):
    """Lists scenarios and unfinished sessions; everything is loaded after the first paint."""

    HINTS: ClassVar[tuple[str, ...]] = (
        "open", "mode", "name", "review", "home_language", "home_theme", "home_quit", "home_help",
    )  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "mode", N_("mode"), id="mode"),
        Binding("n", "name", N_("name"), id="name"),
        Binding("r", "review", N_("last debrief"), id="review"),
        Binding("l", "app.switch_language", "English/中文", id="home_language"),
        Binding("t", "app.switch_theme", N_("theme"), id="home_theme"),
        Binding("q", "app.leave", N_("quit"), id="home_quit"),
        Binding("question_mark", "app.help", N_("help"), id="home_help"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.shelf = Shelf()
        self.loaded = False
        self.opening = ""
        self.played = ""

    def compose(self) -> ComposeResult:
        """A list, a preview beside it, the mode below."""
        yield TitleBar()
        with Horizontal(id="shelf"):
            yield Offers(id="offers", markup=False)
            with VerticalScroll(id="preview", can_focus=False):
                yield Sheet(id="about")
        yield Modes(id="modes")
        yield Hints()

    def on_mount(self) -> None:
        """The list first; what it lists comes after the first paint."""
        self.texts()
        self.query_one(OptionList).focus()
        self.call_after_refresh(self.reload)

    def on_screen_resume(self) -> None:
        """Scores and unfinished sessions may have changed."""
        if self.loaded:
            self.reload()

    # Gathering

    def reload(self) -> None:
        """Gather everything again, in a thread."""
        shelf = Shelf(wanted=self.shelf.wanted)
        known = {item.path: item for item in self.shelf.items if item.scenario is not None}
        self.run_worker(
            lambda: self._fill(shelf, known), thread=True, exclusive=True, group="shelf"
        )

    def _fill(self, shelf: Shelf, known: dict[str, Item]) -> None:
        worker = get_current_worker()

        def told(news: str) -> None:
            if news == "rows":
                for item in shelf.items:
                    if item.path in known:
                        item.scenario = known[item.path].scenario
            if not worker.is_cancelled:
                self.post_message(self.Done(lambda: self._told(shelf, news)))

        shelf.fill(self.trainer.desk, told, lambda: worker.is_cancelled)

    def _told(self, shelf: Shelf, news: str) -> None:
        self.shelf, self.loaded = shelf, True
        if news == "rows":
            self._rows()
            return
        item = next((i for i in shelf.items if i.path == news), None)
        offers = self.query_one("#offers", OptionList)
        if item is not None and item.fault:
            from trainer.tui.views.home import scenario_row

            offers.replace_option_prompt(f"scenario:{news}", scenario_row(item, shelf))
        if item is self.chosen:
            self._preview()
        if item is not None and item.path == self.opening:
            self.opening = ""
            if item is self.chosen and self.app.screen is self:
                self.action_open()

    # Saying

    def texts(self) -> None:
        """Everything in the language now in use."""
        self._title()
        self._modes()
        if self.loaded:
            self._rows()
        else:
            self.query_one("#about", Sheet).show([Block(text(_("Loading scenarios..."), "$muted"))])

    def retranslate(self) -> None:
        """Rows also come in another order."""
        super().retranslate()
        self.reload()

    def _title(self) -> None:
        name = self.trainer.settings.name
        self.bar.show(
            _("Reception practice"), _("Trainee: {name}").format(name=name) if name else ""
        )

    def _modes(self) -> None:
        chosen = self.trainer.settings.mode
        items = [
            text(f"[{_(name)}]" if mode == chosen else f" {_(name)} ",
                 "bold $accent" if mode == chosen else "$muted")
            for mode, name in MODES.items()
        ]  # fmt: skip
        line = flow([text(_("Mode"), "bold"), *items, text(_(MODE_NOTES[chosen]), "$muted")], "  ")
        self.query_one("#modes", Sheet).show([line])

    def _rows(self) -> None:
        from trainer.tui.views.home import heading, scenario_row, session_row

        offers = self.query_one("#offers", OptionList)
        before = offers.highlighted_option.id if offers.highlighted_option else None
        rows: list[Option] = []
        unfinished = self.shelf.unfinished()[:8]
        if unfinished:
            rows.append(Option(heading(_("Go on with"), first=True), disabled=True))
            rows += [Option(session_row(s), id=f"session:{s.session}") for s in unfinished]
            rows.append(Option(heading(_("Scenarios")), disabled=True))
        rows += [
            Option(scenario_row(item, self.shelf), id=f"scenario:{item.path}")
            for item in self.shelf.items
        ]
        offers.set_options(rows)
        ids = [row.id for row in rows]
        first = next((i for i, row in enumerate(rows) if not row.disabled), None)
        if self.played in ids:  # what was just left is what Enter goes on with
            before, self.played = self.played, ""
        offers.highlighted = ids.index(before) if before and before in ids else first
        self._preview()

    def _preview(self) -> None:
        from trainer.tui.views.home import flat, preview

        about = self.query_one("#about", Sheet)
        item = self.chosen
        if self.shelf.fault:
            about.show([Block(text(flat(self.shelf.fault), "$fault"))])
        elif item is None and not self.shelf.items:
            about.show(
                [
                    Block(text(_("There are no scenarios yet."), "bold")),
                    Block(text(_("“trainer new scenario PATH” makes one to start from."))),
                ]
            )
        elif item is None:
            about.show([Block(text(_("Loading..."), "$muted"))])
        elif item.fault:
            about.show(
                [
                    Block(
                        text(_("This scenario has a mistake and cannot be played."), "bold $fault")
                    ),
                    GAP,
                    Block(text(item.path, "$muted")),
                    Block(text(item.fault)),
                    GAP,
                    Block(
                        text(_("“trainer check” lists all mistakes with their cures."), "$muted")
                    ),
                ]
            )
        elif item.scenario is None:
            about.show([Block(text(_("Loading..."), "$muted"))])
        else:
            about.show(preview(item.scenario))

    # Choosing

    @property
    def chosen_session(self) -> str | None:
        """The unfinished session that is highlighted."""
        option = self.query_one("#offers", OptionList).highlighted_option
        if option is None or option.id is None or not option.id.startswith("session:"):
            return None
        return option.id.removeprefix("session:")

    @property
    def chosen(self) -> Item | None:
        """The scenario that is highlighted, or that of the highlighted session."""
        option = self.query_one("#offers", OptionList).highlighted_option
        if option is None or option.id is None:
            return None
        kind, _colon, name = option.id.partition(":")
        if kind == "scenario":
            return next((item for item in self.shelf.items if item.path == name), None)
        session = next((s for s in self.shelf.sessions if s.session == name), None)
        return next(
            (i for i in self.shelf.items if session and i.entry and i.entry.id == session.scenario),
            None,
        )

    def on_option_list_option_highlighted(self) -> None:
        """Show what it is about."""
        if item := self.chosen:
            self.shelf.wanted = item.path
        self._preview()
        self.refresh_bindings()

    def on_option_list_option_selected(self) -> None:
        """Enter or a click in the list."""
        self.action_open()

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002 - as Textual calls it
    ) -> bool | None:
        """A last debrief only where there is one."""
        if action == "review":
            item = self.chosen if self.is_mounted else None
            return bool(item and item.entry and self.shelf.last(item.entry.id))
        return True

    def action_mode(self) -> None:
        """The next mode."""
        modes = list(MODES)
        at = modes.index(self.trainer.settings.mode)
        self.trainer.keep(mode=modes[(at + 1) % len(modes)])
        self._modes()

    def action_name(self) -> None:
        """Ask for the trainee's name."""
        from trainer.tui.screens.name import NameScreen

        def given(name: str | None) -> None:
            if name is not None:
                self.trainer.keep(name=name)
                self._title()

        self.app.push_screen(NameScreen(self.trainer.settings.name), given)

    def action_open(self) -> None:
        """Go on with a session, or to the briefing of a scenario."""
        if session := self.chosen_session:
            self._resume(session)
            return
        item = self.chosen
        if item is None or item.scenario is None:
            if item is not None and item.fault:
                self.trainer.tell(_("This scenario has a mistake and cannot be played."), bad=True)
            elif item is not None:
                self.opening = item.path  # as soon as it is loaded
            return
        from trainer.tui.screens.briefing import BriefingScreen

        self.app.push_screen(BriefingScreen(item.scenario, item.path))

    def action_review(self) -> None:
        """The debrief of the last finished session of this scenario."""
        item = self.chosen
        last = self.shelf.last(item.entry.id) if item and item.entry else None
        if last is None:
            return
        path = last.path

        def read() -> tuple[Transcript, str]:
            from trainer.session.sound import read_sound
            from trainer.session.transcript import transcribe

            sound = read_sound(path)
            return transcribe(sound.events), sound.fault

        def show(found: tuple[Transcript, str]) -> None:
            from trainer.tui.screens.debrief import DebriefScreen

            transcript, fault = found
            self.app.push_screen(DebriefScreen(transcript, path))
            if fault:
                self.trainer.tell(fault, bad=True)

        self.in_thread(read, show)

    def begin(
        self, path: str, mode: Mode, seed: int | None = None, *, notice_shown: bool = False
    ) -> None:
        """Start a practice of the scenario at `path`."""
        desk, trainee = self.trainer.desk, self.trainer.settings.name

        def start() -> Practice:
            return desk.start(
                path, mode=mode, seed=seed, trainee=trainee, notice_shown=notice_shown
            )

        def started(practice: Practice) -> None:
            self._practise(practice)
            for said in desk.told:
                self.trainer.tell(said)

        self.in_thread(start, started)

    def _resume(self, session: str) -> None:
        """Go on, once it is clear with which version of the scenario."""
        desk = self.trainer.desk

        def go(edited: Edited | None) -> None:
            if edited is None:
                self.go_on(session)
            elif isinstance(self.app.screen, HomeScreen):
                from trainer.tui.screens.edited import EditedScreen

                self.app.push_screen(EditedScreen(session, playable=edited.scenario is not None))

        self.in_thread(lambda: desk.edited(session), go)

    def go_on(self, session: str, *, restart: bool = False) -> None:
        """Take a session up, or begin it again on the scenario as it is now."""
        desk = self.trainer.desk
        self.in_thread(
            lambda: desk.restart(session) if restart else desk.resume(session), self._practise
        )

    def _practise(self, practice: Practice) -> None:
        from trainer.tui.screens.practice import PracticeScreen

        if isinstance(self.app.screen, HomeScreen):
            self.played = f"session:{practice.transcript.started.session}"
            self.app.push_screen(PracticeScreen(practice))
        else:
            practice.close()  # something else was opened meanwhile; it can be resumed
