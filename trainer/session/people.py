"""Who is who: journals name a trainee by a random pseudonym, and only the map beside them has the name.

The map is `people.json` under the home folder, readable by its owner alone. Without it the journals are
those of nobody in particular.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from trainer.content.sanitise import name_line
from trainer.errors import NotFound, StorageError, UsageError
from trainer.i18n import gettext as _
from trainer.session.disk import cannot_read, cannot_write, write_private
from trainer.session.home import own_folder
from trainer.session.lock import wait_to_hold

if TYPE_CHECKING:
    from trainer.session.transcript import Transcript

FILE = "people.json"
LONGEST_NAME = 120
"""Characters of a name; `trainer.model.rating` holds raters to the same."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_PSEUDONYM = re.compile("t-[a-z2-7]{8}")
_PATIENCE = 2.0
"""Seconds that a window waits for another one that writes to the map."""


@dataclass(frozen=True)
class Person:
    """A trainee. `notice` is the version of the notice on records that was last shown."""

    name: str = ""
    notice: str = ""


@dataclass(frozen=True)
class People:
    """The map: trainees by pseudonym, and what those who gave no name have been shown.

    No model, since every list of sessions reads it and the models take a tenth of a second to load.
    """

    people: Mapping[str, Person] = field(default_factory=dict)
    unnamed: Person = Person()

    def pseudonym(self, name: str) -> str | None:
        """Whose the name (or pseudonym) is; None when it is nobody's."""
        if name in self.people:
            return name
        return next((who for who, person in self.people.items() if person.name == name), None)

    def person(self, name: str) -> Person:
        """What is known of a trainee by name or pseudonym; nothing, of one unknown."""
        if not name:
            return self.unnamed
        return self.people.get(self.pseudonym(name) or "", Person())


def clean_name(name: str) -> str:
    """A trainee's or rater's name as it is kept: one line, no hidden characters but those that join letters.

    A name that is too long is not cut: that could be the name of somebody else. Raises UsageError.
    """
    said = name_line(name)
    if len(said) > LONGEST_NAME:
        raise UsageError(
            _("A name has at most {n} characters; “{name}…” has {found}.").format(
                n=LONGEST_NAME, name=said[:20], found=len(said)
            )
        )
    return said


def is_pseudonym(name: str) -> bool:
    """Whether this is no name but what stands for one."""
    return _PSEUDONYM.fullmatch(name) is not None


def new_pseudonym() -> str:
    """A pseudonym by chance: 40 random bits, which tell nothing of the name."""
    import secrets  # which takes a while to load

    return "t-" + "".join(secrets.choice(_LETTERS) for _letter in range(8))


def read_people(home: Path) -> People:
    """The map, empty when there is none. Raises StorageError when it cannot be read or is damaged."""
    path = home / FILE
    try:
        return _parsed(path.read_bytes())
    except FileNotFoundError:
        return People()
    except OSError as error:
        raise cannot_read(path, error) from error
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise StorageError(
            _("{path} is not a list of names; put it right or delete it.").format(path=path)
        ) from error


def names(home: Path) -> dict[str, str]:
    """Names by pseudonym; none where the map cannot be read."""
    with suppress(StorageError):
        return {who: person.name for who, person in read_people(home).people.items()}
    return {}


def enlist(home: Path, name: str, notice: str = "") -> tuple[str, str]:
    """The pseudonym of a trainee, a new one for a new name, and the notice last shown.

    `notice` is the version that has been shown now, if one has. No name has no pseudonym; a pseudonym is its own.
    Raises StorageError.
    """
    said = clean_name(name)
    found = read_people(home)
    who = said if is_pseudonym(said) else found.pseudonym(said) or new_pseudonym() if said else ""
    before = found.people.get(who) if who else found.unnamed
    if (before is None and is_pseudonym(said)) or (
        before is not None and notice in ("", before.notice)
    ):
        return who, notice or (before.notice if before else "")

    def change(people: People) -> People:
        nonlocal who
        if not said:
            return replace(people, unnamed=Person(notice=notice))
        who = people.pseudonym(said) or who  # another window may have been first
        known = people.people.get(who, Person(name=said))
        person = replace(known, notice=notice or known.notice)
        return replace(people, people={**people.people, who: person})

    people = _change(home, change)
    return who, people.person(who).notice


def drop(home: Path, pseudonym: str) -> None:
    """Take a trainee out of the map. Raises StorageError."""

    def change(people: People) -> People:
        kept = {who: person for who, person in people.people.items() if who != pseudonym}
        return replace(people, people=kept)

    _change(home, change)


def find_person(home: Path, name: str) -> tuple[str, str]:
    """Pseudonym and name of a trainee named by either. Raises NotFound, StorageError."""
    people = read_people(home)
    said = clean_name(name)
    who = people.pseudonym(said)
    if who is None:
        raise NotFound(_("There is nobody called “{name}”.").format(name=said))
    return who, people.people[who].name


def named(transcript: Transcript, known: Mapping[str, str]) -> Transcript:
    """The session with the trainee's name in place of the pseudonym, where `known` has it."""
    who = transcript.started.trainee
    return called(transcript, known.get(who, who))


def unnamed(transcript: Transcript, known: Mapping[str, str]) -> Transcript:
    """The session without the name that an older journal carries: its pseudonym if there is one, else nothing."""
    said = transcript.started.trainee
    return transcript if is_pseudonym(said) else called(transcript, pseudonym_of(said, known))


def pseudonym_of(name: str, known: Mapping[str, str]) -> str:
    """What stands for a name that an older journal carries, empty where `known` does not have it."""
    return next((who for who, listed in known.items() if listed == name), "")


def called(transcript: Transcript, trainee: str) -> Transcript:
    """The session with another name or pseudonym for the trainee."""
    if transcript.started.trainee == trainee:
        return transcript
    started = transcript.started.model_copy(update={"trainee": trainee})
    return transcript.model_copy(update={"started": started})


def _parsed(raw: bytes) -> People:
    """Raises ValueError, TypeError, LookupError, AttributeError or RecursionError for what is no map."""

    def person(kept: object) -> Person:
        if not isinstance(kept, dict):
            raise ValueError("nobody")
        known = Person(**{key: kept[key] for key in ("name", "notice") if key in kept})
        if not (isinstance(known.name, str) and isinstance(known.notice, str)):
            raise ValueError("no name")
        return known

    kept = json.loads(raw)
    if kept["v"] != 1:
        raise ValueError("a newer version")
    people = {str(who): person(about) for who, about in kept["people"].items()}
    return People(people, person(kept.get("unnamed", {})))


def _change(home: Path, change: Callable[[People], People]) -> People:
    path = home / FILE
    try:
        own_folder(home)
        with _alone(home / ".people.lock"):
            people = change(read_people(home))
            text = json.dumps({"v": 1, **asdict(people)}, ensure_ascii=False, indent=1) + "\n"
            write_private(path, text.encode("utf-8", "replace"))
            return people
    except OSError as error:
        raise cannot_write(path, error) from error


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Within it no other window changes the map. Raises OSError."""
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        wait_to_hold(file, _PATIENCE)
        yield
    finally:
        os.close(file)
