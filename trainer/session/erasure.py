"""Giving a person's records out, and removing records: one person's, or those that are old."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from trainer.errors import StorageError
from trainer.i18n import gettext as _
from trainer.session import outbox, people
from trainer.session.archive import SessionEntry, list_sessions
from trainer.session.disk import cannot_read, cannot_remove, cannot_write
from trainer.session.home import beside
from trainer.session.lock import is_open
from trainer.session.settings import FILE, change_settings, read_settings
from trainer.session.traces import traces

_LONGEST = 36_500
"""Days: a hundred years, beyond which nothing is old."""


@dataclass
class Removed:
    """What was removed: journals, and the marks and rescorings beside them; and what could not be."""

    sessions: int = 0
    beside: int = 0
    left: list[StorageError] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """The sessions asked for: those that can be read, newest first, and those known by their traces alone.

    `unknown` says of each other journal that cannot be read why it may be one of them.
    """

    entries: list[SessionEntry]
    traced: list[Path]
    unknown: list[StorageError]

    @property
    def journals(self) -> list[Path]:
        """All that are known."""
        return [*(entry.path for entry in self.entries), *self.traced]


def sessions_of(home: Path, pseudonym: str, name: str) -> Found:
    """A person's sessions; those from before there were pseudonyms carry the name."""
    called = {pseudonym, name} - {""}
    entries, _faults = list_sessions(home)
    there = traces(home, entries)
    return Found(
        [e for e in entries if e.trainee in called],
        [t.path for t in there if t.trainees & called],
        [t.nobody for t in there if not t.trainees],
    )


def begun_before(home: Path, moment: datetime) -> Found:
    """The sessions begun before a moment."""
    entries, _faults = list_sessions(home)
    there = traces(home, entries)
    return Found(
        [e for e in entries if e.started < moment],
        [t.path for t in there if t.begun is not None and t.begun < moment],
        [t.undated for t in there if t.begun is None],
    )


def packed(home: Path, pseudonym: str, name: str) -> bytes:
    """A zip of all that is kept of a person: files as they are, and an index of them.

    The same records give the same bytes. Raises StorageError.
    """
    found = sessions_of(home, pseudonym, name)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        index = {
            "name": name,
            "pseudonym": pseudonym,
            "notice": people.read_people(home).person(pseudonym or name).notice,
            "sessions": [
                *map(_about, found.entries),
                *({"session": p.stem, "damaged": True, **_files(p)} for p in found.traced),
            ],
        }
        text = json.dumps(index, ensure_ascii=False, indent=1) + "\n"
        _put(zipped, "index.json", text.encode("utf-8", "replace"))
        sessions = {entry.path: entry.session for entry in found.entries}
        for journal in found.journals:
            waiting = outbox.of_session(home, sessions.get(journal, journal.stem))
            for path in (journal, *beside(journal), *waiting):
                try:
                    content = path.read_bytes()
                except OSError as error:
                    raise cannot_read(path, error) from error
                folder = outbox.FOLDER if path in waiting else "sessions"
                _put(zipped, f"{folder}/{path.name}", content)
    return made.getvalue()


def remove(home: Path, found: Found) -> Removed:
    """Remove sessions with what is kept beside them, and every word of them from the index.

    The journal goes last, so that what failed half-way can be done again. A session that is open in a window
    stays, and so does what may be none of them.
    """
    done = Removed(left=[*found.unknown])
    for journal in found.journals:
        if is_open(journal):
            done.left.append(
                StorageError(
                    _("{path} is open in another window and was not removed.").format(path=journal)
                )
            )
            continue
        try:
            for path in (*beside(journal), *outbox.of_session(home, journal.stem)):
                path.unlink(missing_ok=True)
                done.beside += 1
            journal.unlink(missing_ok=True)
            done.sessions += 1
        except OSError as error:
            done.left.append(cannot_remove(error.filename or journal, error))
    if done.sessions:
        list_sessions(home)  # which drops from the index what is gone
    return done


def forget_person(home: Path, pseudonym: str, name: str) -> None:
    """Take the name out of the map, and out of the settings where it is the one last used.

    Raises StorageError.
    """
    path = home / FILE
    if name and read_settings(home).get("name") == name:
        try:
            change_settings(home, {"name": ""})
        except OSError as error:
            raise cannot_write(path, error) from error
    people.drop(home, pseudonym)


def retention_days(home: Path) -> int | None:
    """How long sessions are kept, as `retention_days` in `settings.json` says; None is for ever."""
    days = read_settings(home).get("retention_days")
    return days if type(days) is int and 0 < days <= _LONGEST else None


def apply_retention(home: Path, at: datetime) -> Removed:
    """Remove the sessions that are older than they are to be kept, if that is set."""
    days = retention_days(home)
    if days is None:
        return Removed()
    return remove(home, begun_before(home, at - timedelta(days=days)))


def _about(entry: SessionEntry) -> dict[str, object]:
    return {
        "session": entry.session,
        "scenario": entry.scenario,
        "title": entry.title,
        "started": entry.started.astimezone(UTC).isoformat(),
        "finished": entry.finished and entry.finished.astimezone(UTC).isoformat(),
        "ending": entry.ending,
        "overall": entry.overall,
        **_files(entry.path),
    }


def _files(journal: Path) -> dict[str, object]:
    return {"files": [path.name for path in (journal, *beside(journal))]}


def _put(zipped: zipfile.ZipFile, name: str, content: bytes) -> None:
    about = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    about.create_system = 3  # the same on every system
    about.external_attr = 0o600 << 16
    about.compress_type = zipfile.ZIP_DEFLATED
    zipped.writestr(about, content)
