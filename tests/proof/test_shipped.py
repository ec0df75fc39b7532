"""The shipped scenarios and drills, their replies scored and their walkthroughs played, as they ship."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shipped import library, scorer
from trainer import i18n
from trainer.proof.check import examine

PATHS = library().practice_paths()


@pytest.mark.parametrize("path", PATHS, ids=[path.stem for path in PATHS])
def test_nothing_is_found_in_what_ships(path: Path) -> None:
    i18n.use("en")
    assert examine(library(), path, lambda _rubric: scorer()) == ()


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
