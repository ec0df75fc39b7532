"""Where lines break: Chinese between characters, Latin between words, punctuation where it belongs.

A number keeps its sign of comparison or currency and its unit (£25, ≥ 3, 4.5%, 20°C, 3.1万元). No line begins with a closing mark (，。）”) and none ends with an opening one (（“), the rule known as
kinsoku in Japanese and 避头尾 in Chinese typesetting (GB/T 15834—2011, 5.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from rich.cells import cell_len

_CLOSING = "，。、；：？！）》〉】」』〕］｝”’…—～·％‰℃,.;:?!)]}%"
_OPENING = "（《〈【「『〔［｛“‘([{"
_WORD = r"[A-Za-z0-9À-ɏЀ-ӿ_@#$£€¥￥°&*+/\\<=>|~^`'\"-]"
_UNIT = re.compile(
    rf"[{re.escape(_OPENING)}]*"
    rf"(?:(?:[≥≤<>=] )?{_WORD}+(?:[.,:’]{_WORD}+)*(?:(?<=\d)[万亿]?元)?|[ \t]+|.)"
    rf"[{re.escape(_CLOSING)}]*[ \t]*",
    re.S,
)


@lru_cache(maxsize=1024)
def breaks(text: str, width: int, stops: tuple[int, ...] | None = None) -> tuple[int, ...]:
    """Offsets in `text`, one line without newlines, at which a new line of `width` cells begins.

    With `stops`, offsets, it breaks only there. Spaces at the end of a line may hang over the edge.
    A unit wider than the line is cut.
    """
    if width <= 0 or cell_len(text) <= width:
        return ()
    found: list[int] = []
    used = 0
    for at, unit in _units(text, stops):
        solid = cell_len(unit.rstrip())
        if used and used + solid > width:
            found.append(at)
            used = 0
        if solid > width:  # a long word, or a run of marks
            for offset, character in enumerate(unit, at):
                cells = cell_len(character)
                if used and used + cells > width and not character.isspace():
                    found.append(offset)
                    used = 0
                used += cells
        else:
            used += cell_len(unit)
    return tuple(found)


def lines(text: str, width: int, stops: tuple[int, ...] | None = None) -> list[tuple[int, int]]:
    """The lines of `text` as (start, end), spaces at the ends left out."""
    starts = (0, *breaks(text, width, stops))
    return [
        (start, start + len(text[start:end].rstrip()) if end < len(text) else end)
        for start, end in zip(starts, (*starts[1:], len(text)), strict=True)
    ]


def _units(text: str, stops: tuple[int, ...] | None) -> Iterator[tuple[int, str]]:
    if stops is None:
        for match in _UNIT.finditer(text):
            yield match.start(), match[0]
        return
    edges = (0, *stops, len(text))
    for start, end in pairwise(edges):
        if end > start:
            yield start, text[start:end]
