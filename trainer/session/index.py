"""The index over the journals: a SQLite file that says what they say, faster. It may be deleted at any time.

Every question brings it up to date first: a journal is read again when its size or time of change is not
what it was. An index that is missing, damaged, of another version of the program or of another SQLite is
made anew; where none can be written it is made in memory. Texts are searched by three-character pieces
(FTS5, trigram), which suits Chinese and English alike; shorter words, and a SQLite without it, by LIKE.
"""

from __future__ import annotations

import os
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple, TypeVar

from trainer import __version__
from trainer.errors import StorageError
from trainer.session.home import sessions_folder, stamps

FILE = "archive.sqlite"
_FORM = 4
"""To be raised when the tables change."""
_AT_ONCE = 200
"""Journals read between two writes, so that nobody waits long for the file."""
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

T = TypeVar("T")


class Row(NamedTuple):
    """A session in the index, as in `trainer.session.archive.SessionEntry`; times in ISO 8601, UTC."""

    name: str
    session: str
    scenario: str
    title: str
    trainee: str
    started: str
    finished: str | None
    ending: str | None
    ending_title: str | None
    overall: int | None
    turns: int


class Reading(NamedTuple):
    """What was read from a journal: its row, all that can be searched, and what is wrong with it.

    `measured` and `rubric` are what a cohort needs, as `trainer.session.attempts` writes it.
    """

    row: Row
    text: str
    fault: str
    measured: str
    rubric: str


Read = Callable[[Path], Reading]
_COLUMNS = ", ".join(Row._fields)


class Index:
    """An open index. `consult` gives one that is up to date."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.faults: list[StorageError] = []
        """What is wrong with journals, as far as it was read in bringing the index up to date."""
        self._pieces = self._prepare()

    def rows(self) -> Iterator[Row]:
        """All sessions, newest first."""
        found = self._db.execute(
            f"SELECT {_COLUMNS} FROM journal WHERE session <> '' ORDER BY started DESC, session DESC"
        )
        return map(Row._make, found)

    def naming(self, word: str) -> set[str]:
        """The file names of the journals in which `word` occurs."""
        said = plain(word)
        if self._pieces and len(said) > 2:
            query = "said MATCH ?", '"' + said.replace('"', '""') + '"'
        else:
            kept = said.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            query = "said.text LIKE ? ESCAPE '\\'", f"%{kept}%"
        found = self._db.execute(
            f"SELECT name FROM said JOIN journal ON journal.id = said.rowid WHERE {query[0]}",
            query[1:],
        )
        return {name for (name,) in found}

    def measured(self) -> list[tuple[str, str]]:
        """What a cohort needs of every session, and its rubric."""
        rubrics: dict[int, str] = dict(self._db.execute("SELECT id, text FROM rubric"))
        kept = self._db.execute("SELECT text, rubric FROM measured")
        return [(text, rubrics[rubric]) for text, rubric in kept]

    def bring_up_to_date(self, home: Path, read: Read) -> None:
        """Read what is new or changed, drop what is gone so that none of its words stay in the file."""
        there = stamps(home)
        known = {
            name: (size, changed)
            for name, size, changed, flawed in self._db.execute(
                "SELECT name, size, changed, flawed FROM journal"
            )
            if not flawed or name not in there  # what has a fault is read again, to say it
        }
        if gone := known.keys() - there.keys():
            self._drop(gone)
            if self._pieces:  # deleted pieces stay until others are written over them
                self._db.execute("INSERT INTO said(said) VALUES ('optimize')")
            self._db.commit()
            self._db.execute("VACUUM")
        stale = sorted((n for n, stamp in there.items() if known.get(n) != stamp), reverse=True)
        for start in range(0, len(stale), _AT_ONCE):
            some = stale[start : start + _AT_ONCE]
            found = [(name, self._read(home, name, read)) for name in some]
            self._drop(some)
            for name, reading in found:
                self._put(name, there[name], reading)
            self._db.commit()

    def _read(self, home: Path, name: str, read: Read) -> Reading | None:
        try:
            reading = read(sessions_folder(home) / name)
        except StorageError as fault:
            self.faults.append(fault)
            return None
        except (OSError, ValueError, LookupError) as error:  # sound in form, but not to be followed
            self.faults.append(StorageError(f"{sessions_folder(home) / name}: {error}"))
            return None
        if reading.fault:
            self.faults.append(StorageError(reading.fault))
        return reading

    def _put(self, name: str, stamp: tuple[int, int], reading: Reading | None) -> None:
        row = reading.row if reading else Row(name, "", "", "", "", "", None, None, None, None, 0)
        flawed = reading is None or bool(reading.fault)
        marks = ", ".join("?" * (len(row) + 3))
        made = self._db.execute(
            f"INSERT INTO journal ({_COLUMNS}, size, changed, flawed) VALUES ({marks})",
            (*map(_writable, row), *stamp, flawed),
        )
        self._db.execute(
            "INSERT INTO said (rowid, text) VALUES (?, ?)",
            (made.lastrowid, _writable(plain(reading.text)) if reading else ""),
        )
        if reading is not None:
            rubric = (_writable(reading.rubric),)
            self._db.execute("INSERT OR IGNORE INTO rubric (text) VALUES (?)", rubric)
            self._db.execute(
                "INSERT INTO measured SELECT ?, ?, id FROM rubric WHERE text = ?",
                (made.lastrowid, _writable(reading.measured), *rubric),
            )

    def _drop(self, names: Iterable[str]) -> None:
        for name in names:
            found = self._db.execute(_FIND, (name,)).fetchone()
            if found:
                self._db.execute("DELETE FROM said WHERE rowid = ?", found)
                self._db.execute("DELETE FROM measured WHERE id = ?", found)
                self._db.execute("DELETE FROM journal WHERE id = ?", found)

    def _prepare(self) -> bool:
        """Make the tables where they are not as this program has them; whether pieces are indexed."""
        db = self._db
        db.execute("PRAGMA secure_delete = ON")
        db.execute("PRAGMA synchronous = OFF")  # what a crash spoils is made anew
        made_by = f"{_FORM} {__version__}"
        tables = dict(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        if "made" in tables and db.execute("SELECT by FROM made").fetchone() == (made_by,):
            return "trigram" in tables["said"]
        if tables:
            raise sqlite3.DatabaseError("made by another version")
        db.execute(
            f"CREATE TABLE journal (id INTEGER PRIMARY KEY, {_COLUMNS}, size, changed, flawed)"
        )
        db.execute("CREATE UNIQUE INDEX by_name ON journal (name)")
        db.execute("CREATE TABLE rubric (id INTEGER PRIMARY KEY, text UNIQUE)")
        db.execute("CREATE TABLE measured (id INTEGER PRIMARY KEY, text, rubric)")
        try:
            db.execute("CREATE VIRTUAL TABLE said USING fts5 (text, tokenize = 'trigram')")
            pieces = True
        except sqlite3.OperationalError:
            db.execute("CREATE TABLE said (text)")
            pieces = False
        db.execute("CREATE TABLE made (by)")
        db.execute("INSERT INTO made VALUES (?)", (made_by,))
        db.commit()
        return pieces


_FIND = "SELECT id FROM journal WHERE name = ?"


def consult(home: Path, read: Read, question: Callable[[Index], T]) -> T:
    """The answer of an index that is up to date. `read` reads one journal, raising StorageError."""
    path = home / FILE
    if path.exists() or sessions_folder(home).is_dir():
        for _try in range(2):
            try:
                _touch(path)
                return _ask(str(path), home, read, question)
            except OSError:
                break
            except (sqlite3.Error, ValueError, TypeError, LookupError) as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF in _BUSY or not remove(home):
                    break
    return _ask(":memory:", home, read, question)


def remove(home: Path) -> bool:
    """Delete the index; whether there is none now."""
    for name in (f"{FILE}-journal", FILE):
        with suppress(OSError):
            (home / name).unlink()
    return not os.path.lexists(home / FILE)


def plain(text: str) -> str:
    """`text` as it is compared: width and case do not matter."""
    return unicodedata.normalize("NFKC", text).casefold()


def _ask(place: str, home: Path, read: Read, question: Callable[[Index], T]) -> T:
    with closing(sqlite3.connect(place, timeout=5)) as db:
        index = Index(db)
        index.bring_up_to_date(home, read)
        return question(index)


def _touch(path: Path) -> None:
    """Make the file, readable by its owner alone; SQLite's own files take after it. Raises OSError."""
    if not path.exists():
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _writable(value: str | int | None) -> str | int | None:
    """A value that SQLite takes: half a surrogate pair is no UTF-8, and 0 ends a text."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
    return value
