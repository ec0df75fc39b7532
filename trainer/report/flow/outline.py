"""The flow as indented text, for a pipe or a printer."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from trainer.i18n import gettext as _
from trainer.i18n import ngettext
from trainer.model.base import in_language
from trainer.model.rubric import Rubric
from trainer.model.scenario import Scenario
from trainer.report import words
from trainer.report.flow.chart import Chart, Edge, Node, flat
from trainer.report.flow.coverage import Coverage
from trainer.report.kinsoku import lines


def outline(
    chart: Chart, scenario: Scenario, lang: str, rubric: Rubric | None = None, width: int = 80
) -> str:
    """The flow in lines of at most `width` cells: what each scene calls for and where it leads."""
    told = list(_told(chart, scenario, lang, rubric, width))
    return "\n".join(line.rstrip() for line in told) + "\n"


def _told(
    chart: Chart, scenario: Scenario, lang: str, rubric: Rubric | None, width: int
) -> Iterator[str]:
    yield from _hung("", chart.title, width)
    scenes, endings = len(scenario.scenes), len(scenario.endings)
    about = [
        flat(scenario.id),
        _(words.VENUES[scenario.venue]),
        flat(scenario.resident.disc),
        _("difficulty {n}/5").format(n=scenario.difficulty),
        ngettext("{n} scene", "{n} scenes", scenes).format(n=scenes),
        ngettext("{n} ending", "{n} endings", endings).format(n=endings),
    ]
    yield from _hung("", " · ".join(about), width)
    if chart.coverage is not None:
        yield from _hung("", marks_note(chart.coverage, "!"), width)
    for node in chart.nodes:
        if node.kind == "ending":
            continue
        yield ""
        yield from _hung(_lead(node), _headed(node), width)
        scene = scenario.scene(node.id) if node.kind == "scene" else None
        if scene and scene.calls_for:
            known = [rubric.criterion(c) if rubric else None for c in scene.calls_for]
            titles = [
                in_language(c.title, lang) if c else flat(name)
                for c, name in zip(known, scene.calls_for, strict=True)
            ]
            calls = _("calls for {criteria}").format(criteria=_(", ").join(titles))
            yield from _hung("    ", calls, width)
        for edge in node.edges:
            yield from _branch(chart, edge, width)
    yield ""
    yield _("Endings")
    for node in chart.nodes:
        if node.kind == "ending":
            yield from _hung(f"{node.number:>2}  {node.grade}  ", _headed(node), width)


def marks_note(coverage: Coverage, mark: str) -> str:
    """What `mark` is about."""
    told = ngettext(
        "“{mark}” marks what the last playtest never came to (in {n} run).",
        "“{mark}” marks what the last playtest never came to (in {n} runs).",
        coverage.runs,
    ).format(mark=mark, n=coverage.runs)
    return words.then(told, outdated_note()) if coverage.outdated else told


def outdated_note() -> str:
    """That the marks are not of this version."""
    return _("The scenario has changed since then.")


def _lead(node: Node) -> str:
    return f"{node.number:>2}  " if node.number is not None else " *  "


def _headed(node: Node) -> str:
    ident = (
        f"  ({flat(node.id)})" if node.kind in ("scene", "ending") and node.id != node.title else ""
    )
    return f"{node.title}{ident}{_mark(node.seen)}"


def _branch(chart: Chart, edge: Edge, width: int) -> Iterator[str]:
    told = f"{edge.condition}{_mark(edge.seen)}"
    yield from _hung(f"    {edge.number:>2}. ", told, width)
    target = chart.node(edge.to)
    grade = f" [{target.grade}]" if target.grade else ""
    yield from _hung("        -> ", f"{target.name}{grade}", width)


def _mark(seen: bool | None) -> str:
    return "  !" if seen is False else ""


def _hung(lead: str, said: str, width: int) -> Iterator[str]:
    """`said` after `lead`, later lines under it."""
    indent = cell_len(lead)
    for start, end in lines(said, width - indent):
        yield (lead if start == 0 else " " * indent) + said[start:end]
