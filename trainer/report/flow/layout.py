"""Where everything in the drawn flow stands: scenes in a column, endings beside it, lanes between.

A scene is a card with a row for each branch. From the row a wire goes right into the lane of its
target and along it to the target, so that no wire can cross a card and all that leads to one place
runs together. Short ways take the inner lanes. Measures are pixels. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len

from trainer.report.flow.chart import Chart, Edge, Node
from trainer.report.kinsoku import lines

SIZE, LEADING = 13, 18
MARGIN, GAP = 24, 22
CARD, ENDING = 540, 210
PAD, HEAD = 12, 32
NUMBER, CONDITION, TARGET = 30, 305, 175
LANE, TONES = 13, 6
_CELL = 0.56
"""Widths of a narrow character, as a part of the size, that lines are broken by."""


@dataclass(frozen=True)
class Text:
    """A line of text from `x`, its baseline at `y`. `room` is the width it may take."""

    x: float
    y: float
    said: str
    style: str
    room: float


@dataclass(frozen=True)
class Box:
    """A card."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    texts: tuple[Text, ...]
    rows: tuple[float, ...] = ()
    """The height at which each edge leaves."""

    @property
    def entry(self) -> float:
        """The height at which wires come in."""
        return self.y + (HEAD / 2 if self.node.kind != "ending" else self.height / 2)


@dataclass(frozen=True)
class Wire:
    """An edge from `start` along its target's lane at `x` = `lane` to `end`, each an (x, y).

    `tone` is a colour's number: neighbouring lanes differ.
    """

    source: Node
    edge: Edge
    start: tuple[float, float]
    lane: float
    tone: int
    end: tuple[float, float]


@dataclass(frozen=True)
class Layout:
    """The drawing."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]


def lay_out(chart: Chart) -> Layout:
    """Everything in its place."""
    cards = list(_cards(chart))
    bottom = cards[-1].y + cards[-1].height
    leaving: dict[str, list[float]] = {}
    for card in cards:
        for edge, y in zip(card.node.edges, card.rows, strict=True):
            leaving.setdefault(edge.to, []).append(y)
    taken = {y for ys in leaving.values() for y in ys}
    heights = _ending_heights(chart, leaving, taken)
    entries = {card.node.key: card.entry for card in cards} | heights
    lanes = _lanes(chart, leaving, entries)
    right = MARGIN + CARD
    beside = right + LANE * (max(lanes.values(), default=0) + 3)
    endings = [_ending(chart.node(key), beside, y) for key, y in heights.items()]
    boxes = {box.node.key: box for box in (*cards, *endings)}
    wires = [
        Wire(
            card.node,
            edge,
            (right, y),
            right + LANE * (lanes[edge.to] + 1.5),
            lanes[edge.to] % TONES,
            (beside if chart.node(edge.to).kind == "ending" else right, entries[edge.to]),
        )
        for card in cards
        for edge, y in zip(card.node.edges, card.rows, strict=True)
    ]
    lowest = max([bottom, *(box.y + box.height for box in endings)])
    return Layout(
        beside + ENDING + MARGIN,
        lowest + MARGIN,
        tuple(boxes[node.key] for node in chart.nodes),
        tuple(wires),
    )


def broken(said: str, room: float, size: float = SIZE) -> list[str]:
    """`said` in lines that fit into `room` pixels."""
    return [said[a:b] for a, b in lines(said, max(4, int(room / (size * _CELL))))]


def _cards(chart: Chart) -> Iterator[Box]:
    y = float(MARGIN)
    for node in chart.nodes:
        if node.kind == "ending":
            continue
        box = _card(chart, node, y)
        yield box
        y += box.height + GAP


def _card(chart: Chart, node: Node, y: float) -> Box:
    texts: list[Text] = []
    room = CARD - 2 * PAD
    title = _clip(node.name, room, SIZE + 1)
    texts.append(Text(MARGIN + PAD, y + 21, title, "title", room))
    at = y + HEAD
    rows = []
    for edge in node.edges:
        at += 6
        target = chart.node(edge.to)
        told = broken(edge.condition, CONDITION)
        to = broken(f"→ {target.name}", TARGET)
        rows.append(at + LEADING / 2)
        texts.append(Text(MARGIN + PAD, at + 13, f"{edge.number}.", "number", NUMBER))
        for n, line in enumerate(told):
            x = MARGIN + PAD + NUMBER
            texts.append(Text(x, at + 13 + n * LEADING, line, edge.kind, CONDITION))
        for n, line in enumerate(to):
            x = MARGIN + CARD - PAD - TARGET
            texts.append(Text(x, at + 13 + n * LEADING, line, "target", TARGET))
        at += max(len(told), len(to)) * LEADING
    height = at + 10 - y if node.edges else HEAD
    return Box(node, MARGIN, y, CARD, height, tuple(texts), tuple(rows))


def _ending(node: Node, x: float, middle: float) -> Box:
    told = _ending_lines(node)
    height = _ending_height(node)
    top = middle - height / 2
    texts = tuple(
        Text(
            x + PAD + 26, top + 24 + n * LEADING, line, "title", ENDING - 2 * PAD - 26
        )
        for n, line in enumerate(told)
    )  # fmt: skip
    grade = Text(x + PAD, top + 24, node.grade or "", "grade", 20)
    return Box(node, x, top, ENDING, height, (grade, *texts))


def _ending_lines(node: Node) -> list[str]:
    return broken(node.name, ENDING - 2 * PAD - 26, SIZE + 1)


def _ending_height(node: Node) -> float:
    return len(_ending_lines(node)) * LEADING + 20


def _ending_heights(
    chart: Chart, leaving: dict[str, list[float]], taken: set[float]
) -> dict[str, float]:
    """The middle of each ending: near what leads there, apart from each other and from all rows."""
    wanted = []
    for number, node in enumerate(n for n in chart.nodes if n.kind == "ending"):
        ys = leaving.get(node.key)
        wanted.append((sum(ys) / len(ys) if ys else 0.0, number, node))
    placed: dict[str, float] = {}
    free = float(MARGIN)
    for y, _number, node in sorted(wanted, key=lambda each: each[:2]):
        half = _ending_height(node) / 2
        middle = max(y, free + half)
        while any(abs(middle - other) < 6 for other in taken):
            middle += 3  # or its wire would seem to come from that row
        placed[node.key] = middle
        free = middle + half + GAP
    return placed


def _lanes(
    chart: Chart, leaving: dict[str, list[float]], entries: dict[str, float]
) -> dict[str, int]:
    """The lane of each target, from 0; two share one where their stretches lie apart."""
    stretches = []
    for key, ys in leaving.items():
        low, high = min(*ys, entries[key]), max(*ys, entries[key])
        is_ending = chart.node(key).kind == "ending"
        stretches.append((is_ending, high - low, low, high, key))
    lanes: list[list[tuple[float, float]]] = []
    found: dict[str, int] = {}
    first_outer = 0
    for is_ending, _length, low, high, key in sorted(stretches):
        if not is_ending:
            first_outer = len(lanes)
        at = first_outer if is_ending else 0
        while at < len(lanes) and any(low < b + LANE and a - LANE < high for a, b in lanes[at]):
            at += 1
        if at == len(lanes):
            lanes.append([])
        lanes[at].append((low, high))
        found[key] = at
        if not is_ending:
            first_outer = len(lanes)
    return found


def _clip(said: str, room: float, size: float) -> str:
    first = broken(said, room, size)
    return said if len(first) <= 1 else f"{first[0].rstrip()} ..."


def width_of(said: str, size: float) -> float:
    """About how wide `said` is drawn: not less than most fonts do."""
    narrow = sum(
        0.95 if c in "WMwm@%&—…" else 0.7 if c.isupper() else 0.56 for c in said if cell_len(c) < 2
    )
    return size * (narrow + sum(1.0 for c in said if cell_len(c) == 2))
