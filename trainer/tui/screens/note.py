"""A line to write: a comment, a name, or a level in place of the machine's with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from trainer.i18n import N_
from trainer.i18n import gettext as _
from trainer.model.rating import LONGEST_NOTE
from trainer.tui.widgets.bars import Hints
from trainer.tui.widgets.sheet import Block, Blocks, Sheet, text


class LineScreen(ModalScreen[str | None]):
    """Gives what was written, or None when it was left as it is. The keys are each kind's own."""

    def __init__(self, heading: str, told: str, given: str, longest: int) -> None:
        super().__init__()
        self.heading, self.told, self.given, self.longest = heading, told, given, longest

    def compose(self) -> ComposeResult:
        """A small box."""
        with Vertical(classes="box"):
            yield Sheet([Block(text(self.heading, "bold")), Block(text(self.told))])
            yield Input(" ".join(self.given.split()), max_length=self.longest)
            yield Hints()

    def action_keep(self) -> None:
        """Close with what was written."""
        self.dismiss(self.query_one(Input).value)


class NoteScreen(LineScreen):
    """A comment, or the name of who marks."""

    HINTS: ClassVar[tuple[str, ...]] = ("note_keep", "note_cancel")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", N_("keep"), id="note_keep", priority=True),
        Binding("escape", "dismiss(None)", N_("go back"), id="note_cancel"),
    ]

    def __init__(self, heading: str, told: str, given: str, longest: int = LONGEST_NOTE) -> None:
        super().__init__(heading, told, given, longest)


class OverrideScreen(ModalScreen[tuple[int | None, str] | None]):
    """Gives a level and the reason; (None, "") to let the machine's stand again; None for no change.

    `levels` are pairs of level and what it means.
    """

    HINTS: ClassVar[tuple[str, ...]] = (
        "override_down", "override_keep", "override_drop", "override_cancel",
    )  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", N_("level"), id="override_down", priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("enter", "keep", N_("set it"), id="override_keep", priority=True),
        Binding(
            "f8,ctrl+d", "drop", N_("let the program's stand"), id="override_drop", priority=True
        ),
        Binding("escape", "dismiss(None)", N_("go back"), id="override_cancel"),
    ]

    def __init__(
        self, title: str, levels: Sequence[tuple[int, str]], level: int, reason: str
    ) -> None:
        super().__init__()
        self.heading, self.levels, self.level, self.reason = title, tuple(levels), level, reason

    def compose(self) -> ComposeResult:
        """The levels over the reason."""
        with Vertical(classes="box"):
            yield Sheet(
                [
                    Block(text(self.heading, "bold")),
                    Block(
                        text(_("Your level stands in place of the program's; both stay on record."))
                    ),
                ]
            )
            yield OptionList(id="levels", markup=False)
            yield Input(
                " ".join(self.reason.split()), placeholder=_("why"), max_length=LONGEST_NOTE
            )
            yield Sheet(id="told")
            yield Hints()

    def on_mount(self) -> None:
        """The level as it is, the reason ready to be typed."""
        listed = self.query_one("#levels", OptionList)
        listed.set_options(Option(Blocks([Block(text(told))])) for _level, told in self.levels)
        known = [level for level, _told in self.levels]
        listed.highlighted = known.index(self.level) if self.level in known else 0
        listed.can_focus = False
        self.query_one(Input).focus()

    def action_move(self, way: int) -> None:
        """The next level or the one before."""
        listed = self.query_one("#levels", OptionList)
        if way > 0:
            listed.action_cursor_down()
        else:
            listed.action_cursor_up()

    def action_keep(self) -> None:
        """Close with the level, if there is a reason."""
        reason = self.query_one(Input).value.strip()
        at = self.query_one("#levels", OptionList).highlighted
        if not reason:
            told = _("Say why first: an override without a reason teaches nobody.")
            self.query_one("#told", Sheet).show([Block(text(told, "bold $fault"))])
            return
        self.dismiss((self.levels[at or 0][0], reason))

    def action_drop(self) -> None:
        """The machine's level stands again."""
        self.dismiss((None, ""))
