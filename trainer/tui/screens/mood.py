"""The resident's mood, to be set by whoever tries a scenario."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from trainer.i18n import N_
from trainer.i18n import gettext as _
from trainer.model.mood import DIMENSIONS, Mood
from trainer.report import words
from trainer.tui import marks
from trainer.tui.widgets.bars import Hints
from trainer.tui.widgets.sheet import Block, Blocks, Sheet, join, pad, text

STEP = 5
"""Points that one press of a key changes."""


class MoodScreen(ModalScreen[Mood | None]):
    """Gives the mood that was set, or None."""

    HINTS: ClassVar[tuple[str, ...]] = (
        "mood_less", "mood_more", "mood_start", "mood_take", "mood_cancel",
    )  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,minus", "change(-1)", N_("lower"), id="mood_less", priority=True),
        Binding("right,plus", "change(1)", N_("higher"), id="mood_more", priority=True),
        Binding("r", "start", N_("reset"), id="mood_start"),
        Binding("enter", "take", N_("use"), id="mood_take", priority=True),
        Binding("escape", "dismiss(None)", N_("back"), id="mood_cancel"),
    ]

    def __init__(self, mood: Mood, at_start: Mood) -> None:
        super().__init__()
        self.mood, self.at_start = mood, at_start

    def compose(self) -> ComposeResult:
        """A line for each feeling."""
        with Vertical(classes="box"):
            yield Sheet([Block(text(_("The resident's mood"), "bold"))])
            yield OptionList(id="feelings", markup=False)
            yield Hints()

    def on_mount(self) -> None:
        """The first feeling is ready to be changed."""
        listed = self.query_one(OptionList)
        listed.set_options(Option(self._row(name), id=name) for name in DIMENSIONS)
        listed.highlighted = 0
        listed.focus()

    def _row(self, name: str) -> Blocks:
        value = getattr(self.mood, name)
        tone = f"${marks.tone(name, value)}"
        titles = {d: _(title) for d, title in words.FEELINGS.items()}
        title = pad(titles[name], max(map(cell_len, titles.values())))
        told = text(f" {round(value):>3} {marks.bar(value, 20)} {words.degree(name, value)}", tone)
        return Blocks([Block(join(title, told))])

    def _show(self) -> None:
        listed = self.query_one(OptionList)
        for name in DIMENSIONS:
            listed.replace_option_prompt(name, self._row(name))

    def action_change(self, way: int) -> None:
        """A step more or less of the feeling that is marked."""
        option = self.query_one(OptionList).highlighted_option
        if option is not None and option.id is not None:
            value = getattr(self.mood, option.id) + STEP * way
            self.mood = self.mood.model_copy(update={option.id: min(100.0, max(0.0, value))})
            self._show()

    def action_start(self) -> None:
        """The mood with which the scenario starts."""
        self.mood = self.at_start
        self._show()

    def action_take(self) -> None:
        """Use it."""
        self.dismiss(self.mood)
