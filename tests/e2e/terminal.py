"""A terminal with a program in it: what a person would see, and keys as a person would press them."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
from collections.abc import Mapping, Sequence
from time import monotonic
from types import TracebackType

import pyte

ENTER, ESCAPE, DOWN, QUIT = "\r", "\x1b", "\x1b[B", "\x11"
HELP = "\x1bOP"


class Terminal:
    """A pseudo-terminal. As a context: the program is ended when it is left."""

    def __init__(
        self, command: Sequence[str], environ: Mapping[str, str], size: tuple[int, int] = (80, 24)
    ) -> None:
        columns, lines = size
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._end, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environ, start_new_session=True
        )
        os.close(theirs)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._end)

    @property
    def text(self) -> str:
        """What the screen shows."""
        screen = self._screen
        return "\n".join(self._row(y, screen.columns).rstrip() for y in range(screen.lines))

    @property
    def before_cursor(self) -> str:
        """The last two characters before the cursor; none where it is hidden."""
        cursor = self._screen.cursor
        return "" if cursor.hidden else self._row(cursor.y, cursor.x)[-2:]

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._end, keys.encode())

    def shows(self, *parts: str, within: float = 30) -> None:
        """Wait until all of `parts` are on the screen."""
        end, seen = monotonic() + within, self.text
        while not all(part in seen for part in parts):
            if not self._read(end - monotonic()):
                raise AssertionError(f"no {parts} in\n{seen}")
            seen = self.text

    def has_before_cursor(self, part: str, within: float = 30) -> None:
        """Wait until the cursor stands behind `part`: it is moved after what it stands behind is drawn."""
        end = monotonic() + within
        while self.before_cursor != part:
            if not self._read(end - monotonic()):
                raise AssertionError(f"{self.before_cursor!r}, not {part!r}, before the cursor")

    def ends(self, within: float = 30) -> int:
        """Wait for the program to end; its exit code."""
        end = monotonic() + within
        while self._read(end - monotonic()):
            pass
        return self._process.wait(max(0.1, end - monotonic()))

    def _row(self, y: int, end: int) -> str:
        row = self._screen.buffer[y]  # the second cell of a Chinese character is empty
        return "".join(row[x].data for x in range(end))

    def _read(self, patience: float) -> bool:
        """Take in what the program writes next; False when there is no more, or none in time."""
        if patience <= 0 or not select.select([self._end], [], [], patience)[0]:
            return False
        try:
            data = os.read(self._end, 65536)
        except OSError:  # the program has closed its end
            return False
        self._stream.feed(data)
        return bool(data)
