"""A document for word processors.

Without a template it has fonts for Chinese and Latin text; with one, a trainer's own .docx or .dotx, it
has that file's styles, page, header and footer, and nothing of its text. What a person wrote is text in
runs, so that no field, link or markup can come of it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Any

from trainer.content.sanitise import visible
from trainer.errors import UsageError
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
    Series,
    Table,
    Ticks,
    shown,
)
from trainer.report.office import (
    edge,
    fonts,
    heat,
    repeat_head,
    shade_cell,
    shade_paragraph,
    underline,
    whole_row,
)
from trainer.report.zipped import as_document, undated

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.table import Table as WordTable
    from docx.text.paragraph import Paragraph as WordParagraph

GOOD, FAULT, QUIET = "1F6437", "A81F18", "525C66"
_BOX = "☐"
_BLOCK, _STEPS = "█", 20
"""What a bar is drawn with, and how many make 100."""


def docx(document: Document, template: bytes | None = None) -> bytes:
    """The file, in the document's language. Raises UsageError when the template is none."""
    with words.speaking(document.lang):
        word = _opened(template)
        if template is None:
            fonts(word, document.lang)
        _properties(word, document)
        _Writer(word).write(document)
        buffer = io.BytesIO()
        word.save(buffer)
        return undated(buffer.getvalue())


def _opened(template: bytes | None) -> Word:
    import docx
    from docx.shared import Mm

    if template is None:
        word = docx.Document()
        page = word.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = Mm(22)
        page.top_margin = page.bottom_margin = Mm(20)
        return word
    try:
        word = docx.Document(io.BytesIO(as_document(template)))
    except Exception as error:  # zip, XML and package readers each raise their own
        raise UsageError(
            _("The template is no Word document (.docx or .dotx) that can be read.")
        ) from error
    body = word.element.body
    for child in list(body):
        if not child.tag.endswith("}sectPr"):
            body.remove(child)
    return word


def _properties(word: Word, document: Document) -> None:
    told = word.core_properties
    at = document.at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    told.title, told.subject = _cut(document.title), _cut(document.subject)
    told.author = told.last_modified_by = told.comments = told.keywords = ""
    told.created = told.modified = at
    told.language, told.revision = document.lang, 1


def _cut(text: str) -> str:
    """A property has at most 255 characters."""
    return " ".join(visible(text).split())[:255]


class _Writer:
    """Writes blocks to the end of a document, or into a cell of it."""

    def __init__(self, word: Word) -> None:
        self.word = word
        self.styles = {style.name for style in word.styles}
        page = word.sections[-1]
        wide = (page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)
        self.wide = wide if wide > 0 else 6_000_000

    def write(self, document: Document) -> None:
        """All of it."""
        title = self.paragraph("Title")
        self.text(title, document.title)
        if document.particulars:
            table = self.table(len(document.particulars), (1, 4), None)
            for row, (name, value) in zip(table.rows, document.particulars, strict=True):
                self.line(row.cells[0].paragraphs[0], (Run(name, "quiet"),))
                self.line(row.cells[1].paragraphs[0], (Run(value),))
                whole_row(row)
            self.gap()
        notice = self.paragraph()
        edge(notice, "left", "B08400", 24)
        shade_paragraph(notice, "FBF6E6")
        self.text(notice, document.notice)
        for section in document.sections:
            self.section(section, 1)

    # Blocks

    def section(self, section: Section, level: int) -> None:
        self.heading(section.title, level, section.apart)
        for block in section.blocks:
            self.block(block, level)

    def heading(self, title: str, level: int, apart: bool) -> None:
        from docx.shared import Pt

        name = f"Heading {min(level, 9)}"
        heading = self.paragraph(name)
        heading.paragraph_format.page_break_before = apart or None
        heading.paragraph_format.keep_with_next = True
        run = self.text(heading, title)
        if name not in self.styles and run is not None:
            run.bold = True
            run.font.size = Pt(max(11, 18 - 2 * level))

    def block(self, block: Block, level: int) -> None:
        match block:
            case Section():
                self.section(block, level + 1)
            case Paragraph():
                self.lines(self.paragraph(), block.lines, "quiet" if block.quiet else "")
            case Items():
                for item in block.items:
                    self.item(item)
            case Checklist():
                for line in block.items:
                    self.item((line,), _BOX)
            case Quote():
                self.quote(block)
            case Table():
                self.rows(block)
            case Bars():
                self.bars(block)
            case Course():
                self.course(block)
            case BlankLines():
                self.blank(block)

    def item(self, lines: Iterable[Runs], mark: str = "") -> None:
        from docx.shared import Mm

        known = "List Bullet" in self.styles and not mark
        item = self.paragraph("List Bullet" if known else "")
        if not known:
            item.paragraph_format.left_indent = Mm(6)
            item.paragraph_format.first_line_indent = Mm(-6)
            self.text(item, f"{mark or '•'}\u2002")
        self.lines(item, lines)

    def quote(self, quote: Quote) -> None:
        from docx.shared import Mm, Pt

        inset = Mm(12 if quote.by == "trainee" else 2)
        if quote.who:
            who = self.paragraph()
            who.paragraph_format.keep_with_next = True
            who.paragraph_format.space_after = Pt(1)
            who.paragraph_format.left_indent = inset
            self.line(who, (Run(quote.who, "quiet"),))
        said = self.paragraph()
        said.paragraph_format.left_indent = inset
        mine = quote.by == "trainee"
        edge(said, "left", "0B7A75" if mine else "B3AEA2", 24)
        shade_paragraph(said, "EEF6F5" if mine else "FAF8F3")
        if not quote.text.strip():
            self.line(said, (Run(_("(no words)"), "quiet"),))
            return
        for piece in quote.pieces:
            run = self.text(said, piece.text)
            if run is not None and piece.tone != "plain":
                fault = piece.tone == "fault"
                underline(run, "wavyHeavy" if fault else "single", FAULT if fault else GOOD)

    def rows(self, told: Table) -> None:
        from docx.shared import Mm

        table = self.table(len(told.rows) + 1, told.shares or (1,) * len(told.head), "Table Grid")
        self.head(table, told.head, told.numbers)
        for row, cells in zip(table.rows[1:], told.rows, strict=True):
            whole_row(row)
            if told.roomy:
                row.height = Mm(14)
            for column, (place, cell) in enumerate(zip(row.cells, cells, strict=True)):
                self.cell(place, cell, column in told.numbers)
        self.gap()

    def bars(self, told: Bars) -> None:
        from docx.shared import Pt, RGBColor

        table = self.table(len(told.bars) + 1, (4, 2, 6, 3), "Table Grid")
        label, value, note = told.head
        self.head(table, (label, value, "", note), frozenset({1}))
        for row, bar in zip(table.rows[1:], told.bars, strict=True):
            whole_row(row)
            self.cell(row.cells[0], bar.label)
            self.cell(row.cells[1], f"{bar.value:.0f}", True)
            drawn = row.cells[2].paragraphs[0]
            full = round(_STEPS * min(100.0, max(0.0, bar.value)) / 100)
            colour = "0B7A75" if bar.value >= 70 else "B08400" if bar.value >= 50 else FAULT
            for count, fill in ((full, colour), (_STEPS - full, "EEEBE3")):
                if count:
                    block = drawn.add_run(_BLOCK * count)
                    block.font.size = Pt(7)
                    block.font.color.rgb = RGBColor.from_string(fill)
            self.cell(row.cells[3], bar.note)
        self.gap()

    def course(self, told: Course) -> None:
        """Values over time as a table whose cells are tinted the stronger the better or worse."""
        from docx.shared import Pt

        shares = (2, *[2] * len(told.series))
        table = self.table(len(told.steps) + 1, shares, "Table Grid")
        self.head(
            table, (told.axis, *(s.name for s in told.series)), frozenset(range(1, len(shares)))
        )
        for i, (row, step) in enumerate(zip(table.rows[1:], told.steps, strict=True)):
            whole_row(row)
            self.cell(row.cells[0], step)
            for place, series in zip(row.cells[1:], told.series, strict=True):
                self.value(place, series, series.values[i])
        for cell in (cell for row in table.rows for cell in row.cells):
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(8)
        self.gap()

    def value(self, place: Any, series: Series, value: float | None) -> None:
        self.cell(place, shown(value), True)
        if value is not None:
            shade_cell(place, heat(value, series.falling))

    def blank(self, told: BlankLines) -> None:
        from docx.shared import Pt

        prompt = self.paragraph()
        prompt.paragraph_format.keep_with_next = True
        self.text(prompt, told.prompt)
        for _number in range(told.count):
            line = self.paragraph()
            line.paragraph_format.space_before = Pt(14)
            edge(line, "bottom", "8A939C", 4, between=True)

    # Parts

    def paragraph(self, style: str = "") -> WordParagraph:
        return self.word.add_paragraph(style=style if style in self.styles else None)

    def table(self, rows: int, shares: Sequence[int], style: str | None) -> WordTable:
        from docx.shared import Pt

        table: WordTable = self.word.add_table(rows, len(shares))
        table.autofit = False
        if style in self.styles:
            table.style = style
        whole = sum(shares)
        for column, share in zip(table.columns, shares, strict=True):
            column.width = self.wide * share // whole
        for row in table.rows:
            for cell, share in zip(row.cells, shares, strict=True):
                cell.width = self.wide * share // whole
                layout = cell.paragraphs[0].paragraph_format
                layout.space_before = layout.space_after = Pt(2)
        return table

    def head(self, table: WordTable, names: Sequence[str], numbers: frozenset[int]) -> None:
        row = table.rows[0]
        repeat_head(row)
        whole_row(row)
        for column, (place, name) in enumerate(zip(row.cells, names, strict=True)):
            self.cell(place, name, column in numbers, "strong")
            shade_cell(place, "EEEBE3")

    def cell(self, place: Any, cell: Cell, number: bool = False, tone: Any = "plain") -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph = place.paragraphs[0]
        if number:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if isinstance(cell, Ticks):
            self.text(paragraph, "\u2003".join(f"{_BOX}\u00a0{mark}" for mark in cell.marks))
        else:
            self.line(paragraph, (Run(cell, tone),))

    def gap(self) -> None:
        from docx.shared import Pt

        self.paragraph().paragraph_format.space_after = Pt(2)

    def lines(self, paragraph: WordParagraph, lines: Iterable[Runs], tone: str = "") -> None:
        for number, line in enumerate(lines):
            if number:
                paragraph.add_run().add_break()
            self.line(paragraph, line, tone)

    def line(self, paragraph: WordParagraph, line: Runs, tone: str = "") -> None:
        from docx.shared import RGBColor

        for part in line:
            run = self.text(paragraph, part.text)
            meant = part.tone if part.tone != "plain" else tone
            if run is None:
                continue
            run.bold = meant in ("strong", "good", "fault") or None
            colour = {"good": GOOD, "fault": FAULT, "quiet": QUIET}.get(meant)
            if colour:
                run.font.color.rgb = RGBColor.from_string(colour)

    def text(self, paragraph: WordParagraph, text: str) -> Any:
        """A run of text; lines and tabs stay lines and tabs. None for no text."""
        from docx.oxml.ns import qn

        clean = visible(text)
        if not clean:
            return None
        run = paragraph.add_run(clean)
        if any(character >= "\u2e80" for character in clean):  # quotation marks as Chinese has them
            run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
        return run
