"""Checking many files: several processes find what one finds, and what is known is not looked at again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.content.conftest import SCENARIO, Folder, folder, write
from trainer import i18n
from trainer.proof import check as checking
from trainer.proof.check import check, examine
from trainer.proof.remembered import Remembered

__all__ = ["folder"]


def copies(folder: Folder) -> None:
    for number in range(4):
        broken = SCENARIO.replace("id: lost-papers", f"id: copy-{number % 3}")
        write(folder.scenario.with_name(f"copy-{number}.yaml"), broken.replace("venue", "venu"))


def test_several_processes_find_what_one_finds_in_the_same_order(folder: Folder) -> None:
    copies(folder)
    alone = check(folder.library)
    assert len(alone) == 5
    assert check(folder.library, jobs=2, worth_it=1) == alone
    assert alone == folder.library.check()


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were really examined."""
    seen: list[str] = []

    def noting(library, path, scorer_of):  # type: ignore[no-untyped-def]
        seen.append(path.name)
        return examine(library, path, scorer_of)

    monkeypatch.setattr(checking, "examine", noting)
    return seen


def test_what_has_not_changed_is_not_looked_at_again(
    folder: Folder, tmp_path: Path, looked_at: list[str]
) -> None:
    copies(folder)
    paths = [folder.root / "scenarios"]
    store = tmp_path / "cache" / "checks.txt"
    first = check(folder.library, paths, remembered=Remembered(store))
    assert len(looked_at) == 6
    looked_at.clear()
    assert check(folder.library, paths, remembered=Remembered(store)) == first
    assert looked_at == []
    write(folder.scenario, SCENARIO.replace("venue", "venu"))
    assert len(check(folder.library, paths, remembered=Remembered(store))) == len(first) + 1
    assert looked_at == [folder.scenario.name]


@pytest.mark.parametrize("changed", ["resident", "rubric", "disc"])
def test_what_a_file_refers_to_counts_as_part_of_it(
    folder: Folder, tmp_path: Path, looked_at: list[str], changed: str
) -> None:
    store = tmp_path / "cache" / "checks.txt"
    check(folder.library, [folder.scenario], remembered=Remembered(store))
    looked_at.clear()
    path: Path = getattr(folder, changed)
    write(path, path.read_text("utf-8") + "# changed\n")
    check(folder.library, [folder.scenario], remembered=Remembered(store))
    assert looked_at == [folder.scenario.name]


def test_another_language_is_told_in_that_language(folder: Folder, tmp_path: Path) -> None:
    store = tmp_path / "cache" / "checks.txt"
    write(folder.scenario, SCENARIO.replace("venue: hall", "venue: hal"))
    [english] = check(folder.library, [folder.scenario], remembered=Remembered(store))
    i18n.use("zh-CN")
    try:
        [chinese] = check(folder.library, [folder.scenario], remembered=Remembered(store))
    finally:
        i18n.use("en")
    assert english.message != chinese.message
    [again] = check(folder.library, [folder.scenario], remembered=Remembered(store))
    assert again == english
    assert again.fix == english.fix != ()


@pytest.mark.parametrize("damage", ["", "rubbish", "trainer checks 1\nkey [{]\n"])
def test_a_damaged_memory_is_as_good_as_none(folder: Folder, tmp_path: Path, damage: str) -> None:
    store = tmp_path / "checks.txt"
    write(folder.scenario, SCENARIO.replace("venue: hall", "venue: hal"))
    store.write_text(damage, "utf-8")
    first = check(folder.library, [folder.scenario], remembered=Remembered(store))
    assert [each.code for each in first] == ["VAL-002"]
    kept = store.read_text("utf-8")
    store.write_text(kept.replace("[{", "[{{"), "utf-8")
    assert check(folder.library, [folder.scenario], remembered=Remembered(store)) == first


def test_a_memory_that_cannot_be_written_does_no_harm(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    store = Remembered(tmp_path / "file" / "checks.txt")
    assert check(folder.library, [folder.scenario], remembered=store) == []


def test_phrases_are_looked_at_again_when_the_rubric_beside_them_changes(
    folder: Folder, tmp_path: Path
) -> None:
    store = tmp_path / "remembered"
    shipped = Path(__file__).parents[2] / "rubrics" / "reception"
    rubric, phrases = (tmp_path / "mine" / name for name in ("rubric.yaml", "phrases.en.yaml"))
    for path in (rubric, phrases):
        write(path, (shipped / path.name).read_text("utf-8"))
    assert check(folder.library, [phrases], remembered=Remembered(store)) == []
    write(rubric, rubric.read_text("utf-8").replace("id: exploration", "id: questions"))
    found = check(folder.library, [phrases], remembered=Remembered(store))
    assert {diagnostic.code for diagnostic in found} == {"REF-005"}


def test_labelled_replies_are_looked_at_again_when_their_language_gets_phrases(
    folder: Folder, tmp_path: Path
) -> None:
    store = tmp_path / "remembered"
    rubric, replies = tmp_path / "mine" / "rubric.yaml", tmp_path / "mine/replies/nos.fr.jsonl"
    shipped = Path(__file__).parents[2] / "rubrics" / "reception"
    write(rubric, (shipped / "rubric.yaml").read_text("utf-8"))
    write(replies, '{"reply": "Bonjour."}\n')
    found = check(folder.library, [replies], remembered=Remembered(store))
    assert {diagnostic.code for diagnostic in found} == {"REPLY-002"}
    write(rubric.with_name("phrases.fr.yaml"), "")
    assert check(folder.library, [replies], remembered=Remembered(store)) == []
