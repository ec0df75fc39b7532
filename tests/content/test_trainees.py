"""Repertoires of synthetic trainees: what is told of mistakes, and that the scorer does not mind them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.playtest.toy import CONTENT, library
from tests.shipped import library as shipped
from trainer.content.library import Library
from trainer.model.trainees import POLICIES
from trainer.session.learning import digest_of

FILE = CONTENT / "rubrics" / "plain" / "trainees.en.yaml"


def diagnostics(folder: Path, old: str, new: str) -> list[tuple[str, int, str | None]]:
    shutil.copytree(FILE.parent, folder / "plain")
    path = folder / "plain" / FILE.name
    told = FILE.read_text("utf-8")
    assert old in told
    path.write_text(told.replace(old, new), "utf-8")
    return [(d.code, d.line, d.hint) for d in Library((folder,)).check([path])]


def test_a_sound_file_has_no_mistakes(tmp_path: Path) -> None:
    assert diagnostics(tmp_path, "Wait.", "Wait!") == []


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "hint"),
    [
        ("  rude:", "  rood:", "KEY-001", 9, "Did you mean “rude”?"),
        ("shows:", "show:", "KEY-001", 10, "Did you mean “shows”?"),
        ("{shove: present}", "{shov: present}", "REF-005", 10, "Did you mean “shove”?"),
        ("Surely {promise}.", "Surely {promis}.", "VAL-005", 7, None),
        ("lang: en", "lang: fr", "REF-011", 1, "Write “en”, or rename the file."),
    ],
)
def test_one_mistake_is_told_once_where_it_stands(
    tmp_path: Path, old: str, new: str, code: str, line: int, hint: str | None
) -> None:
    found = diagnostics(tmp_path, old, new)
    assert [(c, n) for c, n, _hint in found] == [(code, line)]
    if hint:
        assert found[0][2] == hint


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_every_kind_of_trainee_has_enough_to_say(lang: str) -> None:
    book = shipped().trainees("reception", lang)
    assert book is not None
    assert set(book.value.policies) == set(POLICIES)
    for policy in POLICIES[:-2]:
        assert 15 <= len(book.value.policies[policy].lines) <= 25


def test_where_nothing_is_written_there_is_none() -> None:
    assert library().trainees("plain", "zh-CN") is None


def test_what_trainees_say_changes_nothing_of_the_scorer(tmp_path: Path) -> None:
    loaded = library().rubric("plain")
    bare = tmp_path / "bare"
    shutil.copytree(FILE.parent, bare, ignore=shutil.ignore_patterns("trainees.*"))
    assert digest_of(bare, loaded.value, "en") == digest_of(FILE.parent, loaded.value, "en")
