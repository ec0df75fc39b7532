from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.session.small import POLITE, SHOVE, played
from tests.session.small_lrs import Lrs, running
from trainer.errors import StorageError
from trainer.report.xapi import statements
from trainer.session import outbox
from trainer.session.lrs import Store

NOBODY = "http://127.0.0.1:9/xapi"


@pytest.fixture
def lrs() -> Iterator[Lrs]:
    with running() as found:
        yield found


def quick(endpoint: str) -> Store:
    return Store(endpoint, sleep=lambda _seconds: None)


def waiting_in(home: Path, endpoint: str, *replies: str) -> list[dict[str, Any]]:
    session = played(home, *replies)
    told = statements(session)
    outbox.put(home, endpoint, session.started.session, told)
    return told


def test_what_is_taken_waits_no_more(tmp_path: Path, lrs: Lrs) -> None:
    told = waiting_in(tmp_path, lrs.endpoint, POLITE, SHOVE)
    done = outbox.deliver(tmp_path, quick(lrs.endpoint))
    assert (done.taken, done.kept, done.faults) == (len(told), 0, ())
    assert outbox.waiting(tmp_path) == ([], [])


def test_the_same_put_twice_waits_once_in_a_file_of_its_owners_alone(tmp_path: Path) -> None:
    session = played(tmp_path, POLITE, SHOVE)
    for _time in range(2):
        outbox.put(tmp_path, NOBODY, session.started.session, statements(session))
    (path,) = (tmp_path / outbox.FOLDER).iterdir()
    assert outbox.of_session(tmp_path, session.started.session) == [path]
    if os.name != "nt":
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_long_session_goes_in_batches_of_bounded_size(tmp_path: Path, lrs: Lrs) -> None:
    few = [{"id": str(number), "of": "x"} for number in range(2 * outbox.MOST + 1)]
    large = [{"id": f"long {number}", "of": "x" * outbox.LARGEST} for number in range(2)]
    outbox.put(tmp_path, lrs.endpoint, "s", [*few, *large])
    batches, _faults = outbox.waiting(tmp_path)
    assert sorted(len(batch.statements) for batch in batches) == [1, 1, 1, 50, 50]
    outbox.deliver(tmp_path, quick(lrs.endpoint))
    assert set(lrs.kept) == {statement["id"] for statement in [*few, *large]}


def test_a_store_that_is_down_is_asked_once_for_all(tmp_path: Path, lrs: Lrs) -> None:
    for _session in range(3):
        waiting_in(tmp_path, lrs.endpoint, SHOVE)
    lrs.always = 401
    done = outbox.deliver(tmp_path, quick(lrs.endpoint))
    assert len(lrs.asked) == 1
    assert (done.taken, len(done.faults)) == (0, 1)
    assert done.kept == sum(len(b.statements) for b in outbox.waiting(tmp_path)[0])


@pytest.mark.parametrize("statuses", [[400], [500] * 5])
def test_a_batch_that_is_refused_keeps_none_of_the_others(
    tmp_path: Path, lrs: Lrs, statuses: list[int]
) -> None:
    counts = [len(waiting_in(tmp_path, lrs.endpoint, SHOVE)) for _session in range(3)]
    lrs.next = statuses
    done = outbox.deliver(tmp_path, quick(lrs.endpoint))
    assert (done.taken, done.kept) == (sum(counts[1:]), counts[0])
    assert len(outbox.waiting(tmp_path)[0]) == 1


def test_credentials_go_to_no_store_but_theirs(tmp_path: Path, lrs: Lrs) -> None:
    told = waiting_in(tmp_path, NOBODY, SHOVE)
    done = outbox.deliver(tmp_path, quick(lrs.endpoint))
    assert (done.taken, done.kept, done.elsewhere) == (0, 0, len(told))
    assert lrs.asked == []


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'{"v":2}', b'{"v":1,"endpoint":3,"statements":[]}', b"\xff",
     b'{"v":1,"endpoint":"x","statements":[1]}', b"[" * 100_000],
)  # fmt: skip
def test_a_damaged_batch_is_said_and_hinders_no_other(
    tmp_path: Path, lrs: Lrs, content: bytes
) -> None:
    told = waiting_in(tmp_path, lrs.endpoint, SHOVE)
    (tmp_path / outbox.FOLDER / "0.0.json").write_bytes(content)
    done = outbox.deliver(tmp_path, quick(lrs.endpoint))
    assert done.taken == len(told)
    assert "0.0.json" in done.faults[0]


def test_an_outbox_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / outbox.FOLDER).write_text("a file where the folder should be")
    with pytest.raises(StorageError, match="outbox"):
        outbox.put(tmp_path, NOBODY, "s", [{"id": "1"}])


def test_a_session_may_call_itself_anything(tmp_path: Path) -> None:
    for name in ("../../x", "a/b", "*", "\ud800"):
        outbox.put(tmp_path, NOBODY, name, [{"id": name.encode("utf-8", "replace").decode()}])
        (path,) = outbox.of_session(tmp_path, name)
        assert path.parent == tmp_path / outbox.FOLDER
