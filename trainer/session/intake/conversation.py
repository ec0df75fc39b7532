"""A conversation as a file tells it, whatever form the file has."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Literal, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from trainer.content.sanitise import one_line, sanitise
from trainer.errors import UsageError
from trainer.i18n import gettext as _
from trainer.scoring.labelled import LineFault, context_from
from trainer.session.people import clean_name
from trainer.session.practice import LONGEST_REPLY

NAMESPACE = uuid5(NAMESPACE_URL, "https://trainer.invalid/import")
LONGEST_NAME = 80
"""Characters of a conversation's own name, or of a person's."""
LONGEST_BACKGROUND = 2000
"""Characters of what is said to have led to it, as of a scenario's briefing."""
_MILLISECONDS = 1e11
"""A time of more than this is in milliseconds since 1970, not in seconds."""

Side = Literal["trainee", "resident"]


class Said(NamedTuple):
    """What one side said, and when (UTC), where that is known."""

    by: Side
    text: str
    at: datetime | None = None


class BadLine(NamedTuple):
    """A line of a file that cannot be used, and why."""

    number: int
    message: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation. `name` is what the file calls it; what is not known is empty or None.

    A reply is all that the trainee said until the resident spoke again, a line each; a resident who said
    nothing did not speak. `joined` counts the replies that went into another one, `cut` what was too long.
    """

    name: str
    lines: tuple[Said, ...]
    background: str = ""
    resident: str = ""
    trainee: str = ""
    lang: str | None = None
    venue: str | None = None
    disc: str | None = None
    joined: int = 0
    cut: int = 0

    @property
    def replies(self) -> int:
        """How many there are."""
        return sum(line.by == "trainee" for line in self.lines)

    @property
    def session(self) -> str:
        """The name of the session it becomes: the same for the same conversation."""
        told = [self.name, [[line.by, line.text, _iso(line.at)] for line in self.lines]]
        text = json.dumps(told, ensure_ascii=True, separators=(",", ":"))
        return f"import-{uuid5(NAMESPACE, text).hex[:12]}"


@dataclass(slots=True)
class Gathered:
    """A conversation while its lines are read."""

    name: str = ""
    begun: int = 0
    said: list[Said] = field(default_factory=list)
    background: list[str] = field(default_factory=list)
    resident: str = ""
    trainee: str = ""
    lang: str | None = None
    venue: str | None = None
    disc: str | None = None

    def know(self, about: Mapping[str, Any]) -> None:
        """Take over what a line tells of the whole conversation. Raises LineFault.

        A conversation has one language, place and style: another one than an earlier line's is a fault.
        """
        found = context_from(
            {key: about[key] for key in _ABOUT if about.get(key) not in (None, "")}
        )
        for key, value in (("lang", found.lang), ("venue", found.venue), ("disc", found.disc)):
            known = getattr(self, key)
            if value is not None and known not in (None, value):
                raise LineFault(
                    _("“{key}” is {value} here and {known} further up.").format(
                        key=key, value=value, known=known
                    )
                )
        self.lang, self.venue = found.lang or self.lang, found.venue or self.venue
        self.disc = found.disc or self.disc
        self.resident = self.resident or found.name or ""

    def whole(self) -> Conversation:
        """The conversation, its texts without what nobody sees. Raises LineFault without a reply."""
        lines = list(_turns(self.said))
        if not any(line.by == "trainee" for line in lines):
            raise LineFault(_("There is no reply of the trainee in this conversation."))
        kept = [line._replace(text=line.text[:LONGEST_REPLY]) for line in lines]
        return Conversation(
            name=one_line(self.name, LONGEST_NAME),
            lines=tuple(kept),
            background=sanitise("\n".join(self.background)).strip()[:LONGEST_BACKGROUND],
            resident=one_line(self.resident, LONGEST_NAME),
            trainee=_name(self.trainee),
            lang=self.lang,
            venue=self.venue,
            disc=self.disc,
            joined=sum(s.by == "trainee" for s in self.said) - sum(s.by == "trainee" for s in kept),
            cut=sum(len(line.text) > LONGEST_REPLY for line in lines),
        )


def _name(said: str) -> str:
    try:
        return clean_name(said)
    except UsageError as fault:
        raise LineFault(str(fault)) from fault


_ABOUT = ("lang", "venue", "resident")


def _turns(said: Iterable[Said]) -> Iterator[Said]:
    clean = (line._replace(text=sanitise(line.text).strip()) for line in said)
    there = [line for line in clean if line.text or line.by == "trainee"]
    for by, group in groupby(there, key=lambda line: line.by):
        if by == "resident":
            yield from group
            continue
        parts = list(group)
        text = "\n".join(part.text for part in parts if part.text)
        yield Said(by, text, next((part.at for part in parts[::-1] if part.at), None))


def time_of(value: object) -> datetime | None:
    """A time as files write it: ISO 8601, or seconds or milliseconds since 1970. Raises LineFault.

    One without a zone is the time of this computer.
    """
    if value is None or value == "":
        return None
    try:
        if isinstance(value, bool):
            raise ValueError
        if isinstance(value, int | float):
            at = datetime.fromtimestamp(value / 1000 if value > _MILLISECONDS else value, UTC)
        elif isinstance(value, str):
            at = datetime.fromisoformat(value.strip().replace("/", "-")).astimezone(UTC)
        else:
            raise ValueError
    except (ValueError, OverflowError, OSError) as error:
        raise LineFault(
            _("The time “{value}” cannot be read; 2026-01-31T14:05:00+08:00 can.").format(
                value=one_line(str(value), 40)
            )
        ) from error
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
