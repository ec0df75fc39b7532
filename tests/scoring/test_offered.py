"""What is offered instead does by itself what it is offered for."""

from __future__ import annotations

import pytest

from tests.shipped import library
from trainer.model.scenario import Scenario
from trainer.scoring.assess import RubricScorer
from trainer.scoring.context import context_of
from trainer.scoring.offered import Bare


@pytest.fixture(params=["pension-face-scan", "council-tax-reminder"])
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return library().find_scenario(request.param).value


def test_of_a_model_reply_as_much_is_offered_as_does_it_alone(
    scorer: RubricScorer, scenario: Scenario
) -> None:
    offered = 0
    for scene in scenario.scenes:
        context = context_of(scenario, scene, [("R", scene.lines[0].say)])
        for model in scene.model_replies:
            for name, words in scorer._wording(Bare(model, context), scenario.lang).items():
                assert words in model
                if name in scene.calls_for:
                    alone = scorer.assess(words, context)
                    assert alone.level(name) == 2 or alone.contradicted or alone.elsewhere, words
                    offered += 1
    assert offered > len(scenario.scenes)


def test_a_yes_that_the_rest_depends_on_is_not_offered_without_it(scorer: RubricScorer) -> None:
    scenario = library().find_scenario("pension-face-scan").value
    scene = scenario.scene("straight-answer")
    assert scene is not None
    context = context_of(scenario, scene, [("R", scene.lines[0].say)])
    tried = {
        f.criterion: f.try_ for f in scorer.assess("您听我说，手机上也能弄。", context).findings
    }
    assert len(tried["clear_next_steps"] or "") > 10
