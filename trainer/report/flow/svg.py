"""The flow as a drawing. It needs no script and no font of its own, in light and dark."""

from __future__ import annotations

from collections.abc import Iterator

from trainer.report.flow.chart import Chart, unseen
from trainer.report.flow.layout import SIZE, Box, Layout, Text, Wire, lay_out, width_of
from trainer.report.web import safe_line

_BEND = 6

STYLE = """
.flow { font-family: system-ui, "Segoe UI", Roboto, "Liberation Sans", Arial, "Noto Sans CJK SC", "PingFang SC",
  "Microsoft YaHei", sans-serif; font-size: 13px; }
.flow .ground { fill: #ffffff; }
.flow text { fill: #23292f; }
.flow .card { fill: #faf8f3; stroke: #b3aea2; stroke-width: 1; }
.flow .head { fill: #eeebe3; }
.flow .unseen .card { stroke: #a81f18; stroke-dasharray: 5 3; }
.flow .title { font-weight: 600; font-size: 14px; }
.flow .number, .flow .note { fill: #525c66; }
.flow .otherwise { fill: #525c66; font-style: italic; }
.flow .target { fill: #0b5f63; }
.flow .rule { stroke: #dcd8cd; stroke-width: 1; }
.flow .grade { font-weight: 700; font-size: 16px; }
.flow .wire { fill: none; stroke-width: 1.6; }
.flow .missed { stroke-dasharray: 4 3; }
.flow .wire.c0 { stroke: #2f6fb3; } .flow .tip.c0 { fill: #2f6fb3; }
.flow .wire.c1 { stroke: #0b7a75; } .flow .tip.c1 { fill: #0b7a75; }
.flow .wire.c2 { stroke: #7a4fa3; } .flow .tip.c2 { fill: #7a4fa3; }
.flow .wire.c3 { stroke: #a0562a; } .flow .tip.c3 { fill: #a0562a; }
.flow .wire.c4 { stroke: #4d6370; } .flow .tip.c4 { fill: #4d6370; }
.flow .wire.c5 { stroke: #9c3f74; } .flow .tip.c5 { fill: #9c3f74; }
.flow .gA .card, .flow .gB .card { stroke: #1f6437; } .flow .gA .grade, .flow .gB .grade { fill: #1f6437; }
.flow .wire.gA, .flow .wire.gB { stroke: #1f6437; } .flow .tip.gA, .flow .tip.gB { fill: #1f6437; }
.flow .gC .card { stroke: #6b5000; } .flow .gC .grade { fill: #6b5000; }
.flow .wire.gC { stroke: #9a7400; } .flow .tip.gC { fill: #9a7400; }
.flow .gD .card, .flow .gE .card, .flow .gF .card { stroke: #a81f18; }
.flow .gD .grade, .flow .gE .grade, .flow .gF .grade { fill: #a81f18; }
.flow .wire.gD, .flow .wire.gE, .flow .wire.gF { stroke: #c2453c; }
.flow .tip.gD, .flow .tip.gE, .flow .tip.gF { fill: #c2453c; }
@media screen and (prefers-color-scheme: dark) {
.flow .ground { fill: #15191e; }
.flow text { fill: #e3e6ea; }
.flow .card { fill: #1c2229; stroke: #55616d; }
.flow .head { fill: #28313b; }
.flow .unseen .card { stroke: #ff9d97; }
.flow .number, .flow .note, .flow .otherwise { fill: #a3afbb; }
.flow .target { fill: #86cfc6; }
.flow .rule { stroke: #333d48; }
.flow .wire.c0 { stroke: #7fb2e8; } .flow .tip.c0 { fill: #7fb2e8; }
.flow .wire.c1 { stroke: #63c2bb; } .flow .tip.c1 { fill: #63c2bb; }
.flow .wire.c2 { stroke: #c09be6; } .flow .tip.c2 { fill: #c09be6; }
.flow .wire.c3 { stroke: #e3a57c; } .flow .tip.c3 { fill: #e3a57c; }
.flow .wire.c4 { stroke: #9fb4c2; } .flow .tip.c4 { fill: #9fb4c2; }
.flow .wire.c5 { stroke: #e092bd; } .flow .tip.c5 { fill: #e092bd; }
.flow .gA .card, .flow .gB .card { stroke: #93d3a2; } .flow .gA .grade, .flow .gB .grade { fill: #93d3a2; }
.flow .wire.gA, .flow .wire.gB { stroke: #93d3a2; } .flow .tip.gA, .flow .tip.gB { fill: #93d3a2; }
.flow .gC .card { stroke: #e6c982; } .flow .gC .grade { fill: #e6c982; }
.flow .wire.gC { stroke: #e6c982; } .flow .tip.gC { fill: #e6c982; }
.flow .gD .card, .flow .gE .card, .flow .gF .card { stroke: #ff9d97; }
.flow .gD .grade, .flow .gE .grade, .flow .gF .grade { fill: #ff9d97; }
.flow .wire.gD, .flow .wire.gE, .flow .wire.gF { stroke: #ff9d97; }
.flow .tip.gD, .flow .tip.gE, .flow .tip.gF { fill: #ff9d97; }
}
"""


def svg(chart: Chart, *, link: str = "") -> str:
    """The drawing as a document of its own. With `link` cards lead to `#` + `link` + their key."""
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + drawing(chart, link=link)


def drawing(chart: Chart, *, link: str = "") -> str:
    """The `svg` element, to stand in a page."""
    return "\n".join(_parts(chart, lay_out(chart), link)) + "\n"


def _parts(chart: Chart, layout: Layout, link: str) -> Iterator[str]:
    width, height = _n(layout.width), _n(layout.height)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="flow" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-label="{safe_line(chart.title)}">'
    )
    yield f"<title>{safe_line(chart.title)}</title>"
    yield f"<style>{STYLE}</style>"
    yield f'<rect class="ground" width="{width}" height="{height}"/>'
    for wire in layout.wires:
        yield _wire(chart, wire)
    for wire in {wire.edge.to: wire for wire in layout.wires}.values():
        yield _tip(chart, wire)
    for box in layout.boxes:
        yield from _box(box, link)
    yield "</svg>"


def _tone(chart: Chart, wire: Wire) -> str:
    """The class of a wire's colour: an ending's by its grade, else by its lane."""
    grade = chart.node(wire.edge.to).grade
    return f"g{grade}" if grade else f"c{wire.tone}"


def _wire(chart: Chart, wire: Wire) -> str:
    (x, y), lane, (end, entry) = wire.start, wire.lane, wire.end
    down = 1 if entry > y else -1
    bend = min(_BEND, abs(entry - y) / 2)
    out = 1 if end > lane else -1
    path = (
        f"M{_n(x)} {_n(y)}H{_n(lane - bend)}Q{_n(lane)} {_n(y)} {_n(lane)} {_n(y + down * bend)}"
        f"V{_n(entry - down * bend)}Q{_n(lane)} {_n(entry)} {_n(lane + out * bend)} {_n(entry)}H{_n(end)}"
    )
    missed = " missed" if wire.edge.seen is False else ""
    told = f"{wire.source.name}: {wire.edge.number}. {wire.edge.condition} → {chart.node(wire.edge.to).name}"
    return (
        f'<path class="wire {_tone(chart, wire)}{missed}" d="{path}">'
        f"<title>{safe_line(told)}</title></path>"
    )


def _tip(chart: Chart, wire: Wire) -> str:
    x, y = wire.end
    back = 8 if wire.lane > x else -8
    points = f"{_n(x)},{_n(y)} {_n(x + back)},{_n(y - 4.5)} {_n(x + back)},{_n(y + 4.5)}"
    return f'<polygon class="tip {_tone(chart, wire)}" points="{points}"/>'


def _box(box: Box, link: str) -> Iterator[str]:
    node = box.node
    classes: list[str] = [node.kind]
    if node.grade:
        classes.append(f"g{node.grade}")
    if node.seen is False:
        classes.append("unseen")
    yield f'<g class="{" ".join(classes)}">'
    if link:
        yield f'<a href="#{link}{node.key}">'
    x, y, width, height = map(_n, (box.x, box.y, box.width, box.height))
    round_ = 18 if node.kind == "ending" else 6
    shape = f'x="{x}" y="{y}" width="{width}" height="{height}" rx="{round_}"'
    yield f'<rect class="card" {shape}/>'
    if node.edges:
        yield f'<path class="head" d="M{_n(box.x + 1)} {_n(box.y + 32)}v-25q0 -6 6 -6h{_n(box.width - 14)}q6 0 6 6v25z"/>'
        for row in box.rows[1:]:
            at = _n(row - 12)
            yield f'<path class="rule" d="M{_n(box.x + 12)} {at}H{_n(box.x + box.width - 12)}"/>'
    for each in box.texts:
        yield _text(each)
    if node.seen is False:
        yield (
            f'<text class="note" text-anchor="end" x="{_n(box.x + box.width - 4)}" '
            f'y="{_n(box.y - 5)}">{safe_line(unseen())}</text>'
        )
    if link:
        yield "</a>"
    yield "</g>"


def _text(text: Text) -> str:
    size = {"title": 14, "grade": 16}.get(text.style, SIZE)
    squeeze = ""
    if width_of(text.said, size) * 0.98 > text.room:
        squeeze = f' textLength="{_n(text.room)}" lengthAdjust="spacingAndGlyphs"'
    return (
        f'<text class="{text.style}" x="{_n(text.x)}" y="{_n(text.y)}"{squeeze}>'
        f"{safe_line(text.said)}</text>"
    )


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
