"""`check` reads the labelled replies of a rubric as the scorer does, and tells what it would trip over or pass by."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.content.conftest import write
from trainer.cli.mend import mended_file
from trainer.content.library import Library
from trainer.model.diagnostic import Diagnostic
from trainer.proof.check import check
from trainer.proof.labelled import check as check_replies

ROOT = Path(__file__).parents[2] / "rubrics" / "reception"
SOUND = {
    "lang": "en",
    "resident_line": "I have waited an hour.",
    "reply": "An hour is far too long, I'm sorry.",
    "labels": {"emotional_reaction": 2, "blame_dismiss": 0, "exploration": None},
    "overall": 60,
    "note": "from Tuesday's session",
}


def told(folder: Path, text: str, name: str = "ours.en.jsonl") -> list[Diagnostic]:
    rubric = folder / "rubrics" / "mine"
    write(rubric / "replies" / name, text)
    for each in ("rubric.yaml", "phrases.en.yaml"):
        shutil.copy(ROOT / each, rubric)
    return check(Library((folder,)), [rubric / "replies"])


def line(**changed: Any) -> str:
    return json.dumps(SOUND | changed, ensure_ascii=False)


def test_a_sound_file_has_no_mistakes_whatever_notes_stand_in_it(tmp_path: Path) -> None:
    assert told(tmp_path, f"{line()}\n\n{line(labels={})}\r\n") == []


def test_a_rubric_may_have_a_third_language(tmp_path: Path) -> None:
    write(tmp_path / "rubrics" / "mine" / "phrases.fr.yaml", "")
    assert (
        told(tmp_path, line(lang="fr", reply="Une heure, c'est bien trop long."), "nos.fr.jsonl")
        == []
    )


@pytest.mark.parametrize("path", sorted((ROOT / "replies").glob("*.jsonl")), ids=lambda p: p.stem)
def test_those_that_ship_have_none(path: Path) -> None:
    assert check_replies(path, Library((ROOT.parents[1],)).rubric("reception").value) == ()


@pytest.mark.parametrize(
    ("wrong", "code", "at", "hint"),
    [
        (line()[:-1], "REPLY-001", None, '{"reply": "…"'),
        ('["I am sorry."]', "REPLY-001", None, None),
        (line(reply=7), "REPLY-001", None, None),
        (line(overall=300), "REPLY-001", None, None),
        (line(labels={"emotional_reaction": 3}), "REPLY-001", None, None),
        (line(labels={"emotional_reacton": 2}), "REF-005", "emotional_reacton", "emotional_reaction"),
        (line(labels={"emotional_reaction": -1}), "VAL-003", "emotional_reaction", None),
        (line(labels={"blame_dismiss": 1}), "VAL-003", "blame_dismiss", None),
        (line(resident_lien="Well?"), "KEY-001", "resident_lien", "resident_line"),
        (line(lang="zh-CN"), "REF-011", "lang", "en"),
    ],
)  # fmt: skip
def test_one_mistake_is_told_once_on_its_line(
    tmp_path: Path, wrong: str, code: str, at: str | None, hint: str | None
) -> None:
    (found,) = told(tmp_path, f"{line()}\n{wrong}\n{line()}\n")
    assert (found.code, found.line) == (code, 2)
    if at:
        assert wrong[found.column - 1 :].startswith(at)
    assert (hint or "") in (found.hint or "")


@pytest.mark.parametrize("name", ["ours.jsonl", "ours.fr.jsonl"])
def test_a_file_that_nothing_is_learned_from_is_told(tmp_path: Path, name: str) -> None:
    (found,) = told(tmp_path, line(lang=None), name)
    assert (found.code, found.severity) == ("REPLY-002", "warning")


def test_where_a_mistake_is_beyond_doubt_it_can_be_mended(tmp_path: Path) -> None:
    wrong = line(labels={"emotional_reacton": 2})
    assert told(tmp_path, wrong)
    path = tmp_path / "rubrics" / "mine" / "replies" / "ours.en.jsonl"
    before, after = mended_file(Library((tmp_path,)), path)
    assert (before, after) == (wrong, wrong.replace("reacton", "reaction"))
    assert path.read_text("utf-8") == after


def test_bytes_that_are_no_text_are_told_with_their_place(tmp_path: Path) -> None:
    told(tmp_path, "")
    path = tmp_path / "rubrics" / "mine" / "replies" / "ours.en.jsonl"
    path.write_bytes(f"{line()}\n".encode() + b'{"reply": "\xff"}\n')
    (found,) = check(Library((tmp_path,)), [path])
    assert (found.code, found.line, found.column) == ("YAML-003", 2, 12)


def test_without_a_rubric_above_it_any_word_may_be_a_criterion(tmp_path: Path) -> None:
    path = tmp_path / "ours.en.jsonl"
    write(path, line(labels={"anything": 1}))
    assert [each.code for each in check(Library((tmp_path,)), [path])] == ["REPLY-002"]
