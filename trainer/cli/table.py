"""Rows aligned by what terminals show: a Chinese character takes two columns."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len


def table(rows: Sequence[Sequence[str]], figures_from: int | None = None) -> list[str]:
    """Lines with every column as wide as its widest cell; the last one ends where it ends.

    From the column `figures_from` on, cells are flush right.
    """
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = []
        for number, (cell, width) in enumerate(zip(row, widths, strict=True)):
            gap = " " * (width - cell_len(cell))
            is_figure = figures_from is not None and number >= figures_from
            cells.append(gap + cell if is_figure else cell + gap)
        lines.append("  ".join(cells).rstrip())
    return lines


def shortened(text: str, most: int) -> str:
    """`text` in at most so many columns."""
    if cell_len(text) <= most:
        return text
    while cell_len(text) > most - 1:
        text = text[:-1]
    return text + "…"
