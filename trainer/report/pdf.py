"""A document as PDF, set by typst.

What is set is a program of ours that reads the document as data, so that no text of anybody's is ever
markup. It is written as PDF/A-2b, the form for archives, because that form may not contain a character
without a glyph: where no font has one, the engine refuses, and so do we, rather than print boxes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import Any

from trainer.content.sanitise import visible
from trainer.errors import StorageError
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
    Runs,
    Section,
    Table,
    Ticks,
)
from trainer.report.typst_program import PROGRAM

LATIN = ("Segoe UI", "Helvetica Neue", "Noto Sans", "Liberation Sans", "DejaVu Sans", "Arial")
CHINESE = (
    "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC",
    "WenQuanYi Micro Hei", "SimSun", "Noto Serif CJK SC",
)  # fmt: skip
"""Fonts to prefer, of those there are; for a character that none has, every other font is looked at."""
_MISSING = re.compile(r"text `\"(.+?)\"` could not be displayed", re.DOTALL)
_MOST_SHOWN = 12
_UNBROKEN = re.compile(r"[!-~\u00a1-\u2e7f]{30}")
"""Characters without a place to break a line, as many as fit into the narrowest column."""


def pdf(document: Document, *, system_fonts: bool = True) -> bytes:
    """The file. Raises StorageError when a character has no glyph in any font; ModuleNotFoundError."""
    import typst

    with words.speaking(document.lang):
        told = _told(document)
        told["fonts"] = _fonts(typst, system_fonts)
        at = int(document.at.astimezone(UTC).replace(microsecond=0).timestamp())
        try:
            made, _warnings = typst.compile_with_warnings(
                PROGRAM.encode(),
                format="pdf",
                sys_inputs={"document": json.dumps(told, ensure_ascii=False)},
                pdf_standards=["a-2b"],
                timestamp=at,
                ignore_system_fonts=not system_fonts,
            )
        except typst.TypstError as error:
            raise StorageError(_refusal(error)) from error
    if not isinstance(made, bytes):
        raise StorageError(_("The PDF could not be set."))
    return made


def _refusal(error: Any) -> str:
    """Which characters no font has, and what helps."""
    told = str(getattr(error, "diagnostic", "") or error)
    missing = sorted({c for found in _MISSING.findall(told) for c in found if not c.isspace()})
    if not missing:
        return _("The PDF could not be set: {reason}").format(reason=str(error).split("\n")[0])
    shown = "".join(missing[:_MOST_SHOWN]) + ("…" if len(missing) > _MOST_SHOWN else "")
    return _(
        "No font on this computer has these characters: {characters} Install one that does (Noto Sans CJK "
        "for Chinese, Noto Emoji for emoji), or export html or docx and print that to PDF."
    ).format(characters=shown)


def _fonts(typst: Any, system_fonts: bool) -> list[str]:
    there = set(typst.Fonts(include_system_fonts=system_fonts).families())
    return [name for name in (*LATIN, *CHINESE) if name in there] or ["Libertinus Serif"]


def _told(document: Document) -> dict[str, Any]:
    return {
        "title": _safe(document.title),
        "lang": document.lang.split("-")[0],
        "region": "cn" if document.lang == "zh-CN" else "gb",
        "particulars": [[_safe(name), _safe(value)] for name, value in document.particulars],
        "notice": _safe(document.notice),
        "blocks": [_block(section, 1) for section in document.sections],
    }


def _block(block: Block, level: int) -> dict[str, Any]:
    match block:
        case Section():
            inner = [_block(each, level + 1) for each in block.blocks]
            title = _safe(block.title)
            return _kind("section", title=title, level=level, apart=block.apart, blocks=inner)
        case Paragraph():
            return _kind("paragraph", lines=_lines(block.lines), quiet=block.quiet)
        case Items():
            return _kind("items", items=[_lines(item) for item in block.items])
        case Checklist():
            return _kind("checklist", items=[_lines((item,)) for item in block.items])
        case Quote():
            said = [[_safe(piece.text), piece.tone] for piece in block.pieces]
            if not block.text.strip():
                said = [[_("(no words)"), "quiet"]]
            return _kind("quote", who=_safe(block.who), by=block.by, pieces=said)
        case Table():
            return _table(block)
        case Bars():
            bars = [[_safe(b.label), min(100, max(0, b.value)), _safe(b.note)] for b in block.bars]
            return _kind("bars", head=list(map(_safe, block.head)), bars=bars)
        case Course():
            series = [[_safe(s.name), list(s.values), s.ends] for s in block.series]
            return _kind("course", steps=list(map(_safe, block.steps)), series=series)
        case BlankLines():
            return _kind("blank", prompt=_safe(block.prompt), count=block.count)


def _kind(kind: str, **told: Any) -> dict[str, Any]:
    return {"kind": kind, **told}


def _table(table: Table) -> dict[str, Any]:
    shares: Sequence[int] = table.shares or (1,) * len(table.head)
    return _kind(
        "table",
        head=list(map(_safe, table.head)),
        rows=[[_cell(cell) for cell in row] for row in table.rows],
        shares=list(shares),
        numbers=sorted(table.numbers),
        roomy=table.roomy,
    )


def _cell(cell: Cell) -> str | list[str]:
    return list(map(_safe, cell.marks)) if isinstance(cell, Ticks) else _safe(cell)


def _lines(lines: Iterable[Runs]) -> list[list[list[str]]]:
    return [[[_safe(run.text), run.tone] for run in line] for line in lines]


def _safe(text: str) -> str:
    """Clean text that may break within what is too long for a line."""
    return _UNBROKEN.sub("\\g<0>\u200b", visible(text).replace("\t", "    "))
