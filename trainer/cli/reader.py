"""Where replies come from in line mode: a terminal, where a person is prompted, or a pipe."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Protocol


class Reader(Protocol):
    """A source of lines. `is_live`: whether a person can be asked again."""

    is_live: bool

    def line(self, prompt: str) -> str | None:
        """The next line without its end; None when there are no more."""


class Keyboard:
    """A person at a terminal."""

    is_live = True

    def __init__(self) -> None:
        with suppress(ImportError):  # Windows edits lines by itself
            import readline  # noqa: F401 - gives input() its line editing, and lines of any length

    def line(self, prompt: str) -> str | None:
        """Ask for a line; the prompt keeps out of standard output when that is no terminal."""
        sys.stdout.flush()
        try:
            if sys.stdout.isatty():
                return input(prompt)
            sys.stderr.write(prompt)
            sys.stderr.flush()
            return input()
        except EOFError:
            (sys.stdout if sys.stdout.isatty() else sys.stderr).write("\n")
            return None


class Pipe:
    """A file or another program."""

    is_live = False

    def line(self, prompt: str) -> str | None:  # noqa: ARG002 - a person would see it
        """The next line; nobody is there to see a prompt."""
        sys.stdout.flush()
        read = sys.stdin.readline()
        return read.removesuffix("\n").removesuffix("\r") if read else None


def standard_input() -> Reader:
    """The reader that suits standard input."""
    return Keyboard() if sys.stdin.isatty() else Pipe()
