"""Conversations as a table: what the resident said and the reply, a row each, as spreadsheets save it (CSV).

Rows of one `id` belong together; without that column all of a file are one conversation.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from trainer.content.formula import unguarded
from trainer.errors import UsageError
from trainer.i18n import gettext as _
from trainer.scoring.labelled import LineFault
from trainer.session.intake.conversation import BadLine, Conversation, Gathered, Said, time_of

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "context": ("context", "resident", "resident_line", "user", "上文", "群众", "群众说", "居民", "来访者", "诉求", "提问"),
    "reply": ("reply", "response", "assistant", "回复", "答复", "回答", "应答", "工作人员"),
    "id": ("id", "session", "conversation", "conversation_id", "编号", "会话", "对话"),
    "trainee": ("trainee", "学员", "学员姓名"),
    "venue": ("venue", "场所", "地点"),
    "disc": ("disc", "性格"),
    "lang": ("lang", "language", "语言"),
    "at": ("at", "time", "timestamp", "时间"),
}  # fmt: skip
"""What a column may be called."""
_SEPARATORS = ",\t;，"
_LONGEST = 1 << 20
"""Characters of a cell."""


def decoded_table(raw: bytes) -> tuple[str, str]:
    """The text of a table and the encoding it was in. Raises UsageError.

    Spreadsheets save UTF-8 with or without a mark, UTF-16 with one, or, in China, GB18030.
    """
    marked = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise UsageError(_("The file is neither UTF-8 nor GB18030."))


def read_table(text: str) -> tuple[list[Conversation], list[BadLine]]:
    """The conversations in a table, in order, and the lines that cannot be used.

    Raises UsageError when its first row does not name the two columns that are needed.
    """
    tellings: dict[str, Gathered] = {}
    bad: list[BadLine] = []
    head, rows = _opened(text)
    for number, row in rows:
        if row is None:
            bad.append(BadLine(number, _("The row cannot be read from here on.")))
            continue
        cells = {name: unguarded(row[at].strip()) for name, at in head.items() if at < len(row)}
        try:
            _take(cells, tellings, number, "id" in head)
        except LineFault as fault:
            bad.append(BadLine(number, str(fault)))
    made = []
    for telling in tellings.values():
        try:
            made.append(telling.whole())
        except LineFault as fault:
            bad.append(BadLine(telling.begun, str(fault)))
    return made, sorted(bad)


def _take(
    cells: Mapping[str, str], tellings: dict[str, Gathered], number: int, has_ids: bool
) -> None:
    if not any(cells.values()):
        return
    if "reply" not in cells:
        raise LineFault(_("The row is too short: it has no reply."))
    name = cells.get("id", "")
    if has_ids and not name:
        raise LineFault(
            _("The row has no id, so it is not known which conversation it belongs to.")
        )
    at = time_of(cells.get("at"))
    told = tellings.get(name) or Gathered(name=name, begun=number)
    told.know({**cells, "resident": {"disc": cells.get("disc") or None}})
    told.trainee = told.trainee or cells.get("trainee", "")
    told.said += [
        Said("resident", cells.get("context", ""), at),
        Said("trainee", cells["reply"], at),
    ]
    tellings[name] = told


def _opened(text: str) -> tuple[dict[str, int], Iterator[tuple[int, list[str] | None]]]:
    """Where each column stands, and the rows below with the line each begins on. Raises UsageError."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    for separator in sorted(_SEPARATORS, key=first.count, reverse=True):
        rows = _rows(text, separator)
        named = next((row for _line, row in rows if row and any(row)), [])
        head = _head(named)
        if {"context", "reply"} <= head.keys():
            return head, rows
    raise UsageError(
        _("The first row must name the columns: one of {contexts}, and one of {replies}.").format(
            contexts=", ".join(COLUMNS["context"]), replies=", ".join(COLUMNS["reply"])
        )
    )


def _head(cells: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        said = cell.strip().casefold()
        for name, known in COLUMNS.items():
            if said in known:
                found.setdefault(name, at)
    return found


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str] | None]]:
    csv.field_size_limit(_LONGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    while True:
        number = reader.line_num + 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield number, None
            return
