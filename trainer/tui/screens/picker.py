"""A list to pick from: type to narrow it, a number picks, Enter takes what is marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from trainer.i18n import N_
from trainer.i18n import gettext as _
from trainer.tui.widgets.bars import Hints
from trainer.tui.widgets.sheet import Block, Blocks, Sheet, join, text


@dataclass(frozen=True)
class Pick:
    """`shown` in the list with a `note`, `inserted` when picked, found by any of its `names` too."""

    shown: str
    inserted: str
    note: str = ""
    names: tuple[str, ...] = ()

    def fits(self, typed: str) -> bool:
        """Whether what was typed means this one."""
        wanted = typed.casefold().split()
        told = " ".join((self.shown, self.note, *self.names)).casefold()
        return all(word in told for word in wanted)


class PickerScreen(ModalScreen[str | None]):
    """Gives the text to insert, or None."""

    HINTS: ClassVar[tuple[str, ...]] = ("pick", "pick_down", "pick_cancel")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", N_("insert"), id="pick", priority=True),
        Binding("down", "move(1)", N_("next"), id="pick_down", priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("escape", "dismiss(None)", N_("go back"), id="pick_cancel"),
    ]

    def __init__(self, title: str, picks: Sequence[Pick]) -> None:
        super().__init__()
        self.heading, self.picks = title, tuple(picks)
        self._typed_so_far: str | None = None

    def compose(self) -> ComposeResult:
        """A field over a list."""
        with Vertical(classes="box"):
            yield Sheet([Block(text(self.heading, "bold"))])
            yield Input(placeholder=_("type to narrow, or a number"))
            yield OptionList(id="picks", markup=False)
            yield Hints()

    def on_mount(self) -> None:
        """All of the list, ready to be narrowed."""
        self._narrow("")
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._narrow(event.value)

    def _narrow(self, typed: str) -> None:
        typed = typed.strip()
        if typed == self._typed_so_far:
            return
        self._typed_so_far = typed
        picks = list(enumerate(self.picks, 1))
        if typed.isdecimal() and 1 <= int(typed) <= len(picks):
            picks = [picks[int(typed) - 1]]
        elif typed:
            picks = [(n, pick) for n, pick in picks if pick.fits(typed)]
        listed = self.query_one("#picks", OptionList)
        listed.set_options(
            Option(
                Blocks(
                    [
                        Block(
                            join(pick.shown, text(f"  {pick.note}" if pick.note else "", "$muted")),
                            lead=text(f"{number:>2} ", "$accent"),
                        )
                    ]
                ),
                id=str(number),
            )
            for number, pick in picks
        )
        listed.highlighted = 0 if picks else None

    def action_move(self, way: int) -> None:
        """Mark the next or the one before."""
        listed = self.query_one("#picks", OptionList)
        if way > 0:
            listed.action_cursor_down()
        else:
            listed.action_cursor_up()

    def action_pick(self) -> None:
        """Take what is marked."""
        self._narrow(self.query_one(Input).value)  # keys may be quicker than the news of them
        option = self.query_one("#picks", OptionList).highlighted_option
        if option is not None and option.id is not None:
            self.dismiss(self.picks[int(option.id) - 1].inserted)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        if event.option_id is not None:
            self.dismiss(self.picks[int(event.option_id) - 1].inserted)
