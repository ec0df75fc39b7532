"""Charts drawn as SVG: bars, and one small panel a series, which stay readable where lines would cross."""

from __future__ import annotations

from collections.abc import Iterator

from trainer.report.document import Course, Series
from trainer.report.web import safe

WIDE, HIGH = 200, 84
_LEFT, _TOP, _RIGHT, _BOTTOM = 22, 6, 8, 16

STYLE = """
figure.course { margin: 1rem 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(12.5rem, 1fr)); gap: .75rem 1.25rem; }
figure.course svg { width: 100%; height: auto; display: block; } .panel { break-inside: avoid; }
.panel p { margin: 0; font-size: .9em; display: flex; justify-content: space-between; gap: .5rem; } .panel b { font-weight: 600; }
svg text { fill: #525c66; font: 9px system-ui, "Segoe UI", Roboto, Arial, sans-serif; }
svg .rule { stroke: #dcd8cd; stroke-width: 1; } svg .line { fill: none; stroke: #0b7a75; stroke-width: 2; stroke-linejoin: round; }
svg .dot { fill: #0b7a75; } svg .track { fill: #eeebe3; } svg .fill { fill: #0b7a75; } svg .fill.low { fill: #a81f18; } svg .fill.fair { fill: #b08400; }
.bars svg { width: 100%; min-width: 7rem; height: .8rem; display: block; margin-top: .35rem; }
@media screen and (prefers-color-scheme: dark) { svg text { fill: #a3afbb; } svg .rule { stroke: #333d48; }
svg .line { stroke: #63c2bb; } svg .dot, svg .fill { fill: #63c2bb; } svg .track { fill: #28313b; } svg .fill.low { fill: #ff9d97; } svg .fill.fair { fill: #d0a52a; } }
"""


def bar(value: float, *, scored: bool = True) -> str:
    """A bar of 0..100, a score's in the colour of how good it is. Its number stands beside it."""
    held = min(100.0, max(0.0, value))
    tone = "fill" if held >= 70 or not scored else "fill fair" if held >= 50 else "fill low"
    return (
        '<svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" width="100" height="6"/>'
        f'<rect class="{tone}" width="{held:.1f}" height="6"/></svg>'
    )


def course(chart: Course) -> Iterator[str]:
    """A panel a series, all to the same scale, 0 to 100."""
    yield f'<figure class="course" aria-label="{safe(chart.title)}">'
    for series in chart.series:
        yield from _panel(series, chart.steps)
    yield "</figure>"


def _panel(series: Series, steps: tuple[str, ...]) -> Iterator[str]:
    told, name = series.ends, safe(series.name)
    yield f'<div class="panel"><p><b>{name}</b> <span>{told}</span></p>'
    yield f'<svg viewBox="0 0 {WIDE} {HIGH}" role="img" aria-label="{name}: {told}">'
    for value in (0, 50, 100):
        y = _y(value)
        yield f'<line class="rule" x1="{_LEFT}" x2="{WIDE - _RIGHT}" y1="{y}" y2="{y}"/>'
        yield f'<text x="{_LEFT - 4}" y="{y + 3}" text-anchor="end">{value}</text>'
    points = [(_x(i, len(steps)), _y(v)) for i, v in enumerate(series.values) if v is not None]
    yield '<polyline class="line" points="' + " ".join(f"{x},{y}" for x, y in points) + '"/>'
    yield from (f'<circle class="dot" cx="{x}" cy="{y}" r="2.5"/>' for x, y in points)
    every = max(1, -(-len(steps) // 8))
    for i, step in enumerate(steps):
        if i % every == 0:
            x = _x(i, len(steps))
            yield f'<text x="{x}" y="{HIGH - 3}" text-anchor="middle">{safe(step)}</text>'
    yield "</svg></div>"


def _x(index: int, count: int) -> float:
    room = WIDE - _LEFT - _RIGHT - 12
    return round(_LEFT + 6 + room * index / max(1, count - 1), 1)


def _y(value: float) -> float:
    return round(_TOP + (HIGH - _TOP - _BOTTOM) * (1 - min(100.0, max(0.0, value)) / 100), 1)
