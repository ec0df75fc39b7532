"""The line at the top and the line of keys at the bottom."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from trainer.i18n import gettext as _
from trainer.tui.widgets.sheet import clip, join, text

_KEYS = {
    "escape": "Esc",
    "enter": "Enter",
    "question_mark": "?",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "tab": "Tab",
    "slash": "/",
    "space": "Space",
    "down": "Down",
    "left": "Left",
    "right": "Right",
}


def key_name(key: str) -> str:
    """A key as people write it: `^Q`, `F1`, `Alt+Enter`."""
    *modifiers, last = key.split("+")
    name = _KEYS.get(last, last.upper() if last.startswith("f") or modifiers else last)
    if modifiers == ["ctrl"]:
        return f"^{name}"
    return "+".join([*(m.capitalize() for m in modifiers), name])


class TitleBar(Widget):
    """Where one is at the left, whatever helps at the right."""

    DEFAULT_CSS = """
    TitleBar { height: 1; dock: top; background: $panel; color: $ink; padding: 0 1; }
    """
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._left, self._right = "", ""

    def show(self, left: str, right: str = "") -> None:
        """Set both ends."""
        self._left, self._right = left, right
        self.refresh()

    def render(self) -> Content:
        """Both ends; the right one gives way where there is no room."""
        width = self.content_size.width
        left = clip(self._left, width)
        room = width - cell_len(left) - 2
        right = clip(self._right, room) if room >= 8 else ""
        gap = " " * max(0, width - cell_len(left) - cell_len(right))
        return join(text(left, "bold $accent"), gap, text(right, "$muted"))


class Hints(Widget):
    """The keys that work here, with what they do. A click presses the key.

    Which keys: those of `screen.HINTS`, ids of bindings, as far as they work now. What finds no room
    is left out from the end, but the last two, the way out and that to all the others, stay.
    """

    DEFAULT_CSS = """
    Hints { height: 1; dock: bottom; background: $panel; color: $muted; padding: 0 1; }
    """
    ALLOW_SELECT = False

    def on_mount(self) -> None:
        """Follow the keys."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, _screen: Screen[object]) -> None:
        self.refresh()

    def items(self) -> list[tuple[str, str, str]]:
        """(key, its name, what it does) in order."""
        wanted: tuple[str, ...] = getattr(self.screen, "HINTS", ())
        found: dict[str, tuple[str, Binding]] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.id in wanted and active.enabled and binding.id not in found:
                found[binding.id] = (binding.key, binding)
        return [
            (found[name][0], key_name(found[name][0]), _(found[name][1].description))
            for name in wanted
            if name in found
        ]

    def fitting(self) -> list[tuple[str, str, str]]:
        """The items there is room for."""
        items = self.items()
        room = self.content_size.width
        while len(items) > 2 and _width(items) > room:
            del items[-3 if len(items) > 3 else -2]
        return items

    def render(self) -> Content:
        """The items in a row."""
        parts = [
            join(text(name, "bold $accent"), text(f" {label}", "$muted"))
            for _key, name, label in self.fitting()
        ]
        return text("  ").join(parts)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        at = event.get_content_offset_capture(self).x
        start = 0
        for key, name, label in self.fitting():
            end = start + cell_len(f"{name} {label}")
            if start <= at < end:
                self.app.simulate_key(key)
                return
            start = end + 2


def _width(items: list[tuple[str, str, str]]) -> int:
    return sum(cell_len(f"{name} {label}") for _key, name, label in items) + 2 * (len(items) - 1)
