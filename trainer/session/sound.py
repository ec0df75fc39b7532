"""Reading a journal: what of it can be relied on, and what is wrong after that."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from trainer.content.refused import reason
from trainer.errors import NotFound, StorageError
from trainer.i18n import gettext as _
from trainer.model.event import EVENT, OLDEST, SCHEMA, AnyEvent
from trainer.session.chain import link, starts_sealed, unseal
from trainer.session.disk import changed_line
from trainer.session.migrations import migrated
from trainer.session.order import Order

_VERSION = re.compile(rb'\{"kind":"(?:started|resumed)","v":(\d{1,9})[,}]')
"""A line from which on a version holds."""
_BEGUN = b'{"kind":"started"'


@dataclass(frozen=True, slots=True)
class Sound:
    """The sound part of a journal: its `events`, its first `size` bytes, the sum they come to.

    `damage` says what is wrong in the line after it, if anything is. `torn` is what follows the last
    newline, half a line that a crash left and nobody was told was saved. `unended` is when the sound
    part lacks the newline at its end.
    """

    path: Path | str
    events: tuple[AnyEvent, ...]
    size: int
    sum: str
    lines: int
    torn: bytes = b""
    unended: bool = False
    damage: StorageError | None = None

    @property
    def fault(self) -> str:
        """A sentence on what is missing at the end, empty when nothing is."""
        if self.damage is not None:
            return _("{fault} Only what stands before it counts.").format(fault=self.damage)
        if self.torn:
            return _(
                "The last line of {path}, line {number}, is incomplete, as after a crash or in a file "
                "that was cut off. Only what stands before it counts."
            ).format(path=self.path, number=self.lines + 1)
        return ""


def read_sound(path: Path) -> Sound:
    """The sound part of a journal, at least its start.

    Raises NotFound, or StorageError where it cannot be read, is no session file or is of a version that
    is too new or too old.
    """
    return sound_part(content(path), path)


def content(path: Path) -> bytes:
    """What stands in the file. Raises NotFound, StorageError."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise NotFound(_("There is no session file {path}.").format(path=path)) from error
    except OSError as error:
        raise StorageError(
            _("The session file {path} cannot be read: {reason}.").format(
                path=path, reason=reason(error)
            )
        ) from error


def read_journal(path: Path) -> tuple[AnyEvent, ...]:
    """All events of a journal that is whole, but for half a line that a crash left at its end.

    Raises NotFound, or StorageError that names the line which is damaged.
    """
    sound = read_sound(path)
    if sound.damage is not None:
        raise sound.damage
    return sound.events


def sound_part(raw: bytes, path: Path | str) -> Sound:
    """The sound part of a journal with the content `raw`. Raises StorageError where not even line 1 is."""
    lines = raw.split(b"\n")
    tail = lines.pop()
    reader = _Reader(path)
    for line in lines:
        if (damage := reader.take(line)) is not None:
            return reader.sound(damage=damage)
    if not tail:
        return reader.sound()
    if reader.is_whole(tail):
        if (damage := reader.take(tail)) is not None:
            return reader.sound(damage=damage)
        return reader.sound(unended=True)
    if reader.starts_whole(tail):  # the newline, or what follows it, is not as it was
        return reader.sound(damage=reader.damaged())
    return reader.sound(torn=tail)


class _Reader:
    """Takes the lines of one journal in turn."""

    def __init__(self, path: Path | str) -> None:
        self.path = path
        self.events: list[AnyEvent] = []
        self.size = 0
        self.sum = ""
        self.version = 0
        self.order = Order()

    def sound(
        self, *, torn: bytes = b"", unended: bool = False, damage: StorageError | None = None
    ) -> Sound:
        if not self.events:
            raise damage or self.no_session()
        size = self.size - unended
        return Sound(
            self.path, tuple(self.events), size, self.sum, len(self.events), torn, unended, damage
        )

    def take(self, line: bytes) -> StorageError | None:
        """Read the next line; what is wrong with it, if anything is."""
        self._settle_version(line)
        if self.version > SCHEMA:
            return StorageError(
                _(
                    "{path} was written by a newer version of this program (format {found}; this one "
                    "reads up to {known})."
                ).format(path=self.path, found=self.version, known=SCHEMA)
            )
        if self.version < OLDEST:
            return self.damaged() if line.startswith(_BEGUN) else self.no_session()
        opened = (line, link(self.sum, line)) if self.version < 2 else unseal(self.sum, line)
        if opened is None:
            return self.damaged()
        body, total = opened
        try:
            event = (
                EVENT.validate_json(body)
                if self.version == SCHEMA
                else EVENT.validate_python(dict(migrated(json.loads(body), self.version)))
            )
        except (ValidationError, ValueError, TypeError, AttributeError, RecursionError):
            return self.damaged() if self.events else self.no_session()
        if not self.order.takes(event):
            return self.damaged() if self.events else self.no_session()
        self.events.append(event)
        self.sum = total
        self.size += len(line) + 1
        return None

    def _settle_version(self, line: bytes) -> None:
        if found := _VERSION.match(line):
            self.version = int(found[1])
        elif not self.events:  # something else, or something that a person wrote
            try:
                head = json.loads(line)
            except (ValueError, RecursionError):
                return
            said = head.get("v", 1) if isinstance(head, dict) else 0
            self.version = said if type(said) is int else 0

    def is_whole(self, tail: bytes) -> bool:
        """Whether the tail is a line that only lacks its newline: no beginning of a line is one."""
        if self.version >= 2:
            return unseal(self.sum, tail) is not None
        try:
            json.loads(tail)
        except (ValueError, RecursionError):
            return False
        return True

    def starts_whole(self, tail: bytes) -> bool:
        """Whether the tail begins with a whole line and goes on, which no write that was cut off does."""
        if self.version >= 2:
            return starts_sealed(self.sum, tail)
        try:
            json.JSONDecoder().raw_decode(tail.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            return False
        return True

    def damaged(self) -> StorageError:
        return changed_line(len(self.events) + 1, self.path)

    def no_session(self) -> StorageError:
        return StorageError(_("{path} is not a session file.").format(path=self.path))
