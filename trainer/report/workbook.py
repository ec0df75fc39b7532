"""What our workbooks have in common: text stays text, and a sheet prints as wide as the paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

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
