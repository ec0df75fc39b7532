"""The shipped scenarios and drills, their replies scored and their walkthroughs played, as they ship."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shipped import HOME, library, scorer
from trainer import i18n
from trainer.proof.check import examine
from trainer.proof.memory import Kept, Remembering
from trainer.scoring.scorer import Scorer

PATHS = library().practice_paths()


@pytest.fixture(scope="module")
def remembering() -> Iterator[Scorer]:
    """What was judged in an earlier run by this very program is not judged again."""
    kept = Kept(HOME / "cache" / "assessments.db")
    yield Remembering(scorer(), kept)
    kept.keep()


@pytest.mark.parametrize("path", PATHS, ids=[path.stem for path in PATHS])
def test_nothing_is_found_in_what_ships(path: Path, remembering: Scorer) -> None:
    i18n.use("en")
    assert examine(library(), path, lambda _rubric: remembering) == ()


@pytest.mark.parametrize("path", library().scenario_paths(), ids=lambda path: path.stem)
def test_a_scenario_is_walked_to_a_good_ending_and_to_a_bad_one(path: Path) -> None:
    scenario = library().find_scenario(path).value
    grades = {
        ending.grade
        for walk in scenario.walkthroughs
        if (ending := scenario.ending(walk.ending or ""))
    }
    assert grades & {"A", "B"}
    assert grades & {"C", "D", "E", "F"}
