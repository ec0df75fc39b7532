"""Mistakes in content, as data."""

from __future__ import annotations

from typing import Literal

from trainer.model.base import Value

Severity = Literal["error", "warning"]


class Diagnostic(Value):
    """One mistake: a stable `code`, where it stands (1-based line and column), and the cure."""

    code: str
    severity: Severity = "error"
    file: str
    line: int
    column: int
    message: str
    hint: str | None = None
