"""What all screens share: a title, a line of keys, texts that can be said again in another language."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from trainer.tui.widgets.bars import Hints, TitleBar
from trainer.tui.widgets.sheet import Block, Sheet, text

if TYPE_CHECKING:
    from trainer.tui.app import TrainerApp


T = TypeVar("T")


class Page(Screen[None]):
    """A whole screen. `texts` puts everything it says on its widgets, in the language now in use."""

    HINTS: ClassVar[tuple[str, ...]] = ()
    AUTO_FOCUS = None
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012 - as Textual declares it

    @property
    def trainer(self) -> TrainerApp:
        """The program."""
        return cast("TrainerApp", self.app)

    @property
    def bar(self) -> TitleBar:
        """The line at the top."""
        return self.query_one(TitleBar)

    def texts(self) -> None:
        """Say everything (again). Each page calls it on mounting.

        Not from an `on_mount` here: Textual calls the handler of every class, the page's own too.
        """

    def retranslate(self) -> None:
        """The language has changed."""
        self.texts()
        self.query_one(Hints).refresh()

    # A page to read, with a line on what there is to do

    @property
    def reading(self) -> Widget:
        """What `scroll` scrolls."""
        return self.query_one("#read")

    def action_scroll(self, way: int) -> None:
        """Read a page further up (-1) or down (1)."""
        if way < 0:
            self.reading.scroll_page_up(animate=False)
        else:
            self.reading.scroll_page_down(animate=False)

    def _status(self, said: str = "", *, bad: bool = False) -> None:
        style = "bold $fault" if bad else "$muted"
        said = said or self.what_next()
        self.query_one("#status", Sheet).show([Block(text(said, style))])

    def what_next(self) -> str:
        """What the line of status says while there is no news."""
        return ""

    # Work that takes a while

    class Done(Message):
        """Something done in a thread: what to do next."""

        def __init__(self, then: Callable[[], None]) -> None:
            super().__init__()
            self.then = then

    def in_thread(
        self, work: Callable[[], T], then: Callable[[T], None], *, group: str = "work"
    ) -> None:
        """Do `work` in a thread, then `then` here; what fails is told in the corner.

        Nothing waits for the screen from the thread, so quitting meanwhile cannot hang.
        """

        def run() -> None:
            from trainer.errors import TrainerError

            try:
                result = work()
            except (TrainerError, OSError) as error:
                said = str(error)
                self.post_message(self.Done(lambda: self.trainer.tell(said, bad=True)))
            else:
                self.post_message(self.Done(lambda: then(result)))

        self.run_worker(run, thread=True, group=group)

    @on(Done)
    def _done(self, message: Any) -> None:
        message.then()


class ReadingPage(Page):
    """A page of sheets to scroll, the ids of which are `SHEETS`, from top to bottom."""

    SHEETS: ClassVar[tuple[str, ...]] = ()

    def compose(self) -> ComposeResult:
        """The sheets between title and keys."""
        yield TitleBar()
        with VerticalScroll(id="read"):
            for name in self.SHEETS:
                yield Sheet(id=name)
        yield Hints()

    def on_mount(self) -> None:
        """The text, ready to be scrolled."""
        self.texts()
        self.query_one("#read").focus()
