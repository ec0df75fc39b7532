"""The flow as one page to read, send or print: the drawing, then every scene in full.

It needs nothing from anywhere and runs no script; the browser is told to allow none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from trainer.dialogue.aloud import in_words
from trainer.i18n import gettext as _
from trainer.model.base import in_language
from trainer.model.condition import Condition
from trainer.model.mood import Dimension
from trainer.model.rubric import Rubric
from trainer.model.scenario import Fact, Scenario, Scene
from trainer.report import words
from trainer.report.flow.chart import Chart, Edge, Node, unseen
from trainer.report.flow.outline import marks_note
from trainer.report.flow.svg import drawing
from trainer.report.web import opening, safe, safe_line

STYLE = """
:root { color-scheme: light dark; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem; background: #fff; color: #23292f;
  font: 16px/1.6 system-ui, "Segoe UI", Roboto, "Liberation Sans", Arial, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
h1 { line-height: 1.25; margin: 0 0 .25rem; } h2 { margin: 2.5rem 0 .75rem; }
h3 { margin: 2rem 0 .5rem; } h4 { margin: 1rem 0 .25rem; font-size: 1rem; }
.about, .when, .note, .id { color: #525c66; } .id { font-size: .85em; font-weight: 400; }
.drawing { overflow-x: auto; } .drawing svg { max-width: 100%; height: auto; }
section.place { border-top: 1px solid #c4c0b5; padding-top: .25rem; }
ul, ol { margin: .25rem 0; padding-left: 1.5rem; } li { margin: .2rem 0; }
.lines li, .good li, .poor li { padding-left: .25rem; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; vertical-align: top;
  padding: .35rem .6rem .35rem 0; border-bottom: 1px solid #dcd8cd; } th { font-weight: 600; }
td.n { width: 2rem; color: #525c66; } td.to { width: 30%; } td.n, td.to { white-space: normal; }
.good li::marker { content: "✓ "; color: #1f6437; } .poor li::marker { content: "✗ "; color: #a81f18; }
.missed { color: #a81f18; } a { color: #0b5f63; } .flow a { text-decoration: none; }
p { margin: .25rem 0; } .quote { white-space: pre-line; overflow-wrap: anywhere; }
td, li, p, h1, h2, h3 { overflow-wrap: anywhere; }
@media screen and (prefers-color-scheme: dark) {
body { background: #15191e; color: #e3e6ea; } .about, .when, .note, .id, td.n { color: #a3afbb; }
section.place { border-color: #3b4652; } td, th { border-color: #333d48; } a { color: #86cfc6; }
.good li::marker { color: #93d3a2; } .poor li::marker, .missed { color: #ff9d97; } }
@media print { body { max-width: none; padding: 0; font-size: 11pt; } a { color: inherit; text-decoration: none; }
h2, h3, h4 { break-after: avoid; } tr, li { break-inside: avoid; } .drawing svg { max-height: 24cm; } }
"""


def page(
    chart: Chart,
    scenario: Scenario,
    lang: str,
    rubric: Rubric | None = None,
) -> str:
    """The page in `lang`; what the author wrote stays in the scenario's language."""
    return "\n".join(_Page(chart, scenario, lang, rubric).parts()) + "\n"


class _Page:
    def __init__(
        self,
        chart: Chart,
        scenario: Scenario,
        lang: str,
        rubric: Rubric | None,
    ) -> None:
        self.chart, self.scenario, self.lang = chart, scenario, lang
        self.rubric, self.coverage = rubric, chart.coverage

    def parts(self) -> Iterator[str]:
        title = safe_line(self.scenario.title)
        yield from opening(safe_line(self.scenario.lang), title, STYLE)
        yield f"<h1>{title}</h1>"
        yield from self.about()
        yield _section(_("The flow"))
        if self.coverage is not None:
            yield _note(marks_note(self.coverage, unseen()))
        yield f'<div class="drawing">{drawing(self.chart, link="at-")}</div>'
        if self.scenario.anytime:
            yield from self.place(self.chart.node("anytime"))
        yield _section(_("Scenes"))
        for node in self.chart.nodes:
            if node.kind == "scene" and (scene := self.scenario.scene(node.id)):
                yield from self.scene(node, scene)
        choice = [node for node in self.chart.nodes if node.kind == "choice"]
        yield _section(_("Endings"))
        for node in choice:
            yield from self.place(node)
        for node in self.chart.nodes:
            if node.kind == "ending":
                yield from self.ending(node)
        yield from self.knowledge()
        yield "</body></html>"

    # What the talk is

    def about(self) -> Iterator[str]:
        s = self.scenario
        about = [
            f'<span class="id">{safe_line(s.id)} {safe_line(s.version)}</span>',
            safe_line(_(words.VENUES[s.venue])),
            safe_line(_("difficulty {n}/5").format(n=s.difficulty)),
        ]
        yield f'<p class="about">{" · ".join(about)}</p>'
        yield from _titled(_("What this practises"), _list(s.goals))
        yield from _titled(_("Your role"), _prose(s.role))
        yield from _titled(_("The situation"), _prose(s.briefing))
        who = s.resident
        age = _("{n} years old").format(n=who.age) if who.age is not None else ""
        told = " · ".join(filter(None, (who.name, age, who.disc, _(", ").join(who.address_as))))
        yield from _titled(_("Who comes to you"), f"<p>{safe_line(told)}</p>")
        for said in (who.background, who.manner, who.expects):
            if said:
                yield _prose(said)

    # Places in the flow

    def scene(self, node: Node, scene: Scene) -> Iterator[str]:
        yield f'<section class="place" id="at-{node.key}">'
        yield self.heading(node)
        if scene.hint:
            yield _note(scene.hint)
        yield from _titled(
            _("The resident says"),
            '<ul class="lines">'
            + "".join(
                f'<li><span class="quote">{_text(line.say)}</span>{self.when(line.when)}'
                f"{self.missed_line(scene.id, number)}</li>"
                for number, line in enumerate(scene.lines, 1)
            )
            + "</ul>",
        )
        if scene.calls_for:
            yield from _titled(
                _("What this moment calls for"),
                "<ul>" + "".join(map(self.criterion, scene.calls_for)) + "</ul>",
            )
        yield from _titled(_("Where it leads"), self.table(node.edges))
        yield from _titled(_("Model replies"), _list(scene.model_replies, "good"))
        if scene.poor_replies:
            yield from _titled(_("Poor replies"), _list(scene.poor_replies, "poor"))
        if scene.choices:
            rows = "".join(
                f"<li>{_text(choice.text)}"
                + (f'<br><span class="note">{safe_line(choice.note)}</span>' if choice.note else "")
                + "</li>"
                for choice in scene.choices
            )
            yield from _titled(_("Ready-made replies"), f"<ol>{rows}</ol>")
        yield "</section>"

    def place(self, node: Node) -> Iterator[str]:
        yield f'<section class="place" id="at-{node.key}">'
        yield f"<h3>{safe_line(node.title)}</h3>"
        yield self.table(node.edges)
        yield "</section>"

    def ending(self, node: Node) -> Iterator[str]:
        ending = self.scenario.ending(node.id)
        if ending is None:
            return
        yield f'<section class="place" id="at-{node.key}">'
        yield self.heading(node)
        meaning = f"{ending.grade}: {_(words.GRADES[ending.grade])}"
        if self.coverage and (count := self.coverage.counts.get(ending.id)):
            meaning += " · " + _("{times} in the playtest").format(times=words.times(count))
        yield f'<p class="about">{safe_line(meaning)}</p>'
        yield _prose(ending.text)
        if ending.say:
            yield _prose(_quoted(ending.say))
        yield "</section>"

    def heading(self, node: Node) -> str:
        stage = f" · {_(words.STAGES[node.stage])}" if node.stage else ""
        missed = f' <span class="missed">{safe_line(unseen())}</span>' if node.seen is False else ""
        return f'<h3>{safe_line(node.name)} <span class="id">{safe_line(node.id)}{safe_line(stage)}</span>{missed}</h3>'

    def table(self, edges: Iterable[Edge]) -> str:
        return f"<table>{''.join(map(self.row, edges))}</table>"

    def row(self, edge: Edge) -> str:
        target = self.chart.node(edge.to)
        grade = f" ({target.grade})" if target.grade else ""
        told = [f"<div>{safe_line(edge.condition)}</div>"]
        if edge.said:
            told.append(f"<div>{safe_line(_quoted(edge.said))}</div>")
        if edge.mood:
            told.append(f'<div class="note">{safe_line(moods(edge.mood))}</div>')
        if edge.because:
            told.append(f'<div class="note">{safe_line(edge.because)}</div>')
        if edge.seen is False:
            told.append(f'<div class="missed">{safe_line(unseen())}</div>')
        return (
            f'<tr><td class="n">{edge.number}.</td><td>{"".join(told)}</td>'
            f'<td class="to"><a href="#at-{edge.to}">→ {safe_line(target.name + grade)}</a></td></tr>'
        )

    def when(self, condition: Condition) -> str:
        if condition.always:
            return ""
        said = in_words(condition, self.lang, self.rubric, self.scenario)
        when = _("when {condition}").format(condition=said)
        return f' <span class="when">{safe_line(when)}</span>'

    def missed_line(self, scene: str, number: int) -> str:
        if self.coverage is None or f"{scene}/{number}" not in self.coverage.lines:
            return ""
        return f' <span class="missed">{safe_line(unseen())}</span>'

    def criterion(self, name: str) -> str:
        known = self.rubric.criterion(name) if self.rubric else None
        if known is None:
            return f"<li>{safe_line(name)}</li>"
        about = in_language(known.definition, self.lang)
        return (
            f"<li>{safe_line(in_language(known.title, self.lang))} "
            f'<span class="note">{safe_line(about)}</span></li>'
        )

    # What the trainee knows

    def knowledge(self) -> Iterator[str]:
        s = self.scenario
        if s.facts:
            yield _section(_("Facts you may cite"))
            yield "<ul>"
            for fact in s.facts:
                yield (
                    f'<li>{safe_line(fact.text)} <span class="note">{safe_line(_source(fact))}</span> '
                    f'<span class="id">{safe_line(fact.id)}</span></li>'
                )
            yield "</ul>"
        if s.limits:
            yield _section(_("Limits"))
            yield "<ul>"
            for limit in s.limits:
                yield f'<li>{safe_line(limit.text)} <span class="id">{safe_line(limit.id)}</span></li>'
            yield "</ul>"


def moods(points: Mapping[Dimension, float]) -> str:
    """What a branch does to the mood: “Trust +3, Anxiety -5”."""
    return _(", ").join(
        f"{_(words.FEELINGS[feeling])} {words.signed(delta)}" for feeling, delta in points.items()
    )


def _source(fact: Fact) -> str:
    if not fact.source:
        return _("(in this scenario only)") if fact.local else ""
    if fact.as_of:
        return _("({source}, as of {date})").format(source=fact.source, date=fact.as_of)
    return _("({source})").format(source=fact.source)


def _section(title: str) -> str:
    return f"<h2>{safe_line(title)}</h2>"


def _note(said: str) -> str:
    return f'<p class="note">{safe_line(said)}</p>'


def _quoted(said: str) -> str:
    return _("“{words}”").format(words=said)


def _titled(title: str, body: str) -> Iterator[str]:
    yield f"<h4>{safe_line(title)}</h4>"
    yield body


def _list(items: Iterable[str], style: str = "") -> str:
    told = "".join(f"<li>{_text(item)}</li>" for item in items)
    return f'<ul class="{style}">{told}</ul>' if style else f"<ul>{told}</ul>"


def _prose(said: str) -> str:
    return f'<p class="quote">{_text(said)}</p>'


def _text(said: str) -> str:
    return safe(said).strip()
