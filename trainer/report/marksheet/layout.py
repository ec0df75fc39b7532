"""Where things stand in a second marker's workbook.

A hidden row names each column and hidden columns name each row, so that what was marked is known
however the visible part was moved, narrowed or translated.
"""

from __future__ import annotations

COLUMNS = (
    "session", "turn", "criterion", "number", "resident", "reply", "title", "level", "levels", "comment",
)  # fmt: skip
"""Keys of the columns, in order."""
HIDDEN = ("session", "turn", "criterion")
WIDTHS = {
    "session": 8,
    "turn": 8,
    "criterion": 8,
    "number": 12,
    "resident": 34,
    "reply": 46,
    "title": 18,
    "level": 8,
    "levels": 44,
    "comment": 34,
}
"""Widths in characters of the standard font."""
NAME_ROW, HEAD_ROW, KEY_ROW = 3, 5, 6
"""Rows, from 0: the marker's name, the headings, the hidden keys; the marks follow."""
NAME_KEY = "rater"
"""Stands in the column of sessions beside the marker's name, which is in the column of the resident."""


def place(key: str) -> int:
    """The column of a key, from 0."""
    return COLUMNS.index(key)
