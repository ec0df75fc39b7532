from __future__ import annotations

import base64
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests.session.small import POLITE, SHOVE, played
from tests.session.small_lrs import DROP, Lrs, running
from trainer.errors import UsageError
from trainer.report.xapi import statements
from trainer.session import lrs as talk
from trainer.session.lrs import Delivery, NotSent, Store, address, agrees, authorization


@pytest.fixture(scope="module")
def server() -> Iterator[Lrs]:
    with running() as found:
        yield found


@pytest.fixture
def lrs(server: Lrs) -> Lrs:
    server.__dict__.update(Lrs().__dict__ | {"endpoint": server.endpoint})
    return server


@pytest.fixture
def told(tmp_path: Path) -> list[dict[str, Any]]:
    return statements(played(tmp_path, POLITE, SHOVE), with_text=True)


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def store(lrs: Lrs, waits: list[float]) -> Store:
    return Store(lrs.endpoint, "Bearer abc", sleep=waits.append, timeout=5)


def test_a_batch_is_taken_whole(lrs: Lrs, store: Store, told: list[dict[str, Any]]) -> None:
    assert store.deliver(told) == Delivery(taken=len(told))
    assert [s["id"] for s in told] == list(lrs.kept)
    ((asked, headers),) = lrs.asked
    assert asked == "POST /xapi/statements"
    assert headers["x-experience-api-version"] == "1.0.3"
    assert headers["authorization"] == "Bearer abc"


@pytest.mark.parametrize("strict", [True, False])
def test_twice_doubles_nothing(
    lrs: Lrs, store: Store, told: list[dict[str, Any]], strict: bool
) -> None:
    lrs.strict = strict
    store.deliver(told)
    assert store.deliver(told) == Delivery(there=len(told))
    assert len(lrs.kept) == len(told)


@pytest.mark.parametrize("lists", [False, True])
def test_of_what_is_there_in_part_the_rest_is_sent(
    lrs: Lrs, store: Store, told: list[dict[str, Any]], lists: bool
) -> None:
    lrs.lists = lists
    store.deliver(told[:3])
    assert store.deliver(told) == Delivery(taken=len(told) - 3, there=3)
    assert set(lrs.kept) == {s["id"] for s in told}


def test_other_content_under_the_same_id_is_said(
    lrs: Lrs, store: Store, told: list[dict[str, Any]]
) -> None:
    store.deliver(told)
    changed = told[1]["id"]
    lrs.kept[changed]["result"] = {"response": "Something else."}
    assert store.deliver(told).different == (changed,)


@pytest.mark.parametrize("status", [429, 500, 503, DROP])
def test_what_may_pass_is_tried_again_and_waited_for_longer_each_time(
    lrs: Lrs, store: Store, told: list[dict[str, Any]], waits: list[float], status: int
) -> None:
    lrs.next = [status] * 3
    assert store.deliver(told).taken == len(told)
    assert waits == [0.5, 1.0, 2.0]
    lrs.always = status
    with pytest.raises(NotSent):
        store.deliver(told)
    assert len(lrs.asked) == 4 + talk.TRIES


def test_the_store_says_how_long_to_wait_within_reason(
    lrs: Lrs, store: Store, told: list[dict[str, Any]], waits: list[float]
) -> None:
    lrs.next, lrs.retry_after = [429], "7"
    store.deliver(told)
    lrs.always, lrs.retry_after = 429, "99999"
    with pytest.raises(NotSent):
        store.deliver(told)
    assert waits == [7.0, 30.0, 30.0], "and not for ever"


@pytest.mark.parametrize(
    ("status", "for_all"), [(400, False), (401, True), (403, True), (404, True), (413, False)]
)
def test_what_will_not_pass_is_not_tried_again(
    lrs: Lrs, store: Store, told: list[dict[str, Any]], waits: list[float], status: int,
    for_all: bool,
) -> None:  # fmt: skip
    lrs.always = status
    with pytest.raises(NotSent) as refused:
        store.deliver(told)
    assert refused.value.for_all is for_all
    assert str(status) in str(refused.value)
    assert (len(lrs.asked), waits) == (1, [])


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_credentials_do_not_follow_a_redirect(
    lrs: Lrs, store: Store, told: list[dict[str, Any]], status: int
) -> None:
    lrs.always = status
    with pytest.raises(NotSent, match="elsewhere"):
        store.deliver(told)
    assert len(lrs.asked) == 1


def test_a_store_that_contradicts_itself_is_left_alone(
    lrs: Lrs, store: Store, told: list[dict[str, Any]]
) -> None:
    lrs.next = [409]
    with pytest.raises(NotSent, match="409"):
        store.deliver(told)


def test_nobody_there(told: list[dict[str, Any]], waits: list[float]) -> None:
    store = Store("http://127.0.0.1:9/xapi", sleep=waits.append)
    with pytest.raises(NotSent, match=r"127\.0\.0\.1:9") as fault:
        store.deliver(told)
    assert fault.value.for_all
    assert len(waits) == talk.TRIES - 1


def test_an_answer_that_is_no_statement_keeps_the_batch(
    lrs: Lrs, store: Store, told: list[dict[str, Any]]
) -> None:
    store.deliver(told)
    lrs.kept = {statement["id"]: {"nothing": "here"} for statement in told}
    with pytest.raises(NotSent, match="no statement"):
        store.deliver(told)


def test_a_proxy_is_not_asked_for_this_computer(
    lrs: Lrs, told: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    assert Store(lrs.endpoint).deliver(told).taken == len(told)


def test_a_store_may_write_the_same_its_own_way() -> None:
    sent = {"timestamp": "2026-01-02T03:00:00.000Z", "result": {"score": {"scaled": 1.0}}, "a": [1]}
    same = {"timestamp": "2026-01-02T03:00:00+00:00", "result": {"score": {"scaled": 1}}, "a": [1]}
    assert agrees(sent, same | {"stored": "2026-01-03T00:00:00Z"})
    for other in (
        {"timestamp": "2026-01-02T03:00:01Z"},
        {"result": {"score": {"scaled": 0.5}}},
        {"result": {"score": {"scaled": 1}, "response": "words that were not sent"}},
        {"a": [1, 2]},
        {"a": [True]},
        {"a": None},
    ):
        assert not agrees(sent, same | other)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("https://LRS.example/xapi/", "https://lrs.example/xapi"),
        ("https://lrs.example/xapi/statements", "https://lrs.example/xapi"),
        ("http://localhost:8100", "http://localhost:8100"),
        ("http://[::1]:8100/x", "http://[::1]:8100/x"),
    ],
)
def test_an_endpoint_in_one_form(said: str, meant: str) -> None:
    assert address(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "http://lrs.example/xapi", "http://127.0.0.1.evil.example/", "http://localhost@evil.example/",
        "https://user:secret@lrs.example/", "https://lrs.example/?key=1", "https://lrs.example/#x",
        "ftp://lrs.example", "lrs.example", "", "https://", "https://lrs.example:port/",
        "http://[::1", "https://lrs.example/\n", "file:///etc/passwd", "https://a b/\x1b",
    ],
)  # fmt: skip
def test_no_place_to_send_to(said: str) -> None:
    if said.endswith("\n"):
        assert address(said) == "https://lrs.example"
        return
    with pytest.raises(UsageError) as refused:
        address(said)
    assert "secret" not in str(refused.value)


def test_credentials_are_the_environments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    far, near = "https://lrs.example/xapi", "http://127.0.0.1:1/xapi"
    assert authorization(far, {"TRAINER_LRS_TOKEN": "abc"}) == "Bearer abc"
    pair = {"TRAINER_LRS_USER": "Ann", "TRAINER_LRS_PASSWORD": "密码:x"}
    scheme, _space, coded = authorization(far, pair).partition(" ")
    assert (scheme, base64.b64decode(coded).decode()) == ("Basic", "Ann:密码:x")
    assert authorization(near, {}) == ""
    for missing in ({}, {"TRAINER_LRS_USER": "Ann"}, {"TRAINER_LRS_PASSWORD": "x"}):
        with pytest.raises(UsageError, match="TRAINER_LRS_PASSWORD"):
            authorization(far, missing)
    with pytest.raises(UsageError):
        authorization(far, {"TRAINER_LRS_TOKEN": "abc\r\nX-Other: 1"})


def test_a_keyring_is_asked_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    ring = ModuleType("keyring")
    monkeypatch.setitem(sys.modules, "keyring", ring)
    found = SimpleNamespace(username="Ann", password="x")
    kept = {"https://lrs.example": found}
    ring.get_credential = lambda service, _user: kept.get(service)  # type: ignore[attr-defined]
    assert authorization("https://lrs.example", {}).startswith("Basic ")
    with pytest.raises(UsageError):
        authorization("https://other.example", {})

    def locked(service: str, user: str | None) -> None:
        raise RuntimeError("locked")

    ring.get_credential = locked  # type: ignore[attr-defined]
    with pytest.raises(UsageError):
        authorization("https://lrs.example", {})
