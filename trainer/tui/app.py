"""The program on the screen: language, theme, keys and which screen shows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.geometry import Offset

from trainer import i18n
from trainer.content import refused
from trainer.i18n import N_
from trainer.i18n import gettext as _
from trainer.session.people import clean_name
from trainer.tui import settings, theme
from trainer.tui.screens.home import HomeScreen
from trainer.tui.screens.page import Page

if TYPE_CHECKING:
    from textual.screen import Screen

    from trainer.model.base import Mode
    from trainer.session.desk import Desk


class TrainerApp(App[None]):
    """One trainee at one desk."""

    ENABLE_COMMAND_PALETTE = False  # its texts are English only, and all keys are on the screen
    CSS_PATH = [  # noqa: RUF012 - as Textual declares it
        "styles/common.tcss", "styles/home.tcss", "styles/practice.tcss", "styles/preview.tcss",
        "styles/rate.tcss",
    ]  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", N_("quit"), id="quit", show=False, priority=True),
        Binding("f1", "help", N_("help"), id="help", show=False, priority=True),
        Binding("f9", "switch_language", "English/中文", id="language", show=False, priority=True),
        Binding("f10", "switch_theme", N_("light/dark"), id="theme", show=False, priority=True),
    ]

    def __init__(
        self,
        desk: Desk,
        *,
        first: Screen[None] | None = None,
        mode: Mode | None = None,
        trainee: str = "",
        remembered_lang: bool = False,
    ) -> None:
        super().__init__()
        self.desk = desk
        desk.tell = self._tell_from_anywhere
        self._first = first
        self.failed = False
        """Whether a session was left that could not be saved."""
        self.settings = settings.load(desk.home)
        self.settings.mode = mode or self.settings.mode
        self.settings.name = clean_name(trainee) or self.settings.name
        if remembered_lang and self.settings.lang in i18n.LANGS:
            desk.lang = self.settings.lang
        i18n.use(desk.lang)
        self.animation_level = "none"  # calm, and quick over a slow line
        self.title = _("Reception practice")
        for each in theme.THEMES.values():
            self.register_theme(each)
        self.theme = self.settings.theme if self.settings.theme in theme.THEMES else theme.NIGHT
        if self.settings.keys:
            self.set_keymap(self.settings.keys)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our colours' names, so that styles parse before a theme of ours is in use."""
        return dict(theme.THEMES[theme.NIGHT].variables)

    def get_default_screen(self) -> Screen[Any]:
        """Home is where it starts and where everything comes back to."""
        return HomeScreen()

    def on_mount(self) -> None:
        """Over home, the screen that was asked for."""
        if self._first is not None:
            self.push_screen(self._first)

    # What the trainee chooses

    def action_switch_language(self) -> None:
        """The other language, at once, everywhere."""
        self.desk.lang = "en" if self.desk.lang == "zh-CN" else "zh-CN"
        i18n.use(self.desk.lang)
        self.title = _("Reception practice")
        self.keep(lang=self.desk.lang)
        for screen in self.screen_stack:
            if isinstance(screen, Page):
                screen.retranslate()

    def action_switch_theme(self) -> None:
        """The other theme."""
        self.theme = theme.DAY if self.theme == theme.NIGHT else theme.NIGHT
        self.keep(theme=self.theme)

    def keep(self, **changes: str) -> None:
        """Remember these choices for the next time; what holds for this time only is not kept."""
        kept = settings.load(self.desk.home)
        for name, value in changes.items():
            setattr(self.settings, name, value)
            setattr(kept, name, value)
        try:
            settings.save(self.desk.home, kept)
        except OSError as error:
            self.tell(
                _("Your settings cannot be saved: {reason}.").format(reason=refused.reason(error)),
                bad=True,
            )

    # Saying and asking

    def tell(self, said: str, *, bad: bool = False) -> None:
        """A notice in the corner, literal."""
        severity = "error" if bad else "information"
        self.notify(said, severity=severity, timeout=8 if bad else 4, markup=False)  # type: ignore[arg-type]

    def _tell_from_anywhere(self, said: str) -> None:
        """A notice that stays a while, from whatever thread."""
        show = partial(self.notify, said, timeout=30, markup=False)
        if self._thread_id == threading.get_ident():
            show()
        else:
            self.call_from_thread(show)

    def copy(self, said: str) -> None:
        """Put text on the clipboard and say so."""
        from trainer.tui.clipboard import native

        self.copy_to_clipboard(said)
        self.run_worker(lambda: native(said), thread=True, exit_on_error=False)
        self.tell(_("Copied."))

    def action_help(self) -> None:
        """All the keys."""
        from trainer.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())

    def action_help_quit(self) -> None:
        """What ctrl+c says instead of quitting."""
        self.tell(_("Press Ctrl+Q to quit."))

    def action_leave(self) -> None:
        """Quit; ask first when that would lose a reply being typed."""
        pages = [screen for screen in self.screen_stack if isinstance(screen, Page)]
        if loss := next(filter(None, (getattr(p, "loss", "") for p in pages)), ""):
            self.confirm(_("Quit a talk that is not saved?"), loss, lambda: self._quit(pages))
            return
        draft = next((p for p in pages if getattr(p, "draft", "")), None)
        if draft is None:
            self._quit(pages)
            return
        self.confirm(
            _("Quit with the reply unsent?"),
            _("The talk so far is kept. What you are typing is not."),
            lambda: self._quit(pages),
        )

    def confirm(self, question: str, note: str, then: Callable[[], None]) -> None:
        """Ask, and do `then` on yes."""
        from trainer.tui.screens.confirm import ConfirmScreen

        if not isinstance(self.screen, ConfirmScreen):

            def answered(answer: bool | None) -> None:
                if answer:
                    then()

            self.push_screen(ConfirmScreen(question, note), answered)

    def _quit(self, pages: list[Page]) -> None:
        from rich.text import Text

        said = None
        for page in pages:
            close = getattr(page, "put_down", None)
            if close is not None and (kept := close()):
                said = kept
        self.exit(return_code=3 if self.failed else 0, message=Text(said) if said else None)

    # The terminal's own cursor, where an input method opens its window

    @property
    def failure(self) -> Exception | None:
        """What ended the program though nobody asked it to."""
        return self._exception

    def _fatal_error(self) -> None:
        """End without Textual's own account of a mistake, which shows what was typed; see `run`."""
        self._close_messages_no_wait()

    def post_display_hook(self) -> None:
        """Keep the terminal's cursor where text is being typed; hide it where none is."""
        driver = self._driver
        if driver is None or self.is_headless or not self._running or not self.screen_stack:
            return
        offset = getattr(self.focused, "cursor_screen_offset", None)
        if isinstance(offset, Offset):
            self.cursor_position = self.screen.outer_size.clamp_offset(offset)
            x, y = self.cursor_position
            driver.write(f"\x1b[{y + 1};{x + 1}H\x1b[?25h")
        else:
            driver.write("\x1b[?25l")
