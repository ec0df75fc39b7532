"""Reading a marked workbook back. Nothing in it is run: a formula is a wrong cell, told as such."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from trainer.errors import StorageError
from trainer.i18n import gettext as _
from trainer.model.rating import LONGEST_NAME, LONGEST_NOTE
from trainer.model.rubric import Criterion
from trainer.report.marksheet.layout import NAME_KEY
from trainer.session.people import clean_name
from trainer.session.ratings import clean_note, counted, levels_of
from trainer.session.transcript import Transcript

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

MOST_BYTES = 64 * 2**20
"""Bytes that a workbook may unpack to; a sheet of a hundred replies is below one million."""
MOST_ROWS, MOST_COLUMNS = 20_000, 64
"""What is looked at of a sheet."""
_NEEDED = ("session", "turn", "criterion", "level", "comment", "resident")
_MINUS = str.maketrans({"−": "-", "－": "-", "–": "-", "—": "-", "＋": "+", **{
    chr(0xFF10 + n): str(n) for n in range(10)
}})  # fmt: skip


@dataclass(frozen=True)
class WrongCell:
    """A cell that cannot be read, and the cure."""

    sheet: str
    cell: str
    message: str


@dataclass(frozen=True)
class Marksheet:
    """What a marker wrote. `levels` by (turn, criterion), `comments` by turn; `blank`: left unmarked."""

    rater: str
    levels: Mapping[tuple[int, str], int]
    comments: Mapping[int, str]
    blank: int
    wrong: tuple[WrongCell, ...]


def read_marksheet(raw: bytes, transcript: Transcript) -> Marksheet:
    """The marks in a workbook made for this session, and every cell that is wrong.

    Raises StorageError when it is no workbook that can be read.
    """
    book = _opened(raw)
    try:
        sheets = [(sheet.title, _rows(sheet)) for sheet in book.worksheets]
    except Exception as error:  # whatever a damaged part of it makes the reader raise
        raise _unreadable() from error
    finally:
        book.close()
    for title, rows in sheets:
        for at, row in enumerate(rows):
            keys = {cell.value: cell.column for cell in row if isinstance(cell.value, str)}
            if all(key in keys for key in _NEEDED):
                return _Reading(title, keys, transcript).read(rows[:at], rows[at + 1 :])
    raise StorageError(
        _(
            "This workbook is no marking sheet: its hidden row of keys is missing. Write a new sheet with "
            "“trainer rate SESSION --xlsx FILE”."
        )
    )


@dataclass(frozen=True)
class _Cell:
    """A cell that is not empty: its place, what it holds, whether that is a formula."""

    row: int
    column: int
    value: Any
    is_formula: bool


_Row = list[_Cell]


@dataclass
class _Reading:
    """The sheet being read."""

    sheet: str
    keys: Mapping[str, int]
    transcript: Transcript
    wrong: list[WrongCell] = field(default_factory=list)
    levels: dict[tuple[int, str], int] = field(default_factory=dict)
    comments: dict[int, str] = field(default_factory=dict)
    seen: set[tuple[int, str]] = field(default_factory=set)
    strangers: set[object] = field(default_factory=set)
    """What stands in place of the session; told once each, since it is the same in every row."""

    def read(self, above: Sequence[_Row], below: Sequence[_Row]) -> Marksheet:
        """The name above the keys, the marks below."""
        known = {
            turn.number: {c.id: c for c, _f in counted(turn, self.transcript.started.rubric)}
            for turn in self.transcript.turns
        }
        rater = self.name(above)
        for row in below:
            self.row({cell.column: cell for cell in row}, known)
        every = sum(map(len, known.values()))
        return Marksheet(
            rater, self.levels, self.comments, every - len(self.levels), tuple(self.wrong)
        )

    def name(self, above: Sequence[_Row]) -> str:
        for row in above:
            cells = {cell.column: cell for cell in row}
            key = cells.get(self.keys["session"])
            cell = cells.get(self.keys["resident"])
            if key is not None and key.value == NAME_KEY and cell is not None:
                said = self.words(cell)
                if said is not None and len(said) > LONGEST_NAME:
                    self.tell(cell, _("at most {n} characters").format(n=LONGEST_NAME))
                    return ""
                return clean_name(said or "")
        return ""

    def row(self, cells: Mapping[int, _Cell], known: Mapping[int, Mapping[str, Criterion]]) -> None:
        session, turn, criterion, level, comment = (
            cells.get(self.keys[key])
            for key in ("session", "turn", "criterion", "level", "comment")
        )
        if session is None and turn is None and criterion is None:
            for cell in (level, comment):
                if cell is not None:
                    self.tell(cell, _("belongs to no criterion; put it in one of the yellow cells"))
            return
        found = self.meant(session, turn, criterion, known, cells)
        if found is None:
            return
        number, judged = found
        if level is not None:
            self.level(level, number, judged)
        if comment is not None:
            self.comment(comment, number)

    def meant(
        self,
        session: _Cell | None,
        turn: _Cell | None,
        criterion: _Cell | None,
        known: Mapping[int, Mapping[str, Criterion]],
        cells: Mapping[int, _Cell],
    ) -> tuple[int, Criterion] | None:
        """The turn and criterion a row is about; None when its hidden cells do not say."""
        again = _("; the hidden columns must stay as they are: write a new sheet")
        if session is None or turn is None or criterion is None:
            there = session or turn or criterion or next(iter(cells.values()))
            self.tell(there, _("the row has lost its hidden session, reply or criterion") + again)
            return None
        if session.is_formula or session.value != self.transcript.started.session:
            if session.value not in self.strangers:
                told = _("this is not session {session}").format(
                    session=self.transcript.started.session
                )
                self.tell(session, told + again)
            self.strangers.add(session.value)
            return None
        number = None if turn.is_formula else _whole(turn.value)
        if number is None or number not in known:
            self.tell(turn, _("the session has no such reply") + again)
            return None
        judged = known[number].get(criterion.value) if isinstance(criterion.value, str) else None
        if judged is None or criterion.is_formula:
            self.tell(criterion, _("no such criterion counted in this reply") + again)
            return None
        if (number, judged.id) in self.seen:
            self.tell(criterion, _("the same reply and criterion a second time; delete one row"))
            return None
        self.seen.add((number, judged.id))
        return number, judged

    def level(self, cell: _Cell, number: int, judged: Criterion) -> None:
        if isinstance(cell.value, str) and not cell.value.strip():
            return
        allowed = levels_of(judged)
        level = None if cell.is_formula else _whole(cell.value)
        if level is None or level not in allowed:
            known = ", ".join(map(str, allowed))
            if cell.is_formula:
                self.tell(cell, _("holds a formula; type one of {levels}").format(levels=known))
            else:
                said = _("“{value}” is no level here; choose one of {levels}, or empty the cell")
                self.tell(cell, said.format(value=_shown(cell.value), levels=known))
            return
        self.levels[number, judged.id] = level

    def comment(self, cell: _Cell, number: int) -> None:
        said = self.words(cell)
        if said is None:
            return
        whole = "\n".join(filter(None, (self.comments.get(number, ""), said.strip())))
        if len(whole) > LONGEST_NOTE:
            self.tell(cell, _("at most {n} characters").format(n=LONGEST_NOTE))
        elif note := clean_note(whole):
            self.comments[number] = note

    def words(self, cell: _Cell) -> str | None:
        """What a cell says; None, and told, when it holds a formula or an error."""
        if cell.is_formula:
            self.tell(cell, _("holds a formula; type the words themselves"))
            return None
        return str(cell.value)

    def tell(self, cell: _Cell, message: str) -> None:
        from openpyxl.utils import get_column_letter

        place = f"{get_column_letter(cell.column)}{cell.row}"
        self.wrong.append(WrongCell(self.sheet, place, message))


def _opened(raw: bytes) -> Workbook:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_BYTES:
                raise StorageError(
                    _("The workbook unpacks to far more than a marking sheet needs.")
                )
            for part in parts.infolist():
                if part.filename.endswith((".xml", ".rels")) and _declares(parts.read(part)):
                    raise _unreadable()
        # Formulas are asked for, not what they came to, so that they can be told from values.
        return load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
    except StorageError:
        raise
    except Exception as error:  # zipfile, the XML parser and openpyxl each raise their own
        raise _unreadable() from error


def _declares(part: bytes) -> bool:
    """Whether XML declares entities of its own, which no spreadsheet program writes."""
    return re.search(rb"<!\s*(DOCTYPE|ENTITY)", part.replace(b"\0", b"")) is not None


def _unreadable() -> StorageError:
    return StorageError(
        _("This is no XLSX workbook that can be read; save the sheet as “Excel workbook (.xlsx)”.")
    )


def _rows(sheet: Any) -> list[_Row]:
    """The cells of a sheet that hold something."""
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    rows: list[_Row] = []
    for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS):
        cells = list(_cells(row))
        if cells:
            rows.append(cells)
    return rows


def _cells(row: Sequence[Any]) -> Iterator[_Cell]:
    for cell in row:
        if cell.value is not None:
            is_formula = cell.data_type == "f"
            yield _Cell(cell.row, cell.column, cell.value, is_formula)


def _whole(value: object) -> int | None:
    """A whole number, however a spreadsheet program or a person wrote it."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    if isinstance(value, str):
        plain = value.strip().translate(_MINUS)
        return int(plain) if re.fullmatch(r"[+-]?[0-9]{1,4}", plain) else None
    return None


def _shown(value: object) -> str:
    said = " ".join(str(value).split())
    return said if len(said) <= 40 else said[:37] + "..."
