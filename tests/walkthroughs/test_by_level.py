"""Scenarios walked to each of their endings by replies of known levels.

Each walk is made twice: straight through, and leaving and coming back after every reply.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.shipped import library
from tests.walkthroughs.by_level import ByLevel
from trainer.session.practice import Practice
from trainer.session.transcript import Transcript

WALKS: dict[str, list[dict[str, Any]]] = {
    path.stem: yaml.safe_load(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parent / "levels").glob("*.yaml"))
}
EACH = [
    pytest.param(scenario, walk, id=f"{scenario}-{number}-{walk['ending']}")
    for scenario, walks in WALKS.items()
    for number, walk in enumerate(walks, 1)
]


def walked(home: Path, scenario: str, replies: list[str], *, leaving: bool) -> Transcript:
    found = library().find_scenario(scenario).value
    rubric = library().rubric(found.rubric).value
    practice = Practice.start(home, found, rubric, library().disc().value, seed=1)
    for reply in replies:
        practice.say(reply)
        practice.hear(ByLevel(rubric))
        if leaving:
            practice.close()
            practice = Practice.resume(practice.path)
    practice.close()
    return practice.transcript


@pytest.mark.parametrize(("scenario", "walk"), EACH)
def test_a_walk_leads_where_it_is_said_to(
    tmp_path: Path, scenario: str, walk: dict[str, Any]
) -> None:
    steps = [next(iter(step.items())) for step in walk["talk"]]
    straight, broken = (
        walked(tmp_path, scenario, [reply for _scene, reply in steps], leaving=leaving)
        for leaving in (False, True)
    )
    assert [turn.scene.id for turn in straight.turns] == [scene for scene, _reply in steps]
    assert straight.ending is not None
    assert straight.ending.id == walk["ending"]
    assert (broken.history, broken.state) == (straight.history, straight.state)


@pytest.mark.parametrize("scenario", WALKS)
def test_the_walks_see_every_scene_and_ending(scenario: str) -> None:
    found = library().find_scenario(scenario).value
    scenes = {scene for walk in WALKS[scenario] for step in walk["talk"] for scene in step}
    assert scenes == {scene.id for scene in found.scenes}
    assert {walk["ending"] for walk in WALKS[scenario]} == {e.id for e in found.endings}
