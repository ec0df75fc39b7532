"""What is offered instead does by itself what it is offered for."""

from __future__ import annotations

import pytest

from tests.shipped import library
from trainer.scoring.assess import RubricScorer
from trainer.scoring.context import context_of
from trainer.scoring.offered import Bare, is_said


@pytest.mark.parametrize("name", ["pension-face-scan", "council-tax-reminder"])
def test_of_a_model_reply_as_much_is_offered_as_does_it_alone(
    scorer: RubricScorer, name: str
) -> None:
    """Judged by itself a part may weigh a little less than within the whole."""
    scenario = library().find_scenario(name).value
    levels: list[int] = []
    for scene in scenario.scenes:
        context = context_of(scenario, scene, [("R", scene.lines[0].say)])
        for model in scene.model_replies:
            for criterion, words in scorer._wording(Bare(model, context), scenario.lang).items():
                assert words in model
                if criterion in scene.calls_for:
                    levels.append(scorer.assess(words, context).level(criterion))
    assert len(levels) > len(scenario.scenes)
    assert levels.count(2) >= 0.9 * len(levels)


def test_what_has_just_been_said_is_not_offered_back() -> None:
    said = "being laughed at, that's humiliating, mr bell, and i'm sorry it happened."
    assert is_said("That's humiliating, Mr Bell, and I'm really sorry.", said, "en")
    assert not is_said("I wasn't there, so I can't judge it.", said, "en")


def test_a_yes_that_the_rest_depends_on_is_not_offered_without_it(scorer: RubricScorer) -> None:
    scenario = library().find_scenario("pension-face-scan").value
    scene = scenario.scene("straight-answer")
    assert scene is not None
    context = context_of(scenario, scene, [("R", scene.lines[0].say)])
    tried = {
        f.criterion: f.try_ for f in scorer.assess("您听我说，手机上也能弄。", context).findings
    }
    assert len(tried["clear_next_steps"] or "") > 10
