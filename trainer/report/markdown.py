"""A document in Markdown.

Whatever a person or a content file wrote is escaped, so that it reads as it was written and does
nothing else: no links, images, HTML, headings or tables of its own. Names in bold stand before a
colon, since CommonMark does not close emphasis between a Chinese mark and a letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from trainer.content.sanitise import visible
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
    Quote,
    Run,
    Runs,
    Section,
    Table,
    Ticks,
    shown,
)

_ANYWHERE = re.compile(r"[\\`*_{}\[\]<>#|~$^=@&]")
_AT_START = re.compile(r"^([-+])|^(\d{1,9})([.)])")
_LINK = re.compile(
    r"(?i)(\b[a-z][a-z0-9+.-]*)(://)|\b(www)(\.)|\b(mailto|xmpp)(:)|([\w-])(\.(?=[^\W\d_]{2}))"
)
_BLANK = "…" * 30
_BREAK = "\\\n"
"""A line break within a paragraph."""


def rendered(document: Document) -> str:
    """The whole document."""
    with words.speaking(document.lang):
        named = [f"**{escape(n)}**" + _(": ") + escape(value) for n, value in document.particulars]
        parts = [
            f"# {escape(document.title)}",
            _items(named),
            f"*{escape(document.notice)}*",
            *_blocks(document.sections, 2),
        ]
        return "\n\n".join(part for part in parts if part) + "\n"


def escape(text: str) -> str:
    """`text` on one line, safe anywhere in a paragraph, a list or a table."""
    return _escape_line(" ".join(visible(text).split()))


def quote(text: str) -> str:
    """`text` as a block quotation, its lines kept."""
    lines = [_escape_line(line.strip()) for line in visible(text).split("\n")]
    kept = [line for line in lines if line] or [_("(no words)")]
    return _BREAK.join(f"> {line}" for line in kept)


def _escape_line(text: str) -> str:
    text = _LINK.sub(lambda m: "".join(_split_link(m)), _ANYWHERE.sub(r"\\\g<0>", text))
    return _AT_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", text)


def _split_link(found: re.Match[str]) -> tuple[str, str, str]:
    """The two parts of what some renderers make a link of, with an escape between."""
    start, rest = (part for part in found.groups() if part)
    return start, "\\", rest


def _blocks(blocks: Iterable[Block], level: int) -> Iterator[str]:
    for block in blocks:
        match block:
            case Section():
                yield f"{'#' * min(6, level)} {escape(block.title)}"
                yield from _blocks(block.blocks, level + 1)
            case Paragraph():
                text = _BREAK.join(_line(line, block.quiet) for line in block.lines)
                yield text
            case Items():
                yield _items(f"{_BREAK}  ".join(map(_line, item)) for item in block.items)
            case Checklist():
                yield _items(f"[ ] {_line(item)}" for item in block.items)
            case Quote():
                yield (f"**{escape(block.who)}**{_(': ').rstrip()}\n\n" if block.who else "") + (
                    quote(block.text)
                )
            case Table():
                yield _table(block.head, block.rows)
            case Bars():
                values = ((b.label, f"{b.value:.0f} / 100", b.note) for b in block.bars)
                yield _table(block.head, values)
            case Course():
                head = (block.axis, *(series.name for series in block.series))
                steps = (
                    (step, *(shown(series.values[i]) for series in block.series))
                    for i, step in enumerate(block.steps)
                )
                yield _table(head, steps)
            case BlankLines():
                yield _BREAK.join([escape(block.prompt), *([_BLANK] * block.count)])


def _line(runs: Runs, quiet: bool = False) -> str:
    """A line; neighbours of one weight are joined first, so that no escape stands between them."""
    parts = []
    for strong, group in groupby(runs, key=_is_strong):
        text = "".join(run.text for run in group)
        lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        marked = escape(text)
        if strong and marked:
            marked = f"**{marked}**"
        elif quiet and marked:
            marked = f"*{marked}*"
        parts.append(lead[:1] + marked + (tail[:1] if marked else ""))
    return "".join(parts).strip()


def _is_strong(run: Run) -> bool:
    return run.tone in ("strong", "good", "fault")


def _items(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    lines = [[escape(cell) for cell in head], ["---" for _cell in head]]
    lines += [[_cell(cell) for cell in row] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cell(cell: Cell) -> str:
    if isinstance(cell, Ticks):
        return " ".join(f"☐ {escape(mark)}" for mark in cell.marks)
    return escape(cell)
