"""What our workbooks have in common: text stays text, and a sheet prints as wide as the paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from trainer.content.sanitise import visible

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Cell = str | float | datetime | None
GREEN, WHITE, RED = "#B9DDC4", "#FFFFFF", "#F3C2BC"

OPTIONS: Mapping[str, bool] = {
    "in_memory": True,
    "constant_memory": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""Nothing that anybody said can become a formula, a link or a number."""
LINE, HIGHEST = 15.0, 400.0
"""Points of a line; a little less than the most that a row can have."""
LONGEST_CELL = 32_767
"""Characters that a cell can have."""


def printed_wide(sheet: Worksheet, head: int) -> None:
    """Print on A4, all columns on one page across, the row `head` on every page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)


class Sheets:
    """A workbook of tables: each with headings that stay in sight, and filters."""

    def __init__(self, book: Any) -> None:
        self.book = book
        top = {"valign": "top"}
        self.plain = book.add_format(top | {"text_wrap": True})
        self.number = book.add_format(top | {"num_format": "0", "align": "center"})
        self.time = book.add_format(top | {"num_format": "yyyy-mm-dd hh:mm:ss"})
        self.head = book.add_format(
            top | {"bold": True, "bg_color": "#E3E8EF", "text_wrap": True, "bottom": 1}
        )
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.quiet = book.add_format(top | {"font_color": "#525C66", "text_wrap": True})

    def sheet(
        self,
        name: str,
        widths: Sequence[int],
        names: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        top: int = 0,
    ) -> Worksheet:
        """A sheet with a table whose headings stand in row `top`."""
        sheet: Worksheet = self.book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for column, heading in enumerate(names):
            sheet.write_string(top, column, clean(heading), self.head)
        sheet.set_row(top, LINE * max(map(_lines, names, widths)))
        for at, row in enumerate(rows, top + 1):
            self._cells(sheet, at, row)
            lines = max(map(_lines, row, widths))
            if lines > 1:  # no program makes room by itself for what is wrapped
                sheet.set_row(at, min(HIGHEST, LINE * lines))
        sheet.autofilter(top, 0, top + len(rows), len(names) - 1)
        sheet.freeze_panes(top + 1, 0)
        printed_wide(sheet, top)
        return sheet

    def _cells(self, sheet: Worksheet, at: int, row: Iterable[Cell]) -> None:
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(at, column, cell, self.time)
            elif isinstance(cell, float):
                sheet.write_number(at, column, cell, self.number)
            elif cell:
                sheet.write_string(at, column, clean(cell), self.plain)


def shaded(sheet: Worksheet, cells: tuple[int, int, int, int], *, falling: bool = False) -> None:
    """Colour the cells (first row and column, last row and column) by value, 0 to 100.

    `falling`: they are better low.
    """
    low, high = (GREEN, RED) if falling else (RED, GREEN)
    scale = {
        "type": "3_color_scale", "min_type": "num", "mid_type": "num", "max_type": "num",
        "min_value": 0, "mid_value": 50, "max_value": 100,
        "min_color": low, "mid_color": WHITE, "max_color": high,
    }  # fmt: skip
    sheet.conditional_format(*cells, scale)


def utc(at: datetime) -> datetime:
    """A time as a sheet holds it, in UTC."""
    return at.astimezone(UTC).replace(tzinfo=None)


def clean(text: str) -> str:
    """What a cell can hold."""
    said = visible(text)
    return said if len(said) <= LONGEST_CELL else said[: LONGEST_CELL - 1] + "…"


def _lines(cell: Cell, width: int) -> int:
    """How many lines a cell takes in a column of that many characters."""
    if not isinstance(cell, str):
        return 1
    return sum(1 + int(cell_len(line[:4000]) * 1.1 / width) for line in cell.split("\n"))
