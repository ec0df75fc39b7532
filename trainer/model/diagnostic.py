"""Mistakes in content, as data."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from trainer.model.base import Value

Severity = Literal["error", "warning"]


class Edit(Value):
    """Text that takes the place of other text: `old`, which begins at `line` and `column` (from 1).

    `old` lies within one line; ending in a newline it takes the line's end with it.
    """

    line: int
    column: int
    old: str
    new: str


class Diagnostic(Value):
    """One mistake: a stable `code`, where it stands (1-based line and column), and the cure.

    `fix` is what mends it, where that can be told with certainty.
    """

    code: str
    severity: Severity = "error"
    file: str
    line: int
    column: int
    message: str
    hint: str | None = None
    fix: tuple[Edit, ...] = Field(default=(), exclude=True)
