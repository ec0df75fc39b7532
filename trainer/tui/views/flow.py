"""The flow of a scenario as a list, and each of its places in full."""

from __future__ import annotations

from textual.content import Content

from trainer.dialogue.aloud import in_words
from trainer.i18n import gettext as _
from trainer.model.base import in_language
from trainer.model.condition import Condition
from trainer.model.rubric import Rubric
from trainer.model.scenario import Ending, Scenario, Scene
from trainer.model.talk import TalkState
from trainer.report import words
from trainer.report.flow.chart import CHOICE, Chart, Edge, Node, unseen
from trainer.report.flow.outline import marks_note
from trainer.report.flow.page import moods
from trainer.tui.views.home import flat, prose
from trainer.tui.widgets.sheet import GAP, Block, Blocks, join, text

UNSEEN = "!"
"""Marks what the last playtest never came to."""


def place_row(chart: Chart, node: Node, *, wide: bool) -> Blocks:
    """A scene or an ending in the list, and below it where it leads."""
    lead = text(f"{node.number:>2} ", "$accent")
    title = text(node.title, "bold" if node.kind == "scene" else "")
    mark = text(f" {UNSEEN}", "bold $fault") if node.seen is False else text("")
    if node.kind == "ending":
        return Blocks([Block(join(text(f"{node.grade} ", "bold"), title, mark), lead=lead)])
    blocks = [Block(join(title, mark), lead=lead)]
    if wide:
        blocks += [
            Block(
                join(text(f"→ {chart.node(edge.to).name}", "$muted"), _unseen(edge)),
                lead=text(f"   {edge.number:>2}. ", "$muted"),
            )
            for edge in node.edges
        ]
        return Blocks(blocks)
    targets = dict.fromkeys(_numbers(chart, edge.to) for edge in node.edges)
    return Blocks([*blocks, Block(text("→ " + " ".join(targets), "$muted"), left=3)])


def place_of(chart: Chart, state: TalkState) -> Node:
    """Where a talk stands: its scene, or its ending."""
    kind, name = ("ending", state.ending) if state.ending else ("scene", state.scene)
    return next(node for node in chart.nodes if node.kind == kind and node.id == name)


def _numbers(chart: Chart, key: str) -> str:
    """The number of a place; of the endings that `end` chooses from, the first and the last."""
    node = chart.node(key)
    if node.kind != "choice":
        return str(node.number)
    numbers = [chart.node(edge.to).number or 0 for edge in node.edges]
    return f"{min(numbers)}-{max(numbers)}"


def scene_sheet(
    chart: Chart, node: Node, scene: Scene, scenario: Scenario, rubric: Rubric | None, lang: str
) -> list[Block]:
    """A scene in full."""

    def said(condition: Condition) -> str:
        return flat(in_words(condition, lang, rubric, scenario))

    blocks = [
        Block(
            join(
                text(node.name, "bold $accent"),
                text(f"  {flat(scene.id)} · {_(words.STAGES[scene.stage])}", "$muted"),
            )
        )
    ]
    if node.seen is False:
        blocks.append(Block(text(unseen(), "$fault")))
    blocks += [GAP, _heading(_("The resident says"))]
    for line in scene.lines:
        blocks.append(Block(text(prose(line.say)), edge="$theirs-edge"))
        if not line.when.always:
            when = _("when {condition}").format(condition=said(line.when))
            blocks.append(Block(text(when, "$muted"), edge="$theirs-edge"))
    if scene.calls_for:
        blocks += [GAP, _heading(_("What this moment calls for"))]
        for name in scene.calls_for:
            known = rubric.criterion(name) if rubric else None
            title = in_language(known.title, lang) if known else flat(name)
            blocks.append(Block(text(title), lead=text("- ", "$accent")))
    if scene.hint:
        blocks.append(Block(text(flat(scene.hint), "italic $muted"), lead=text("  ")))
    blocks += [GAP, _heading(_("Where it leads"))]
    for other in chart.nodes:
        if other.kind == "anytime":
            for edge in other.edges:
                blocks += _edge(chart, edge, _("at any time"))
    for edge in node.edges:
        blocks += _edge(chart, edge)
    if any(edge.to == CHOICE for edge in node.edges):
        blocks += [GAP, _heading(_("The end"))]
        for edge in chart.node(CHOICE).edges:
            blocks += _edge(chart, edge)
    blocks += [GAP, _heading(_("Model replies"))]
    blocks += [Block(text(flat(r)), lead=text("✓ ", "$good")) for r in scene.model_replies]
    if scene.poor_replies:
        blocks += [GAP, _heading(_("Poor replies"))]
        blocks += [Block(text(flat(r)), lead=text("✗ ", "$poor")) for r in scene.poor_replies]
    return [*blocks, *_marks(chart)]


def ending_sheet(
    chart: Chart, node: Node, ending: Ending, scenario: Scenario, rubric: Rubric | None, lang: str
) -> list[Block]:
    """An ending in full."""
    grade = _(" ({grade}: {meaning})").format(
        grade=ending.grade, meaning=_(words.GRADES[ending.grade])
    )
    blocks = [Block(join(text(node.name, "bold $accent"), text(grade, "$muted"))), GAP]
    if node.seen is False:
        blocks.append(Block(text(unseen(), "$fault")))
    elif chart.coverage and (count := chart.coverage.counts.get(ending.id)):
        told = _("{times} in the playtest").format(times=words.times(count))
        blocks.append(Block(text(told, "$muted")))
    blocks.append(Block(text(prose(ending.text))))
    if ending.say:
        blocks += [GAP, Block(text(prose(ending.say)), edge="$theirs-edge")]
    if not ending.when.always:
        when = flat(in_words(ending.when, lang, rubric, scenario))
        blocks += [GAP, Block(text(_("when {condition}").format(condition=when), "$muted"))]
    ways = [(source, edge) for source, edge in chart.edges if edge.to == node.key]
    blocks += [GAP, _heading(_("What leads here"))]
    for source, edge in ways:
        blocks.append(
            Block(
                join(text(f"{source.name}: "), text(f"{edge.number}. {edge.condition}", "$muted")),
                lead=text("← ", "$accent"),
            )
        )
    return [*blocks, *_marks(chart)]


def _edge(chart: Chart, edge: Edge, kind: str = "") -> list[Block]:
    lead = text(f"{edge.number:>2}. ", "bold $accent")
    before = text(f"{kind} ", "$muted") if kind else text("")
    style = "italic" if edge.kind == "otherwise" else ""
    blocks = [Block(join(before, text(edge.condition, style), _unseen(edge)), lead=lead)]
    blocks.append(Block(target(chart, edge.to), left=4))
    told = [_("“{words}”").format(words=flat(edge.said))] if edge.said else []
    told += [moods(edge.mood)] if edge.mood else []
    told += [flat(edge.because)] if edge.because else []
    return [*blocks, *(Block(text(each, "$muted"), left=6) for each in told)]


def target(chart: Chart, key: str, style: str = "$accent") -> Content:
    """Where something leads."""
    node = chart.node(key)
    grade = f" ({node.grade})" if node.grade else ""
    return text(f"→ {node.name}{grade}", style)


def _unseen(edge: Edge) -> Content:
    return text(f" {UNSEEN}", "bold $fault") if edge.seen is False else text("")


def _marks(chart: Chart) -> list[Block]:
    if chart.coverage is None:
        return []
    return [GAP, Block(text(marks_note(chart.coverage, UNSEEN), "$muted"))]


def _heading(said: str) -> Block:
    return Block(text(said, "bold"))
