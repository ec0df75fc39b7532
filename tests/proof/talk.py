"""A talk whose replies name their own levels, and what is proven of it."""

from __future__ import annotations

from pathlib import Path

from tests.content.conftest import Folder, write
from tests.walkthroughs.by_level import ByLevel
from trainer.content.load import load_scenario
from trainer.model.diagnostic import Diagnostic
from trainer.proof.scored import examine
from trainer.scoring.scorer import Scorer

GOOD = "greeting_address 2, apology_explanation 2"
ASKED = "    calls_for: [greeting_address]\n"
PLAIN = (
    ("王师傅，对不起，我马上查。", f'"{GOOD}"'),
    ("    model_replies: [凭回执编号可以补。]\n", ASKED + f'    model_replies: ["{GOOD}"]\n'),
    ("calls_for: [greeting_address, apology_explanation]\n", "calls_for: [apology_explanation]\n"),
)


def proven(
    folder: Folder, *changes: tuple[str, str], scorer: Scorer | None = None, more: str = ""
) -> list[Diagnostic]:
    """What the scorer finds once each old text reads as the new one, `more` following."""
    text = folder.scenario.read_text("utf-8")
    for old, new in (*PLAIN, *changes):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    write(folder.scenario, text + more)
    return found_in(folder, folder.scenario, scorer)


def found_in(folder: Folder, path: Path, scorer: Scorer | None = None) -> list[Diagnostic]:
    script = load_scenario(path, folder.library.around(path)).script
    assert script is not None
    assert script.rubric is not None
    return list(examine(script, str(path), scorer or ByLevel(script.rubric)))


def line_of(path: Path, words: str) -> int:
    lines = [n for n, line in enumerate(path.read_text("utf-8").split("\n"), 1) if words in line]
    assert len(lines) == 1, (words, lines)
    return lines[0]
