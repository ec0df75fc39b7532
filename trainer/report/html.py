"""A document as one page to read, send or print.

It needs nothing from anywhere and runs no script; the browser is told to allow none. Charts are drawn
in it, with their numbers beside them. Whatever a person wrote is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count, zip_longest

from trainer.i18n import gettext as _
from trainer.report import words
from trainer.report.document import (
    Bars,
    BlankLines,
    Block,
    Cell,
    Checklist,
    Course,
    Document,
    Items,
    Paragraph,
    Piece,
    Quote,
    Runs,
    Section,
    Table,
    Ticks,
    shown,
)
from trainer.report.drawing import STYLE as CHART_STYLE
from trainer.report.drawing import bar, course
from trainer.report.web import opening, safe

STYLE = """
:root { color-scheme: light dark; }
body { margin: 0 auto; max-width: 54rem; padding: 2rem 1.5rem 4rem; background: #fff; color: #23292f;
  font: 16px/1.65 system-ui, "Segoe UI", Roboto, "Liberation Sans", Arial, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
h1 { line-height: 1.25; margin: 0 0 1rem; font-size: 1.9rem; }
h2 { margin: 2.75rem 0 .75rem; padding-top: .6rem; border-top: 2px solid #0b5f63; font-size: 1.35rem; }
h3 { margin: 2rem 0 .5rem; font-size: 1.1rem; } h4, h5, h6 { margin: 1.5rem 0 .5rem; font-size: 1rem; }
p { margin: .5rem 0; } ul { margin: .5rem 0; padding-left: 1.4rem; } li { margin: .45rem 0; }
h1, h2, h3, h4, p, li, td, th, dd, blockquote { overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.25rem; margin: 1rem 0; }
dt, .quiet { color: #525c66; } dd { margin: 0; }
.notice { border-left: 4px solid #b08400; background: #fbf6e6; padding: .6rem .9rem; margin: 1.25rem 0; }
nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; }
nav li { margin: 0; } a { color: #0b5f63; }
strong.good { color: #1f6437; } strong.fault { color: #a81f18; }
.said blockquote { margin-top: .2rem; }
.who { font-weight: 600; font-size: .9em; color: #525c66; margin: 0 0 .15rem; }
blockquote { margin: .75rem 0; padding: .55rem .9rem; border-left: 4px solid #b3aea2; background: #faf8f3; white-space: pre-wrap; border-radius: 0 6px 6px 0; }
.trainee { margin-left: 2.5rem; } .trainee blockquote { border-color: #0b7a75; background: #eef6f5; }
mark { background: none; color: inherit; text-decoration: underline 2px #1f6437; text-underline-offset: .2em; }
mark.fault { text-decoration: underline wavy 2px #a81f18; background: #fbe9e7; }
.wide { overflow-x: auto; margin: .75rem 0; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; }
td, th { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid #dcd8cd; }
th { font-weight: 600; border-bottom-color: #23292f; } .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } th.n { white-space: normal; overflow-wrap: normal; }
.numbers { font-size: .85em; } .numbers td, .numbers th { padding: .15rem .6rem .15rem 0; }
.roomy td { height: 3.2rem; border: 1px solid #b3aea2; padding: .4rem; } .roomy th { padding-left: .4rem; }
.upright { font-size: .8em; } .upright td, .upright th { padding: .2rem .25rem; border: 1px solid #dcd8cd; }
.upright th { vertical-align: bottom; } .upright th.n span { writing-mode: vertical-rl; max-height: 11rem; white-space: normal; text-align: left; }
.upright th.n:lang(en) span { transform: rotate(180deg); }
.heat0 { background: #f3c2bc; } .heat1 { background: #f9e0dd; } .heat3 { background: #dceee0; } .heat4 { background: #b9ddc4; }
.box { display: inline-block; width: .85em; height: .85em; border: 1.5px solid currentColor; border-radius: 2px; margin-right: .3em; vertical-align: -.08em; }
.tick { white-space: nowrap; margin-right: .9em; }
ul.check { list-style: none; padding-left: 0; }
.write { margin: 1rem 0; } .write div { height: 2.1rem; border-bottom: 1px solid #8a939c; }
@media screen and (prefers-color-scheme: dark) {
body { background: #15191e; color: #e3e6ea; } dt, .quiet, .who { color: #a3afbb; } a { color: #86cfc6; }
h2 { border-color: #63c2bb; } .notice { background: #2a2412; border-color: #d0a52a; }
strong.good { color: #93d3a2; } strong.fault { color: #ff9d97; }
blockquote { background: #1c2229; border-color: #55616d; } .trainee blockquote { background: #16282a; border-color: #63c2bb; }
mark { text-decoration-color: #93d3a2; } mark.fault { text-decoration-color: #ff9d97; background: #3a1f1d; }
.heat0 { background: #6b2a25; } .heat1 { background: #4a2826; } .heat3 { background: #22402c; } .heat4 { background: #2b5c3a; }
.upright td, .upright th { border-color: #333d48; } td, th { border-color: #333d48; } th { border-bottom-color: #a3afbb; } .roomy td { border-color: #55616d; } }
@media print { @page { margin: 18mm 16mm; } body { max-width: none; padding: 0; font-size: 10.5pt; line-height: 1.5; }
nav { display: none; } a { color: inherit; text-decoration: none; } h1, h2, h3, h4 { break-after: avoid; }
tr, li, figure, .write, .said, .notice { break-inside: avoid; } .apart { break-before: page; }
* { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""


def html(document: Document) -> str:
    """The page, in the document's language."""
    with words.speaking(document.lang):
        return "\n".join(_Page(document).parts()) + "\n"


class _Page:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.names = (f"s{number}" for number in count(1))

    def parts(self) -> Iterator[str]:
        document = self.document
        title = safe(document.title)
        yield from opening(safe(document.lang), title, STYLE + CHART_STYLE)
        yield f"<header><h1>{title}</h1><dl>"
        for name, value in document.particulars:
            yield f"<dt>{safe(name)}</dt><dd>{safe(value)}</dd>"
        yield f'</dl><p class="notice" role="note">{safe(document.notice)}</p></header>'
        named = [(next(self.names), section) for section in document.sections]
        yield "<nav><ul>"
        for name, section in named:
            yield f'<li><a href="#{name}">{safe(section.title)}</a></li>'
        yield "</ul></nav><main>"
        for name, section in named:
            yield from self.section(section, 2, name)
        yield "</main></body></html>"

    def section(self, section: Section, level: int, name: str = "") -> Iterator[str]:
        apart = ' class="apart"' if section.apart else ""
        named = f' id="{name}"' if name else ""
        heading = f"h{min(6, level)}"
        yield f"<section{named}{apart}><{heading}>{safe(section.title)}</{heading}>"
        for block in section.blocks:
            yield from self.block(block, level)
        yield "</section>"

    def block(self, block: Block, level: int) -> Iterator[str]:
        match block:
            case Section():
                yield from self.section(block, level + 1)
            case Paragraph():
                quiet = ' class="quiet"' if block.quiet else ""
                yield f"<p{quiet}>{_lines(block.lines)}</p>"
            case Items():
                yield "<ul>" + "".join(f"<li>{_lines(item)}</li>" for item in block.items) + "</ul>"
            case Checklist():
                boxed = (f'<li><span class="box"></span>{_line(item)}</li>' for item in block.items)
                yield f'<ul class="check">{"".join(boxed)}</ul>'
            case Quote():
                yield _quote(block)
            case Table():
                yield from _table(block)
            case Bars():
                yield from _bars(block)
            case Course():
                yield from course(block)
                if block.told:
                    yield from _numbers(block)
            case BlankLines():
                lines = "<div></div>" * block.count
                yield f'<div class="write"><p>{safe(block.prompt)}</p>{lines}</div>'


def _lines(lines: Iterable[Runs]) -> str:
    return "<br>".join(map(_line, lines))


def _line(line: Runs) -> str:
    return "".join(_run(run.text, run.tone) for run in line)


def _run(text: str, tone: str) -> str:
    if tone == "plain":
        return safe(text)
    if tone == "quiet":
        return f'<span class="quiet">{safe(text)}</span>'
    named = "" if tone == "strong" else f' class="{tone}"'
    return f"<strong{named}>{safe(text)}</strong>"


def _quote(quote: Quote) -> str:
    spoken = "".join(map(_piece, quote.pieces)) or ""
    if not quote.text.strip():
        spoken = f'<span class="quiet">{safe(_("(no words)"))}</span>'
    lang = f' lang="{safe(quote.lang)}"' if quote.lang else ""
    who = f'<p class="who">{safe(quote.who)}</p>' if quote.who else ""
    return f'<div class="said {quote.by}">{who}<blockquote{lang}>{spoken}</blockquote></div>'


def _piece(piece: Piece) -> str:
    if piece.tone == "plain":
        return safe(piece.text)
    found = safe(_(", ").join(piece.found))
    return f'<mark class="{piece.tone}" title="{found}">{safe(piece.text)}</mark>'


def _table(table: Table) -> Iterator[str]:
    kinds = [name for name in ("roomy", "upright") if getattr(table, name)]
    named = f' class="{" ".join(kinds)}"' if kinds else ""
    yield f'<div class="wide"><table{named}>'
    if table.shares:
        whole = sum(table.shares)
        widths = (f'<col style="width:{100 * share / whole:.0f}%">' for share in table.shares)
        yield f"<colgroup>{''.join(widths)}</colgroup>"
    yield "<thead><tr>"
    for column, cell in enumerate(table.head):
        told = f"<span>{safe(cell)}</span>" if table.upright else safe(cell)
        yield f'<th scope="col"{_side(column in table.numbers)}>{told}</th>'
    yield "</tr></thead><tbody>"
    for row, warmth in zip_longest(table.rows, table.heat, fillvalue=()):
        cells = (
            f"<td{_side(column in table.numbers, value)}>{_cell(cell)}</td>"
            for column, (cell, value) in enumerate(zip_longest(row, warmth))
        )
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table></div>"


def _side(number: bool, warmth: float | None = None) -> str:
    kinds = ["n"] if number else []
    if warmth is not None:
        kinds.append(f"heat{min(4, max(0, int(warmth // 20)))}")
    return f' class="{" ".join(kinds)}"' if kinds else ""


def _cell(cell: Cell) -> str:
    if isinstance(cell, Ticks):
        return "".join(
            f'<span class="tick"><span class="box"></span>{safe(mark)}</span>'
            for mark in cell.marks
        )
    return safe(cell)


def _bars(bars: Bars) -> Iterator[str]:
    label, value, note = (safe(name) for name in bars.head)
    yield '<div class="wide"><table class="bars"><thead><tr>'
    yield f'<th scope="col">{label}</th><th scope="col" class="n">{value}</th>'
    yield f'<th></th><th scope="col">{note}</th></tr></thead><tbody>'
    for each in bars.bars:
        yield f'<tr><td>{safe(each.label)}</td><td class="n">{each.value:.0f}</td>'
        yield f"<td>{bar(each.value, scored=bars.scored)}</td><td>{safe(each.note)}</td></tr>"
    yield "</tbody></table></div>"


def _numbers(chart: Course) -> Iterator[str]:
    yield '<div class="wide"><table class="numbers"><thead><tr>'
    yield f'<th scope="col">{safe(chart.axis)}</th>'
    yield from (f'<th scope="col" class="n">{safe(each.name)}</th>' for each in chart.series)
    yield "</tr></thead><tbody>"
    for i, step in enumerate(chart.steps):
        values = (each.values[i] for each in chart.series)
        cells = (f'<td class="n">{shown(value)}</td>' for value in values)
        yield f"<tr><td>{safe(step)}</td>{''.join(cells)}</tr>"
    yield "</tbody></table></div>"
