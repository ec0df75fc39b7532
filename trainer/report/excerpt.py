"""A line of a file as it is shown under a mistake: in the width there is, with nothing hidden in it."""

from __future__ import annotations

from pathlib import Path

from rich.cells import cell_len

from trainer.content.sanitise import sanitise

_CUT = "…"
_TAB = "→ "


def excerpt(line: str, column: int, width: int) -> tuple[str, int]:
    """`line` in at most `width` columns of a terminal, and the column of the caret counted from 0.

    `column` counts characters from 1, hidden ones left out, as diagnostics do. Of a long line that part
    is shown in which the caret stands. What a terminal would obey is shown as a sign of its own.
    """
    at = _index(line, column)
    before = [_shown(character) for character in line[max(0, at - width) : at]]
    after = [_shown(character) for character in line[at : at + width]]
    whole = len(line) <= 2 * width and cell_len("".join(before + after)) <= width
    if whole:
        return "".join(before + after), cell_len("".join(before))
    room = width - 2 * cell_len(_CUT)
    right = _as_many(after, room - room * 2 // 5)
    left = list(reversed(_as_many(before[::-1], room - cell_len("".join(right)))))
    right = _as_many(after, room - cell_len("".join(left)))
    head = _CUT if len(left) < at else ""
    tail = _CUT if at + len(right) < len(line) else ""
    return head + "".join(left + right) + tail, cell_len(head + "".join(left))


def lines_of(file: str) -> list[str]:
    """The lines of a file as its diagnostics count them; none when it cannot be read as text."""
    try:
        if not Path(file).is_file():  # opening a pipe would wait for its writer
            return []
        with Path(file).open("rb") as opened:
            raw = opened.read(1 << 20)
    except (OSError, ValueError):
        return []
    if b"\0" in raw:
        return []
    text = raw.decode("utf-8-sig", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _as_many(pieces: list[str], room: int) -> list[str]:
    """The first of `pieces` that take `room` columns at most."""
    used = 0
    for number, piece in enumerate(pieces):
        used += cell_len(piece)
        if used > room:
            return pieces[:number]
    return pieces


def _index(line: str, column: int) -> int:
    """Where the character is that a diagnostic's column means."""
    if sanitise(line) == line:
        return min(column - 1, len(line))
    seen = 0
    for index, character in enumerate(line):
        seen += not _is_hidden(character)
        if seen == column:
            return index
    return len(line)


def _is_hidden(character: str) -> bool:
    # A separator of lines or paragraphs is read as a space, so it counts.
    return character not in "\u2028\u2029" and sanitise(character) != character


def _shown(character: str) -> str:
    if character == "\t":
        return _TAB
    if sanitise(character) == character:
        return character
    point = ord(character)
    if point < 0x20:
        return chr(0x2400 + point)
    return "␡" if point == 0x7F else f"<U+{point:04X}>"
