"""Texts that a spreadsheet would take for a formula (OWASP, CSV injection): an apostrophe before them says they are none."""

from __future__ import annotations

from trainer.content.sanitise import visible

_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What begins a formula, full-width forms too: some spreadsheets read those the same."""
_GUARD = "'"


def guarded(cell: str) -> str:
    """What is seen of `cell`, as a text for every spreadsheet."""
    text = visible(cell)
    return f"{_GUARD}{text}" if cell.startswith("\r") or _is_formula(text) else text


def unguarded(cell: str) -> str:
    """The text that was guarded, or `cell` where nothing was."""
    text = cell.removeprefix(_GUARD)
    return text if _is_formula(text) else cell


def _is_formula(text: str) -> bool:
    return text.startswith(_STARTS) or text.lstrip(" \n").startswith(_STARTS)
