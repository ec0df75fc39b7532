"""The flow as a Mermaid flowchart, to paste where Markdown is shown."""

from __future__ import annotations

from collections.abc import Iterator

from trainer.report.flow.chart import Chart, Edge, Node, unseen

_SHAPES = {
    "anytime": ("{{", "}}"),
    "scene": ("[", "]"),
    "choice": ("{{", "}}"),
    "ending": ("([", "])"),
}
_SAFE = frozenset(" ,.!?+-=/_()")


def mermaid(chart: Chart) -> str:
    """The text of the diagram."""
    return "\n".join(_lines(chart)) + "\n"


def label(text: str) -> str:
    """`text` within quotes: whatever could mean something to Mermaid or HTML is a numbered entity."""
    return "".join(c if c.isalnum() or c in _SAFE or ord(c) > 0xFF else f"#{ord(c)};" for c in text)


def _lines(chart: Chart) -> Iterator[str]:
    yield "flowchart TD"
    for node in chart.nodes:
        before, after = _SHAPES[node.kind]
        yield f'    {node.key}{before}"{label(_title(node))}"{after}'
    for node, edge in chart.edges:
        arrow = "-.->" if edge.seen is False else "-->"
        yield f'    {node.key} {arrow}|"{label(_words(edge))}"| {edge.to}'
    for node in chart.nodes:
        if node.kind == "ending":
            yield f"    class {node.key} grade{node.grade}"
        elif node.seen is False:
            yield f"    class {node.key} unseen"
    yield "    classDef gradeA fill:#d9efdf,stroke:#1f6437,color:#23292f"
    yield "    classDef gradeB fill:#e3f0dc,stroke:#1f6437,color:#23292f"
    yield "    classDef gradeC fill:#f6ecd0,stroke:#6b5000,color:#23292f"
    yield "    classDef gradeD fill:#f8e2d2,stroke:#8a4210,color:#23292f"
    yield "    classDef gradeE fill:#fbe6e2,stroke:#a81f18,color:#23292f"
    yield "    classDef gradeF fill:#f6d3cf,stroke:#a81f18,color:#23292f"
    yield "    classDef unseen stroke-dasharray:4 3"


def _title(node: Node) -> str:
    if node.kind == "ending":
        return f"{node.name} ({node.grade})" + _unseen(node.seen)
    return node.name + _unseen(node.seen)


def _words(edge: Edge) -> str:
    return f"{edge.number}. {edge.condition}" + _unseen(edge.seen)


def _unseen(seen: bool | None) -> str:
    return " - " + unseen() if seen is False else ""
