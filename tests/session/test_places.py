"""Journals that lie in a folder here, or in one that fsspec reaches."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from tests.session.small import POLITE, played
from trainer.errors import NotFound, StorageError, UsageError
from trainer.session.home import sessions_folder
from trainer.session.places import Folder, Place, place_of, sound_at
from trainer.session.sound import read_sound


@pytest.fixture(params=["folder", "file://", "memory://"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A home with one session, here or elsewhere."""
    played(tmp_path, POLITE)
    if request.param == "folder":
        yield place_of(str(tmp_path))
    elif request.param == "file://":
        yield place_of(f"file://{tmp_path}")
    else:
        memory = fsspec.filesystem("memory")
        memory.put(str(sessions_folder(tmp_path)), "/home/sessions", recursive=True)
        yield place_of("memory://home")
        memory.rm("/home", recursive=True)


def test_a_journal_reads_the_same_wherever_it_lies(place: Place, tmp_path: Path) -> None:
    (name,) = place.journals()
    sound = sound_at(place, name)
    assert sound.events == read_sound(sessions_folder(tmp_path) / name).events
    assert str(sound.path).endswith(f"/sessions/{name}")


def test_what_is_added_beside_a_journal_is_no_journal(place: Place) -> None:
    (name,) = place.journals()
    beside = name.replace(".jsonl", ".notes.jsonl")
    place.add(beside, lambda there: b"1\n" if not there else b"")
    place.add(beside, lambda there: there + b"2\n")
    place.add(beside, lambda _there: b"")
    assert place.read(beside) == b"1\n1\n2\n"
    assert place.journals() == [name]


def test_half_a_line_gives_way_to_what_is_added(place: Place) -> None:
    place.add("torn.notes.jsonl", lambda _there: b"1\nhalf")
    place.add("torn.notes.jsonl", lambda there: b"2\n" if there == b"1\n" else b"wrong")
    assert place.read("torn.notes.jsonl") == b"1\n2\n"


def test_what_is_not_there_is_said(place: Place) -> None:
    with pytest.raises(NotFound, match=r"none\.jsonl"):
        place.read("none.jsonl")


@pytest.mark.parametrize("url", ["/no/such/folder", "memory://nowhere"])
def test_a_folder_that_is_not_there_is_said(url: str) -> None:
    with pytest.raises(NotFound, match=r"no folder .*(such/folder|nowhere)"):
        place_of(url).journals()


def test_a_url_of_no_known_kind_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="gopher"):
        place_of("gopher://old/sessions")


def test_without_the_extra_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(UsageError, match=r'pip install -e "\.\[remote\]"'):
        place_of("s3://bucket/sessions")


def test_what_a_file_system_elsewhere_raises_becomes_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_given: object, **_more: object) -> bytes:
        raise RuntimeError("401\nwho are you")

    place = place_of("memory://strange")
    memory = fsspec.filesystem("memory")
    monkeypatch.setattr(type(memory), "cat_file", fails)
    with pytest.raises(StorageError, match="cannot be reached: 401 who are you"):
        place.read("a.jsonl")


def test_a_folder_needs_no_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    place = place_of(str(tmp_path))
    assert isinstance(place, Folder)
    assert place.journals() == []
