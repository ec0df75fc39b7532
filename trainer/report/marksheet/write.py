"""The blank workbook. The same session in the same language gives the same bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from trainer.content.sanitise import sanitise
from trainer.i18n import gettext as _
from trainer.model.base import in_language
from trainer.model.rubric import Criterion
from trainer.report import words
from trainer.report.marksheet import layout
from trainer.report.marksheet.layout import place
from trainer.report.workbook import HIGHEST, LINE, LONGEST_CELL, OPTIONS, printed_wide
from trainer.session.ratings import counted, levels_of
from trainer.session.transcript import Transcript, Turn

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


def marksheet(transcript: Transcript, lang: str) -> bytes:
    """A workbook to mark the judged replies of a session in, without anything that the machine gave."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    book = Workbook(buffer, OPTIONS)
    created = transcript.started.at.replace(tzinfo=None)
    book.set_properties({"created": created, "author": "", "title": _clean(_title(transcript))})
    with words.speaking(lang):
        _Sheet(book, transcript, lang).write()
    book.close()
    return buffer.getvalue()


def add_marksheet(book: Any, transcript: Transcript, lang: str, name: str) -> None:
    """The same sheet in a workbook of XlsxWriter that has others, under `name`.

    To be called within `words.speaking`.
    """
    _Sheet(book, transcript, lang, name).write()


def _title(transcript: Transcript) -> str:
    return transcript.started.scenario.title


class _Sheet:
    """The one sheet of the workbook."""

    def __init__(self, book: Any, transcript: Transcript, lang: str, name: str = "") -> None:
        self.t = transcript
        self.lang = lang
        self.sheet: Worksheet = book.add_worksheet(name or _("Marks"))
        plain = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#B8B8B8"}
        self.plain = book.add_format(plain)
        self.strong = book.add_format(plain | {"bold": True})
        self.level = book.add_format(
            plain | {"locked": False, "align": "center", "bg_color": "#FFF7D6", "bold": True}
        )
        self.free = book.add_format(plain | {"locked": False, "bg_color": "#FFF7D6"})
        self.head = book.add_format(plain | {"bold": True, "bg_color": "#E3E8EF"})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.note = book.add_format({"font_color": "#555555"})
        self.label = book.add_format({"bold": True, "align": "right"})

    def write(self) -> None:
        """All of it."""
        sheet = self.sheet
        for key in layout.COLUMNS:
            options = {"hidden": True} if key in layout.HIDDEN else {}
            sheet.set_column(place(key), place(key), layout.WIDTHS[key], None, options)
        self.top()
        row = layout.KEY_ROW + 1
        for turn in self.t.turns:
            row = self.turn(turn, row)
        sheet.freeze_panes(layout.KEY_ROW + 1, 0)
        sheet.protect("", {"format_rows": True, "format_columns": True})
        printed_wide(sheet, layout.HEAD_ROW)

    def top(self) -> None:
        """What it is, how it is used, who marks."""
        number = place("number")
        title = _("Second marker: {title}").format(title=_title(self.t))
        self.put(0, number, title, self.title)
        how = _(
            "Choose a level for each criterion in the yellow column, before you look at what the program "
            "gave; leave empty what you cannot judge. A comment is for the whole reply."
        )
        self.put(1, number, how, self.note)
        self.put(2, number, words.advisory(), self.note)
        self.put(layout.NAME_ROW, place("session"), layout.NAME_KEY)
        self.put(layout.NAME_ROW, number, _("Marked by"), self.label)
        self.sheet.write_blank(layout.NAME_ROW, place("resident"), None, self.free)
        session = _("Session {session}").format(session=self.t.started.session)
        self.put(layout.NAME_ROW, place("reply"), session, self.note)
        heads = {
            "number": _("Reply"),
            "resident": _("The resident says"),
            "reply": _("The reply"),
            "title": _("Criterion"),
            "level": _("Level"),
            "levels": _("What the levels mean"),
            "comment": _("Comment on the reply"),
        }
        for key in layout.COLUMNS:
            self.put(layout.KEY_ROW, place(key), key)
            self.put(layout.HEAD_ROW, place(key), heads.get(key, ""), self.head)
        self.sheet.set_row(layout.KEY_ROW, None, None, {"hidden": True})

    def turn(self, turn: Turn, row: int) -> int:
        """The rows of one turn; the row after them."""
        criteria = [criterion for criterion, _finding in counted(turn, self.t.started.rubric)]
        if not criteria:
            return row
        last = row + len(criteria) - 1
        told = {
            "number": str(turn.number),
            "resident": "\n".join(turn.heard),
            "reply": turn.reply if turn.reply.strip() else _("(no words)"),
        }
        for key, said in told.items():
            self.block(row, last, place(key), said, self.strong if key == "number" else self.plain)
        self.block(row, last, place("comment"), "", self.free)
        needed = max(_height(said, layout.WIDTHS[key]) for key, said in told.items())
        for at, criterion in enumerate(criteria, row):
            self.criterion(at, turn, criterion, needed / len(criteria))
        return last + 1

    def criterion(self, row: int, turn: Turn, criterion: Criterion, height: float) -> None:
        """One line to mark."""
        self.put(row, place("session"), self.t.started.session)
        self.put(row, place("turn"), str(turn.number))
        self.put(row, place("criterion"), criterion.id)
        self.put(row, place("title"), in_language(criterion.title, self.lang), self.strong)
        told = "\n".join(
            _("{level} {name}: {descriptor}").format(
                level=level,
                name=in_language(known.name, self.lang),
                descriptor=in_language(known.descriptor, self.lang),
            )
            for level in levels_of(criterion)
            if (known := criterion.levels.get(level)) is not None
        )
        self.put(row, place("levels"), told, self.plain)
        self.sheet.write_blank(row, place("level"), None, self.level)
        known_levels = list(levels_of(criterion))
        self.sheet.data_validation(
            row,
            place("level"),
            row,
            place("level"),
            {
                "validate": "list",
                "source": known_levels,
                "error_title": _("Not a level"),
                "error_message": _("One of {levels}, or nothing.").format(
                    levels=", ".join(map(str, known_levels))
                ),
            },
        )
        own = _height(told, layout.WIDTHS["levels"])
        self.sheet.set_row(row, min(HIGHEST, max(own, height)))

    def block(self, first: int, last: int, column: int, said: str, form: Any) -> None:
        """A text beside all lines of a turn."""
        if first < last:
            self.sheet.merge_range(first, column, last, column, "", form)
        self.put(first, column, said, form)

    def put(self, row: int, column: int, said: str, form: Any = None) -> None:
        """Text that is never anything else."""
        if said:
            self.sheet.write_string(row, column, _clean(said), form)
        else:
            self.sheet.write_blank(row, column, None, form)


def _clean(said: str) -> str:
    kept = sanitise(said)
    return kept if len(kept) <= LONGEST_CELL else kept[: LONGEST_CELL - 2].rstrip() + " …"


def _height(said: str, width: int) -> float:
    """Points that a text needs in a column of `width` characters."""
    lines = sum(1 + cell_len(line) // max(1, width - 2) for line in said.split("\n"))
    return LINE * lines + 3
