"""All sessions under a home folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from trainer.errors import NotFound, StorageError, UsageError
from trainer.i18n import gettext as _
from trainer.session.home import journals, sessions_folder
from trainer.session.index import Index, Reading, Row, consult, plain

_SOME = 5
"""Sessions that are named where several begin alike."""


class SessionEntry(NamedTuple):
    """A session in a list, which may be long. `overall` is None before the first judged reply.

    `turns`: replies given, judged or not.

    `trainee` is what the journal says: a pseudonym, or in older journals a name. `file` is the journal.
    """

    session: str
    scenario: str
    title: str
    trainee: str
    started: datetime
    finished: datetime | None
    ending: str | None
    ending_title: str | None
    overall: int | None
    turns: int
    file: str

    @property
    def path(self) -> Path:
        """The journal."""
        return Path(self.file)


def list_sessions(
    home: Path, *, find: str = "", names: Mapping[str, str] | None = None
) -> tuple[list[SessionEntry], list[StorageError]]:
    """All sessions, newest first, and what could not be read; of a damaged one both.

    With `find`, those in which every word of it occurs: in what was said, the titles, the ids, or the
    trainee's name where `names` has it by pseudonym. Width and case do not matter.
    """
    folder = f"{sessions_folder(home)}{os.sep}"

    def question(index: Index) -> tuple[list[SessionEntry], list[StorageError]]:
        rows = list(index.rows())
        for word in find.split():
            people = {who for who, name in (names or {}).items() if plain(word) in plain(name)}
            found = index.naming(word)
            rows = [row for row in rows if row.name in found or row.trainee in people]
        return [_entry(row, folder) for row in rows], index.faults

    return consult(home, _read, question)


def list_rows(home: Path) -> tuple[list[tuple[str, str]], list[StorageError]]:
    """All sessions as `trainer.session.attempts` wrote them down, and what could not be read."""
    return consult(home, _read, lambda index: (index.measured(), index.faults))


def find_session(home: Path, name: str) -> Path:
    """The journal of a session named by id, unambiguous prefix, or path.

    Raises NotFound, or UsageError when several sessions begin so.
    """
    path = Path(name)
    if path.suffix == ".jsonl" and path.is_file():
        return path
    there = {path.stem: path for path in journals(home)}
    return there[named_among(there, name)]


def named_among(sessions: Iterable[str], name: str) -> str:
    """The session of those that has this name, or alone begins with it.

    Raises NotFound, or UsageError when several sessions begin so.
    """
    found = [session for session in sessions if session.startswith(name)]
    if name in found or len(found) == 1:
        return name if name in found else found[0]
    if found:
        said = (
            _("{n} sessions begin with “{name}”, among them {some}.")
            if len(found) > _SOME
            else _("Several sessions begin with “{name}”: {some}.")
        )
        some = ", ".join(found[:_SOME])
        raise UsageError(said.format(n=len(found), name=name, some=some))
    raise NotFound(_("There is no session “{name}”.").format(name=name))


def _entry(row: Row, folder: str) -> SessionEntry:
    return SessionEntry(
        row.session,
        row.scenario,
        row.title,
        row.trainee,
        datetime.fromisoformat(row.started),
        datetime.fromisoformat(row.finished) if row.finished else None,
        row.ending,
        row.ending_title,
        row.overall,
        row.turns,
        folder + row.name,
    )


def _read(path: Path) -> Reading:
    """Raises StorageError."""
    # Only for what the index does not know yet.
    from trainer.session.attempts import as_text, transcribed
    from trainer.session.sound import read_sound

    sound = read_sound(path)
    transcript = transcribed(sound)
    started, ending = transcript.started, transcript.ending
    finished = transcript.finished
    row = Row(
        name=path.name,
        session=started.session,
        scenario=started.scenario.id,
        title=started.scenario.title,
        trainee=started.trainee,
        started=started.at.astimezone(UTC).isoformat(),
        finished=finished.astimezone(UTC).isoformat() if finished else None,
        ending=ending.id if ending else None,
        ending_title=ending.title if ending else None,
        overall=transcript.scorecard.overall
        if any(t.assessment for t in transcript.turns)
        else None,
        turns=len(transcript.turns),
    )
    about = [started.session, started.trainee, row.scenario, row.title, row.ending_title or ""]
    said = [text for _who, text in transcript.history]
    resident = started.scenario.resident.name
    text = "\n".join([*about, resident, *said])
    return Reading(row, text, sound.fault, *as_text(transcript))
