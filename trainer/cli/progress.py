"""A bar on standard error while a person looks on."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from trainer.cli import out
from trainer.cli.table import shortened

_LONGEST_TITLE = 20
"""Columns."""


class Tell(Protocol):
    """Takes how much is done, and what is to be told of it; what is left out stays as it was."""

    def __call__(self, done: int | None = None, told: str | None = None) -> None: ...  # noqa: D102


@contextmanager
def progress(title: str, total: int) -> Iterator[Tell]:
    """A bar of `total` steps, which goes when all is done. No bar where nobody looks on."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield _unseen
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TextColumn("{task.fields[told]}"),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        name = shortened(out.one_line(title), _LONGEST_TITLE)
        task = bar.add_task(name, total=total, told="")

        def tell(done: int | None = None, told: str | None = None) -> None:
            bar.update(task, completed=done)
            if told is not None:
                bar.update(task, told=told)

        yield tell


def _unseen(done: int | None = None, told: str | None = None) -> None:
    del done, told
