"""What residents say fits how they feel by then."""

from __future__ import annotations

import pytest

from tests.shipped import library
from trainer.dialogue.respond import begin, say


@pytest.mark.parametrize("visits", [1, 2, 3])
def test_who_has_switched_the_camera_off_and_calmed_down_does_not_play_to_it(visits: int) -> None:
    filming = library().find_scenario("parking-fine-filming").value
    scene = filming.scene("got-that")
    assert scene is not None
    for seed in range(10):
        state, _says = begin(filming, library().disc().value, seed)
        calm = state.mood.model_copy(update={"anger": 15, "trust": 60})
        now = state.model_copy(
            update={
                "scene": scene.id,
                "mood": calm,
                "visits": {"on-air": 1, "dad": 1, "paper": 1, scene.id: visits},
            }
        )
        line = say(scene, now)
        assert "to the phone" not in line
        assert "phone high" not in line
