"""Reading a file that may come from anyone, as text with plain newlines and nothing hidden in it."""

from __future__ import annotations

import codecs
import hashlib
import stat
from dataclasses import dataclass
from pathlib import Path

from trainer.content import codes
from trainer.content.nearest import shorten
from trainer.content.nodes import Mark
from trainer.content.problems import Problems
from trainer.content.refused import reason
from trainer.content.sanitise import sanitise
from trainer.i18n import gettext as _

MAX_BYTES = 1 << 20

_START = Mark(1, 1)


@dataclass(frozen=True, slots=True)
class Source:
    """What a file holds: its text, None when it cannot be used, and the SHA-256 of its bytes."""

    path: Path
    text: str | None
    sha256: str


def read(path: Path, problems: Problems, most: int = MAX_BYTES) -> Source:
    """The text of `path`, of at most so many bytes, or what is wrong with the file."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            problems.add(codes.UNREADABLE, _START, _("This is not an ordinary file."))
            return Source(path, None, "")
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except (OSError, ValueError) as error:
        problems.add(
            codes.UNREADABLE,
            _START,
            _("The file cannot be read: {reason}.").format(reason=shorten(reason(error))),
        )
        return Source(path, None, "")
    return Source(path, decode(raw, problems, most), hashlib.sha256(raw).hexdigest())


def decode(raw: bytes, problems: Problems, most: int = MAX_BYTES) -> str | None:
    """`raw` as text with plain newlines and without hidden characters, or what is wrong with it."""
    if len(raw) > most:
        problems.add(
            codes.TOO_LARGE,
            _START,
            _("The file is larger than {most} MiB.").format(most=most >> 20),
            _("Split it: a scenario has rarely more than 100 KB."),
        )
        return None
    if b"\0" in raw:
        problems.add(
            codes.NOT_TEXT,
            _START,
            _("This text is in UTF-16.") if _is_utf16(raw) else _("This is not a text file."),
            _save_as_utf8() if _is_utf16(raw) else _("Save it as plain text in UTF-8."),
        )
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
        line = before.count("\n") + 1
        problems.add(
            codes.NOT_TEXT,
            Mark(line, len(before) - (before.rfind("\n") + 1) + 1),
            _("This character is not UTF-8."),
            _save_as_utf8(),
        )
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for separator in "\u2028\u2029":  # YAML would count them as lines, editors do not
        text = text.replace(separator, " ")
    return sanitise(text)


def _is_utf16(raw: bytes) -> bool:
    """Whether a file with NUL in it is text in the encoding that Windows calls Unicode."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    few = raw[:200]
    less, more = sorted((few[::2].count(0), few[1::2].count(0)))
    return not less and more * 4 > len(few)


def _save_as_utf8() -> str:
    return _("Save the file as UTF-8 (in Notepad: “Save as”, encoding “UTF-8”).")
