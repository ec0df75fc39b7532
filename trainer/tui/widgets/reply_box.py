"""Where the reply is typed: Enter sends, Ctrl+J, Alt+Enter and Shift+Enter begin a new line."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from trainer.content.sanitise import sanitise
from trainer.i18n import N_

LONGEST = 20_000
"""Characters, as many as a practice keeps of a reply."""


class ReplyBox(TextArea):
    """A text area for one reply."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "send", N_("send"), id="send", priority=True),
        Binding("ctrl+j,alt+enter,shift+enter", "line", N_("line"), id="line", priority=True),
        Binding("pageup", "talk(-1)", show=False, id="talk_up", priority=True),
        Binding("pagedown", "talk(1)", show=False, id="talk_down", priority=True),
    ]

    class Sent(Message):
        """The trainee pressed Enter."""

    class Scrolled(Message):
        """The trainee wants to read further up (-1) or down (1)."""

        def __init__(self, way: int) -> None:
            super().__init__()
            self.way = way

    class TooLong(Message):
        """What was pasted had to be cut."""

    def __init__(self) -> None:
        super().__init__(
            id="reply",
            soft_wrap=True,
            show_line_numbers=False,
            tab_behavior="focus",
            highlight_cursor_line=False,
            compact=True,
        )
        self.cursor_blink = False

    def action_send(self) -> None:
        """Hand the reply over; whoever takes it empties the box."""
        self.post_message(self.Sent())

    def action_line(self) -> None:
        """A new line."""
        self._replace_via_keyboard("\n", *self.selection)

    def action_talk(self, way: int) -> None:
        """Scroll the talk, not the box."""
        self.post_message(self.Scrolled(way))

    @property
    def is_after_a_word(self) -> bool:
        """Whether something other than a space stands before the cursor or what is selected."""
        before = self.get_text_range((0, 0), min(self.selection))
        return before != "" and not before[-1].isspace()

    def put(self, said: str) -> None:
        """Insert where the cursor is, over what is selected, as far as there is room."""
        said = sanitise(said.replace("\r\n", "\n").replace("\r", "\n"))
        room = LONGEST - len(self.text) + len(self.selected_text)
        if len(said) > room:
            said = said[: max(0, room)]
            self.post_message(self.TooLong())
        if result := self._replace_via_keyboard(said, *self.selection):
            self.move_cursor(result.end_location)
        # Where it grows while it scrolls, Textual draws it no taller than it was.
        self.call_after_refresh(self.screen.refresh, layout=True)

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()  # or the text area would insert it again, unsanitised
        self.put(event.text)
        self.focus()
