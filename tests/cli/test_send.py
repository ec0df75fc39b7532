from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_export import play
from tests.session.small import POLITE, SHOVE
from tests.session.small_lrs import DROP, Lrs, running
from trainer.session import lrs as talk
from trainer.session import outbox


@pytest.fixture
def lrs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lrs]:
    monkeypatch.setattr(talk, "FIRST_WAIT", 0.0)
    for name in ("TRAINER_LRS_TOKEN", "TRAINER_LRS_USER", "TRAINER_LRS_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    with running() as found:
        yield found


def waiting(home: Path) -> list[Path]:
    return sorted((home / outbox.FOLDER).glob("*"))


def test_what_is_sent_is_what_is_exported(small: Run, lrs: Lrs, tmp_path: Path) -> None:
    session = play(small, POLITE, SHOVE)
    done = small("send", session, "--endpoint", lrs.endpoint, TRAINER_LRS_TOKEN="abc")
    exported = [json.loads(s) for s in small("export", session, "--to", "xapi").stdout.splitlines()]
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"Sent: {len(exported)} statements.\n"
    for statement in exported:
        assert lrs.kept[statement["id"]].items() >= statement.items()
    assert {headers["authorization"] for _asked, headers in lrs.asked} == {"Bearer abc"}
    assert waiting(tmp_path) == []
    log = [json.loads(line) for line in (tmp_path / "audit.jsonl").read_text().splitlines()]
    assert [(line["action"], line["count"]) for line in log] == [("send", 1)]


def test_sent_twice_nothing_is_doubled(small: Run, lrs: Lrs) -> None:
    session = play(small, POLITE, SHOVE)
    small("send", session, "--endpoint", lrs.endpoint)
    count = len(lrs.kept)
    again = small("send", session, "--endpoint", lrs.endpoint)
    assert again.returncode == 0
    assert again.stdout == f"Sent: 0 statements. There already: {count} statements.\n"
    assert len(lrs.kept) == count


def test_a_session_that_goes_on_is_sent_on(small: Run, lrs: Lrs) -> None:
    session = play(small, POLITE)
    small("send", session, "--endpoint", lrs.endpoint)
    before = dict(lrs.kept)
    small("resume", session, given=f"{SHOVE}\n")
    assert small("send", session, "--endpoint", lrs.endpoint).returncode == 0
    assert lrs.kept.items() > before.items()
    assert any(s["verb"]["id"].endswith("terminated") for s in lrs.kept.values())


def test_offline_then_online(small: Run, lrs: Lrs, tmp_path: Path) -> None:
    sessions = [play(small, POLITE, SHOVE), play(small, SHOVE)]
    lrs.always = DROP
    for session in sessions:
        offline = small("send", session, "--endpoint", lrs.endpoint)
        assert offline.returncode == 3
        assert "Kept in the outbox" in offline.stderr
    assert len(waiting(tmp_path)) == 2
    lrs.always = None
    online = small("send", "--outbox", "--endpoint", lrs.endpoint)
    assert (online.returncode, online.stderr) == (0, "")
    assert waiting(tmp_path) == []
    assert len({s["context"]["registration"] for s in lrs.kept.values()}) == 2


def test_what_was_said_is_sent_only_when_asked_and_names_never(small: Run, lrs: Lrs) -> None:
    session = play(small, SHOVE, trainee="Ann Lee")
    small("send", session, "--endpoint", lrs.endpoint)
    assert SHOVE not in json.dumps(lrs.kept)
    other = small("send", session, "--with-text", "--endpoint", lrs.endpoint)
    assert other.returncode == 1
    assert "other content" in other.stderr
    lrs.kept.clear()
    assert small("send", session, "--with-text", "--endpoint", lrs.endpoint).returncode == 0
    assert SHOVE in json.dumps(lrs.kept)
    assert "Ann" not in json.dumps(lrs.kept)


def test_nothing_waits_of_a_person_who_was_erased(small: Run, lrs: Lrs, tmp_path: Path) -> None:
    session = play(small, SHOVE)
    other = play(small, SHOVE, trainee="Bo")
    lrs.always = 503
    small("send", session, other, "--endpoint", lrs.endpoint)
    assert len(waiting(tmp_path)) == 2
    small("people", "erase", "Ann", "--yes")
    assert waiting(tmp_path) == outbox.of_session(tmp_path, other)


def test_who_was_promised_that_nothing_is_sent_is_asked_first(
    small: Run, lrs: Lrs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trainer.session.notice.VERSION", "1")
    session = play(small, SHOVE)
    refused = small("send", session, "--endpoint", lrs.endpoint)
    assert (refused.returncode, lrs.asked) == (2, [])
    assert "--agreed" in refused.stderr
    assert small("send", session, "--agreed", "--endpoint", lrs.endpoint).returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("--endpoint", "http://127.0.0.1:9"),
        ("nobody", "--endpoint", "http://127.0.0.1:9"),
        ("nobody", "--outbox", "--endpoint", "http://127.0.0.1:9"),
        ("--outbox", "--endpoint", "http://lrs.example"),
        ("--outbox", "--endpoint", "https://lrs.example"),
        ("--outbox",),
    ],
)
def test_wrong_usage(small: Run, lrs: Lrs, arguments: tuple[str, ...]) -> None:
    done = small("send", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
