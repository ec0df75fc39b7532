"""What is to be sent and has not been taken yet: a folder that survives being offline.

`outbox/` under the home folder, one file a batch, readable by its owner alone. A file holds statements of
one session only and is named after it, so that nothing of a session waits once it has been erased. Its
name is made of its content too: the same put twice waits once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from trainer.errors import StorageError
from trainer.i18n import gettext as _
from trainer.session.disk import cannot_read, cannot_remove, cannot_write, write_private

if TYPE_CHECKING:
    from trainer.session.lrs import Store

FOLDER = "outbox"
MOST = 50
"""Statements in a batch."""
LARGEST = 256 * 1024
"""Bytes of a batch, unless a single statement is larger."""

Statement = dict[str, Any]


class Batch(NamedTuple):
    """Statements that wait, and for which store."""

    path: Path
    endpoint: str
    statements: list[Statement]


class Outcome(NamedTuple):
    """What came of sending, in statements; `kept` still wait for this store, `elsewhere` for others."""

    taken: int = 0
    there: int = 0
    different: tuple[str, ...] = ()
    kept: int = 0
    elsewhere: int = 0
    faults: tuple[str, ...] = ()


def put(home: Path, endpoint: str, session: str, statements: Sequence[Statement]) -> None:
    """Let a session's statements wait for a store. Raises StorageError."""
    for batch in _batches(statements):
        content = {"v": 1, "endpoint": endpoint, "statements": batch}
        raw = json.dumps(content, ensure_ascii=False).encode()
        path = home / FOLDER / f"{_key(session)}.{sha256(raw).hexdigest()[:16]}.json"
        try:
            write_private(path, raw)
        except OSError as error:
            raise cannot_write(path, error) from error


def waiting(home: Path) -> tuple[list[Batch], list[StorageError]]:
    """All batches, by name, and what could not be read."""
    found, faults = [], []
    for path in sorted((home / FOLDER).glob("*.json")):
        try:
            found.append(_read(path))
        except FileNotFoundError:  # sent meanwhile by another window
            continue
        except OSError as error:
            faults.append(cannot_read(path, error))
        except (ValueError, LookupError, TypeError, RecursionError):
            faults.append(
                StorageError(_("{path} is damaged; send its session again.").format(path=path))
            )
    return found, faults


def of_session(home: Path, session: str) -> list[Path]:
    """The files in which something of a session waits."""
    return sorted((home / FOLDER).glob(f"{_key(session)}.*.json"))


def deliver(home: Path, store: Store) -> Outcome:
    """Send what waits for a store. What it takes waits no more; what it does not take stays."""
    from trainer.session.lrs import NotSent  # which loads what the network needs

    batches, unread = waiting(home)
    taken = there = kept = 0
    different: list[str] = []
    faults = [str(fault) for fault in unread]
    stopped = False
    for batch in (b for b in batches if b.endpoint == store.endpoint):
        if stopped:
            kept += len(batch.statements)
            continue
        try:
            done = store.deliver(batch.statements)
            batch.path.unlink(missing_ok=True)
        except NotSent as fault:
            stopped = fault.for_all
            faults.append(str(fault))
            kept += len(batch.statements)
            continue
        except OSError as error:
            faults.append(str(cannot_remove(batch.path, error)))
            kept += len(batch.statements)
            continue
        taken += done.taken
        there += done.there
        different += done.different
    elsewhere = sum(len(b.statements) for b in batches if b.endpoint != store.endpoint)
    told = tuple(dict.fromkeys(faults))
    return Outcome(taken, there, tuple(different), kept, elsewhere, told)


def _batches(statements: Sequence[Statement]) -> Iterator[list[Statement]]:
    batch: list[Statement] = []
    size = 0
    for statement in statements:
        length = len(json.dumps(statement, ensure_ascii=False).encode())
        if batch and (len(batch) == MOST or size + length > LARGEST):
            yield batch
            batch, size = [], 0
        batch.append(statement)
        size += length
    if batch:
        yield batch


def _read(path: Path) -> Batch:
    """Raises OSError; ValueError, LookupError, TypeError or RecursionError for what is no batch."""
    kept = json.loads(path.read_bytes())
    statements = kept["statements"]
    if kept["v"] != 1 or not isinstance(kept["endpoint"], str) or not isinstance(statements, list):
        raise ValueError("no batch")
    if not all(isinstance(statement["id"], str) for statement in statements):
        raise ValueError("no statements")
    return Batch(path, kept["endpoint"], statements)


def _key(session: str) -> str:
    """A session in a file's name: a journal from elsewhere may call itself anything."""
    return sha256(session.encode("utf-8", "replace")).hexdigest()[:16]
