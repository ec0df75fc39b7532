"""A document as data: what a debrief is made of before any format renders it.

Texts are as they were written; making them harmless is each renderer's business, since only it knows
what its format would obey.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Tone = Literal["plain", "strong", "good", "fault", "quiet"]
"""How a run of words is meant: said with weight, a merit, a fault, in passing."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one tone."""

    text: str
    tone: Tone = "plain"


Runs = tuple[Run, ...]
"""One line of text."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together. `quiet`: a note beside the matter."""

    lines: tuple[Runs, ...]
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list; each item has one line or more."""

    items: tuple[tuple[Runs, ...], ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """A list with a box to tick before each item."""

    items: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of what was said. `found` names what was seen in it, `tone` whether that is good."""

    text: str
    tone: Literal["plain", "good", "fault"] = "plain"
    found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said, word for word, evidence marked. Without `who` it is the scenario's text.

    `lang` is the language it was said in.
    """

    who: str
    pieces: tuple[Piece, ...]
    by: Literal["resident", "trainee", "scenario"] = "resident"
    lang: str = ""

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Ticks:
    """A cell in which one of a few marks is to be ticked by hand."""

    marks: tuple[str, ...]


Cell = str | Ticks


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head. `shares` are the columns' widths in parts; `numbers` are set to the right.

    `roomy`: its empty cells are to be written in by hand. `heat` has a value of 0..100, 100 best, for cells
    that may be coloured by it; their text says as much. `upright`: its columns are so many
    that their headings are best set upright.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shares: tuple[int, ...] = ()
    numbers: frozenset[int] = frozenset()
    roomy: bool = False
    heat: tuple[tuple[float | None, ...], ...] = ()
    upright: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One value, 0..100, and a word on it."""

    label: str
    value: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Values side by side. `head` names label, value and note, where they are shown as a table.

    `scored`: the values are scores, so that low ones may be told by their colour.
    """

    title: str
    head: tuple[str, str, str]
    bars: tuple[Bar, ...]
    scored: bool = True


@dataclass(frozen=True, slots=True)
class Series:
    """One value over time, 0..100 each, None where there is none. `falling`: it is better low."""

    name: str
    values: tuple[float | None, ...]
    falling: bool = False

    @property
    def ends(self) -> str:
        """52 → 61: its first and last value; a single one did not go anywhere."""
        there = [value for value in self.values if value is not None]
        return " → ".join(map(shown, there[:1] + there[1:][-1:])) or shown(None)


@dataclass(frozen=True, slots=True)
class Course:
    """Values over time. `axis` names what the steps are; every series has one value a step.

    `told`: its numbers are to stand beside it, since they stand nowhere else.
    """

    title: str
    axis: str
    steps: tuple[str, ...]
    series: tuple[Series, ...]
    told: bool = True


Chart = Bars | Course


@dataclass(frozen=True, slots=True)
class BlankLines:
    """Something to write by hand: what is asked, and how many empty lines follow."""

    prompt: str
    count: int


@dataclass(frozen=True, slots=True)
class Section:
    """A part under a heading. `name` is short, ASCII and the same in every language.

    `apart`: it begins a page where there are pages.
    """

    name: str
    title: str
    blocks: tuple[Block, ...]
    apart: bool = False


Block = Paragraph | Items | Checklist | Quote | Table | Bars | Course | BlankLines | Section


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `at` is the last time its journals tell; `subject` what it was made from."""

    title: str
    lang: str
    subject: str
    at: datetime
    particulars: tuple[tuple[str, str], ...]
    notice: str
    sections: tuple[Section, ...]

    def section(self, name: str) -> Section | None:
        """The first section of that name, at any depth."""
        return next((s for s in sections(self.sections) if s.name == name), None)


def sections(blocks: tuple[Block, ...]) -> Iterator[Section]:
    """All sections among `blocks` and in them, in order."""
    for block in blocks:
        if isinstance(block, Section):
            yield block
            yield from sections(block.blocks)


def shown(value: float | None) -> str:
    """A value of 0..100 as it is written; a dash where there is none."""
    return "–" if value is None else f"{value:.0f}"


def runs(*parts: str | Run) -> Runs:
    """A line from texts and runs."""
    return tuple(Run(part) if isinstance(part, str) else part for part in parts if part)


def labelled(name: str, value: str | Runs, colon: str, tone: Tone = "strong") -> Runs:
    """`name: value`, the name in `tone`."""
    rest = (Run(value),) if isinstance(value, str) else value
    return (Run(name, tone), Run(colon), *rest)


def said(text: str, tone: Tone = "plain") -> Paragraph:
    """A paragraph of one line."""
    return Paragraph(((Run(text, tone),),))


def note(text: str) -> Paragraph:
    """A note beside the matter."""
    return Paragraph(((Run(text),),), quiet=True)
