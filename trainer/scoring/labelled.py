"""A line of batch input (`gold/GUIDE.md`) becomes a reply in its context, and the labels it may carry.

Pure. Only `reply` is required; keys that are not known are left aside, but a known one of the wrong
kind is a fault: a misspelt venue would otherwise change scores in silence.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn, get_args

from trainer.i18n import gettext as _
from trainer.i18n import normal
from trainer.model.assessment import Context
from trainer.model.base import Lang, Stage, Venue
from trainer.model.rubric import Criterion, Rubric

_DISC = re.compile(r"D|I|S|C|D[ISC]|I[DSC]|S[DIC]|C[DIS]")
_SURROGATE = re.compile("[\ud800-\udfff]")


KEYS = (
    *("id", "family", "lang", "venue", "resident", "situation", "facts", "stage", "history"),
    *("resident_line", "reply", "labels", "overall", "trap", "raters"),
)
"""What may stand on a line."""


class LineFault(ValueError):
    """The line cannot be read; `id` is its own where that much could be read.

    `column`, from 1, is where it stops being JSON, None when it is JSON.
    """

    def __init__(
        self,
        message: str,
        id: str | int | None = None,  # noqa: A002 - the field's name
        column: int | None = None,
    ) -> None:
        super().__init__(message)
        self.id = id
        self.column = column


@dataclass(frozen=True, slots=True)
class Line:
    """One reply and what it answers. `raw` is the whole object, for the labels."""

    id: str | int | None
    reply: str
    context: Context
    raw: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Labels:
    """What a judge gave a reply: a level a criterion, none where it was not called for; 0..100.

    `raters` is how many judged it.
    """

    family: str | None
    levels: Mapping[str, int | None]
    overall: int | None
    trap: str | None
    raters: int


def read_line(text: str, langs: Sequence[str] = ()) -> Line:
    """The reply and context in one line of JSON. Raises LineFault with a sentence that says why not.

    A line may be in one of `langs` besides the interface's own.
    """
    raw = json_object(text)
    name = raw.get("id")
    if isinstance(name, bool) or not isinstance(name, str | int | None):
        raise LineFault(_("“id” must be text."))
    name = _whole(name) if isinstance(name, str) else name
    try:
        return Line(name, _reply(raw), _context(raw, langs), raw)
    except LineFault as fault:
        fault.id = name
        raise


def read_labels(line: Line) -> Labels:
    """The labels on a line. Raises LineFault."""
    try:
        levels = line.raw.get("labels")
        if levels is None:
            levels = {}
        if not isinstance(levels, dict) or not all(
            level is None or (type(level) is int and -2 <= level <= 2) for level in levels.values()
        ):
            raise LineFault(_("“labels” must give each criterion a level from -2 to 2, or null."))
        overall = line.raw.get("overall")
        if overall is not None and (type(overall) is not int or not 0 <= overall <= 100):
            raise LineFault(_("“overall” must be a whole number from 0 to 100."))
        raters = line.raw.get("raters", 1)
        if type(raters) is not int or raters < 1:
            raise LineFault(_("“raters” must be a whole number from 1 on."))
        return Labels(
            family=_text(line.raw, "family"),
            levels=levels,
            overall=overall,
            trap=_text(line.raw, "trap"),
            raters=raters,
        )
    except LineFault as fault:
        fault.id = line.id
        raise


def misfits(labels: Labels, rubric: Rubric) -> Iterator[tuple[str, int | None, Criterion | None]]:
    """The labels a rubric has no place for: name, level, and the criterion, None where there is none.

    A fault has levels from -2 to 0, any other criterion from 0 to 2.
    """
    criteria = {criterion.id: criterion for criterion in rubric.criteria}
    for name, level in labels.levels.items():
        criterion = criteria.get(name)
        if criterion is None or (level and (level < 0) != (criterion.kind == "penalty")):
            yield name, level, criterion


def text_line(line: bytes) -> str:
    """A line as text. Raises LineFault."""
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise LineFault(
            _("The line is not UTF-8: a mistake at byte {byte}.").format(byte=error.start + 1)
        ) from error


def without_mark(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines without their ends, and without the mark some programs put before the first."""
    for number, line in enumerate(lines):
        yield (line if number else line.removeprefix(codecs.BOM_UTF8)).rstrip(b"\r\n")


def context_from(raw: Mapping[str, Any]) -> Context:
    """The context part of an object as in GUIDE.md or CONTRAST.md. Raises LineFault."""
    return _context(raw, ())


def json_object(text: str, like: str = '{"reply": "…"}') -> Mapping[str, Any]:
    """The object on a line; `like` shows what one looks like. Raises LineFault."""
    if not text.strip():
        raise LineFault(_("The line is empty."))
    try:
        raw = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        column = error.pos + 1
        message = _("This is not JSON: a mistake at character {column}.").format(column=column)
        raise LineFault(message, column=column) from error
    except RecursionError as error:
        raise LineFault(_("This is not JSON that can be read: it is nested too deeply.")) from error
    except ValueError as error:  # NaN, or a number of thousands of digits
        raise LineFault(_("This is not JSON: a number cannot be read.")) from error
    if not isinstance(raw, dict):
        raise LineFault(_("The line must be a JSON object, {like}.").format(like=like))
    return raw


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _reply(raw: Mapping[str, Any]) -> str:
    if "reply" not in raw:
        raise LineFault(_("“reply” is missing."))
    reply = raw["reply"]
    if not isinstance(reply, str):
        raise LineFault(_("“reply” must be text."))
    return _whole(reply)


def _context(raw: Mapping[str, Any], langs: Sequence[str]) -> Context:
    resident = raw.get("resident")
    if resident is None:
        resident = {}
    if not isinstance(resident, dict):
        raise LineFault(_("“resident” must be an object."))
    return Context(
        lang=_lang(raw, langs),
        venue=_choice(raw, "venue", get_args(Venue)),
        stage=_choice(raw, "stage", get_args(Stage)),
        disc=_disc(resident),
        name=_text(resident, "name"),
        address_as=_texts(resident, "address_as"),
        situation=_text(raw, "situation") or "",
        facts=tuple((str(n), text) for n, text in enumerate(_texts(raw, "facts"), 1)),
        history=_texts(raw, "history"),
        resident_line=_text(raw, "resident_line") or "",
    )


def _text(raw: Mapping[str, Any], key: str) -> str | None:
    value = raw.get(key)
    if value is not None and not isinstance(value, str):
        raise LineFault(_("“{key}” must be text.").format(key=key))
    return _whole(value) if value is not None else None


def _texts(raw: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = raw.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise LineFault(_("“{key}” must be a list of texts.").format(key=key))
    return tuple(map(_whole, value))


def _choice(raw: Mapping[str, Any], key: str, known: tuple[str, ...]) -> Any:
    value = raw.get(key)
    if value is not None and value not in known:
        raise LineFault(
            _("“{key}” must be one of {known}.").format(key=key, known=", ".join(known))
        )
    return value


def _lang(raw: Mapping[str, Any], langs: Sequence[str]) -> str | None:
    value = _text(raw, "lang")
    if value is None or value in langs:
        return value
    if (known := normal(value)) is None:
        every = ", ".join(dict.fromkeys((*get_args(Lang), *langs)))
        raise LineFault(_("“{key}” must be one of {known}.").format(key="lang", known=every))
    return known


def _disc(resident: Mapping[str, Any]) -> str | None:
    value = _text(resident, "disc")
    if value is not None and not _DISC.fullmatch(value):
        raise LineFault(
            _("“disc” must be one or two different letters of D, I, S, C, such as “SC”.")
        )
    return value


def _whole(text: str) -> str:
    """`text` with halves of characters replaced one for one, so that offsets stay and UTF-8 can hold it."""
    return _SURROGATE.sub("\ufffd", text)
