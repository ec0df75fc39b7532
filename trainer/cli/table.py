"""Rows aligned by what terminals show: a Chinese character takes two columns."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines with every column as wide as its widest cell; the last one ends where it ends."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


def shortened(text: str, most: int) -> str:
    """`text` in at most so many columns."""
    if cell_len(text) <= most:
        return text
    while cell_len(text) > most - 1:
        text = text[:-1]
    return text + "…"
