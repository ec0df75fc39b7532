"""All sessions under a home folder."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from trainer.errors import NotFound, StorageError, UsageError
from trainer.i18n import gettext as _
from trainer.model.base import Value
from trainer.session.home import journals
from trainer.session.sound import Sound, read_sound
from trainer.session.transcript import transcribe


class SessionEntry(Value):
    """A session in a list. `overall` is None before the first judged reply."""

    session: str
    scenario: str
    title: str
    trainee: str
    started: datetime
    finished: datetime | None
    ending: str | None
    ending_title: str | None
    overall: int | None
    path: Path


def entry_of(path: Path) -> SessionEntry:
    """The row of one journal, of its sound part where it is damaged. Raises StorageError."""
    return _entry(read_sound(path))


def _entry(sound: Sound) -> SessionEntry:
    transcript = transcribe(sound.events)
    started = transcript.started
    return SessionEntry(
        session=started.session,
        scenario=started.scenario.id,
        title=started.scenario.title,
        trainee=started.trainee,
        started=started.at,
        finished=transcript.finished,
        ending=transcript.ending.id if transcript.ending else None,
        ending_title=transcript.ending.title if transcript.ending else None,
        overall=transcript.scorecard.overall if transcript.turns else None,
        path=sound.path,
    )


def list_sessions(home: Path) -> tuple[list[SessionEntry], list[StorageError]]:
    """All sessions, newest first, and what could not be read; of a damaged one both."""
    entries: list[SessionEntry] = []
    faults: list[StorageError] = []
    for path in reversed(journals(home)):
        try:
            sound = read_sound(path)
            entries.append(_entry(sound))
            if sound.fault:
                faults.append(StorageError(sound.fault))
        except StorageError as fault:
            faults.append(fault)
    entries.sort(key=lambda e: (e.started, e.session), reverse=True)
    return entries, faults


def find_session(home: Path, name: str) -> Path:
    """The journal of a session named by id, unambiguous prefix, or path.

    Raises NotFound, or UsageError when several sessions begin so.
    """
    path = Path(name)
    if path.suffix == ".jsonl" and path.is_file():
        return path
    found = [p for p in journals(home) if p.stem.startswith(name)]
    exact = [p for p in found if p.stem == name]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if found:
        raise UsageError(
            _("Several sessions begin with “{name}”: {some}.").format(
                name=name, some=", ".join(p.stem for p in found[:5])
            )
        )
    raise NotFound(_("There is no session “{name}”.").format(name=name))
