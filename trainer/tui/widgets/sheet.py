"""A sheet: text in blocks with indents, edges and grounds, wrapped by the rules of `kinsoku`.

One sheet is one widget however many blocks it has, which keeps a long talk quick. Text in a block is
`Content` and never read as markup; it can be selected with the mouse.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len
from rich.segment import Segment
from textual.content import Content
from textual.css.styles import RulesMap
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widget import Widget

from trainer.report.kinsoku import lines

EMPTY = Content("")
GUTTER = 2
"""Cells between an edge and the text beside it, the edge included."""


@dataclass(frozen=True)
class Block:
    """One paragraph.

    `lead` stands before the first line and what follows hangs under the text. `left` and `right` are
    blank cells outside; `ground` is a style for the block's area, `edge` the colour of a bar at its
    left. `hang` is the indent of later lines where it is not the lead's. With `stops` it breaks only there.
    """

    content: Content
    lead: Content = EMPTY
    left: int = 0
    right: int = 0
    ground: str = ""
    edge: str = ""
    hang: int | None = None
    stops: tuple[int, ...] | None = None

    @property
    def plain(self) -> str:
        """The block without styles."""
        return self.lead.plain + self.content.plain


def text(said: str, style: str = "") -> Content:
    """`said`, literally."""
    return Content.styled(said, style) if style else Content(said)


def join(*parts: Content | str) -> Content:
    """Parts one after the other."""
    return EMPTY.join(part if isinstance(part, Content) else Content(part) for part in parts)


def flow(items: Iterable[Content], gap: str = "   ") -> Block:
    """Items in a row, each kept whole, on as many lines as they need."""
    content, stops = EMPTY, []
    for item in items:
        if content:
            content += gap
            stops.append(len(content))
        content += item
    return Block(content, stops=tuple(stops))


def inset(blocks: Iterable[Block], left: int = 0, edge: str = "", right: int = 0) -> list[Block]:
    """The same blocks further in, with an edge where they have none."""
    return [
        replace(b, left=b.left + left, edge=b.edge or edge, right=b.right + right) for b in blocks
    ]


GAP = Block(EMPTY)
"""An empty line."""


@dataclass(frozen=True)
class _Line:
    block: int
    content: Content
    offset: int
    first: bool


class Blocks(Visual):
    """Blocks as something Textual can draw."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self.blocks: tuple[Block, ...] = tuple(_one_line_each(blocks))
        self._wrapped: tuple[int, list[_Line]] = (-1, [])

    @property
    def plain(self) -> str:
        """All of it without styles, a block a line."""
        return "\n".join(block.plain for block in self.blocks)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002
        """As wide as the longest block."""
        return max((_outer(b) + b.content.cell_length for b in self.blocks), default=0)

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002
        """How many lines it takes."""
        return len(self._lines(width))

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """The lines, drawn."""
        return [self._strip(line, width, style, options) for line in self._lines(width)[:height]]

    def _lines(self, width: int) -> list[_Line]:
        if self._wrapped[0] != width:
            made = [
                _Line(number, block.content[start:end], start, start == 0)
                for number, block in enumerate(self.blocks)
                for start, end in lines(
                    block.content.plain, max(8, width - _outer(block)), block.stops
                )
            ]
            self._wrapped = (width, made)
        return self._wrapped[1]

    def _strip(self, line: _Line, width: int, style: Style, options: RenderOptions) -> Strip:
        block = self.blocks[line.block]
        get = options.get_style
        outside = style.background_style.rich_style
        ground = style + get(block.ground) if block.ground else style
        pieces: list[Segment] = []
        if block.left:
            pieces.append(Segment(" " * block.left, outside))
        if block.edge:
            edge = ground + get(block.edge)
            pieces.append(Segment(" ", Style(background=edge.foreground).rich_style))
            pieces.append(Segment(" " * (GUTTER - 1), ground.rich_style))
        hang = _hang(block)
        if line.first and block.lead:
            pieces += _draw(block.lead, ground, get)
            short = hang - block.lead.cell_length
            if short > 0:
                pieces.append(Segment(" " * short, ground.rich_style))
        elif hang:
            pieces.append(Segment(" " * hang, ground.rich_style))
        content = line.content
        if options.selection is not None and options.selection_style is not None:
            span = options.selection.get_span(line.block)
            if span is not None:
                start, end = span[0] - line.offset, span[1] - line.offset
                end = len(content) if span[1] < 0 else end
                if end > 0 and start < len(content):
                    content = content.stylize(options.selection_style, max(0, start), end)
        at = line.offset
        for piece, piece_style in content.render(ground, end="", parse_style=get):
            drawn = ground + piece_style
            pieces.append(Segment(piece, drawn.rich_style_with_offset(at, line.block)))
            at += len(piece)
        used = sum(segment.cell_length for segment in pieces)
        if (rest := width - block.right - used) > 0:
            pieces.append(Segment(" " * rest, ground.rich_style))
        if block.right:
            pieces.append(Segment(" " * block.right, outside))
        return Strip(pieces).adjust_cell_length(width, outside)


def _draw(content: Content, ground: Style, get: object) -> Iterator[Segment]:
    for piece, style in content.render(ground, end="", parse_style=get):  # type: ignore[arg-type]
        yield Segment(piece, (ground + style).rich_style)


def _hang(block: Block) -> int:
    return block.lead.cell_length if block.hang is None else block.hang


def _outer(block: Block) -> int:
    return block.left + block.right + _hang(block) + (GUTTER if block.edge else 0)


def _one_line_each(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if "\n" not in block.content.plain:
            yield _without_tabs(block)
            continue
        hang = _hang(block)
        for number, part in enumerate(block.content.split("\n", allow_blank=True)):
            lead = block.lead if number == 0 else EMPTY
            yield _without_tabs(replace(block, content=part, lead=lead, hang=hang))


def _without_tabs(block: Block) -> Block:
    if "\t" not in block.content.plain:
        return block
    return replace(block, content=block.content.expand_tabs(4))


class Sheet(Widget):
    """Shows blocks."""

    DEFAULT_CSS = "Sheet { width: 1fr; height: auto; }"

    def __init__(
        self,
        blocks: Iterable[Block] = (),
        *,
        id: str | None = None,  # noqa: A002 - Textual's name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._visual = Blocks(blocks)

    @property
    def plain(self) -> str:
        """What it says."""
        return self._visual.plain

    def show(self, blocks: Sequence[Block]) -> None:
        """Show other blocks instead."""
        self._visual = Blocks(blocks)
        self.clear_cached_dimensions()
        self.refresh(layout=True)

    def render(self) -> Blocks:
        """The blocks."""
        return self._visual

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The text under the mouse selection, without leads."""
        said = "\n".join(block.content.plain for block in self._visual.blocks)
        return (selection.extract(said), "\n") if said else None


def pad(said: str, width: int) -> str:
    """`said` filled with spaces to `width` cells."""
    return said + " " * (width - cell_len(said))


def clip(said: str, width: int) -> str:
    """`said` in at most `width` cells, with “...” where something was left out."""
    if cell_len(said) <= width:
        return said
    kept, used = "", 0
    for character in said:
        used += cell_len(character)
        if used > width - 3:
            break
        kept += character
    return kept.rstrip() + "..."[: max(0, width)]
