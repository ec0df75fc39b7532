"""Phrase files: what is told of mistakes, in `trainer check` and not only when the first reply is to be scored."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from trainer.content.library import Library

ROOT = Path(__file__).parents[2] / "rubrics" / "reception"

PHRASES = r"""
lang: en
criteria:
  greeting_address:
    strong: ['(good morning|hello)…(mr|mrs)']
    against: ['next']
penalties:
  blame_dismiss:
    mild: ['calm down']
    clear: ['nobody is to blame']
signals:
  ask_views: ['which of these']
stock: ['(thank you|thanks) for waiting']
harmless:
  blame_dismiss: ['who did you speak to']
negation: '(not|never)$'
"""


def told(folder: Path, old: str, new: str) -> list[tuple[str, int, int, str | None]]:
    shutil.copy(ROOT / "rubric.yaml", folder)
    path = folder / "phrases.en.yaml"
    assert old in PHRASES
    path.write_text(PHRASES.replace(old, new).lstrip(), "utf-8")
    return [(d.code, d.line, d.column, d.hint) for d in Library((folder,)).check([path])]


def test_a_sound_file_has_no_mistakes(tmp_path: Path) -> None:
    assert told(tmp_path, "en", "en") == []


def test_those_that_ship_have_none() -> None:
    assert Library((ROOT.parents[1],)).check(sorted(ROOT.glob("phrases.*.yaml"))) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "column", "hint"),
    [
        ("greeting_address:", "greeting_adress:", "REF-005", 3, 3, "greeting_address"),
        ("  blame_dismiss:\n", "  emotional_reaction:\n", "REF-005", 7, 3, "blame_dismiss"),
        ("  blame_dismiss: [", "  blame: [", "REF-005", 14, 3, "blame_dismiss"),
        ("    against:", "    agianst:", "VAL-002", 5, 5, "against"),
        ("    mild:", "    weak:", "VAL-002", 8, 5, "severe"),
        ("harmless:", "harmles:", "KEY-001", 13, 1, "harmless"),
        ("'next'", "'next('", "VAL-005", 5, 15, "“)”"),
        ("'next'", "'next{9999999999}'", "VAL-005", 5, 15, "“)”"),
        ("'(thank you", "'thank you", "VAL-005", 12, 9, "“)”"),
        ("'(not|never)$'", "'(not|never$'", "VAL-005", 15, 11, "“)”"),
        ("lang: en", "lang: fr", "REF-011", 1, 7, "“en”"),
        ("mild: ['calm down']", "mild: [{calm: down}]", "VAL-001", 8, 12, None),
    ],
)
def test_one_mistake_is_told_once_where_it_stands(
    tmp_path: Path, old: str, new: str, code: str, line: int, column: int, hint: str | None
) -> None:
    found = told(tmp_path, old, new)
    assert [(c, n, k) for c, n, k, _hint in found] == [(code, line, column)]
    assert (hint or "") in (found[0][3] or "")


def test_without_a_rubric_beside_it_any_word_may_be_a_criterion(tmp_path: Path) -> None:
    path = tmp_path / "phrases.en.yaml"
    path.write_text(PHRASES.replace("greeting_address", "anything"), "utf-8")
    assert Library((tmp_path,)).check([path]) == []
