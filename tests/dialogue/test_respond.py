"""The resident's answer: the branch taken, the words said, the ending reached."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.dialogue.world import DISC, SOMETHING, assessed, scenario
from trainer.dialogue.respond import begin, respond, say
from trainer.model.assessment import Assessment
from trainer.model.mood import Mood
from trainer.model.scenario import Scenario, Scene
from trainer.model.talk import TalkState

KIND = assessed(care=2)
COLD = assessed(care=0)


def first(talk: Scenario, **mood: float) -> TalkState:
    state = begin(talk, DISC, seed=1)[0]
    return state.model_copy(update={"mood": state.mood.model_copy(update=mood)})


def answered(talk: Scenario, found: Assessment, **mood: float) -> TalkState:
    return respond(first(talk, **mood), SOMETHING, found, talk, DISC).state


def test_a_talk_begins_in_the_first_scene_with_the_resident_s_words() -> None:
    state, says = begin(scenario(), DISC, seed=1)
    assert (state.scene, state.turn, state.visits) == ("arrival", 0, {"arrival": 1})
    assert says == (("arrival", "Well?"),)


def test_the_first_branch_that_holds_is_taken_and_says_why() -> None:
    talk = scenario()
    answer = respond(first(talk), SOMETHING, KIND, talk, DISC)
    assert answer.state.scene == "matter"
    assert answer.branch == 1  # after the one of `anytime`
    assert answer.because == "You cared."
    assert answer.says == (("arrival", "Thank you."), ("matter", "So what now?"))


def test_the_fallback_is_taken_when_nothing_else_holds_and_a_visit_is_counted() -> None:
    state = answered(scenario(), COLD)
    assert (state.scene, state.turn, state.visits) == ("arrival", 1, {"arrival": 2})


def test_a_branch_moves_the_mood_after_the_reply_did() -> None:
    talk = scenario()
    answer = respond(first(talk), SOMETHING, KIND, talk, DISC)
    assert [(m.dimension, m.delta, m.cause) for m in answer.moves] == [
        ("anger", -5, "cared"),
        ("trust", 5, "cared"),
        ("trust", 7, "branch"),
    ]
    assert answer.state.mood.trust == 40 + 5 + 7


def test_branches_look_at_the_mood_as_the_reply_left_it() -> None:
    insulted = respond(first(scenario(), anger=80), SOMETHING, assessed(blame=-2), scenario(), DISC)
    assert insulted.branch == 0
    assert insulted.state.ending == "walks-out"
    assert insulted.state.scene == "arrival"


@pytest.mark.parametrize(("trust", "ending"), [(90, "glad"), (60, "content"), (10, "walks-out")])
def test_end_takes_the_first_ending_that_fits_and_the_last_one_otherwise(
    trust: float, ending: str
) -> None:
    talk = scenario()
    state = first(talk, trust=trust).model_copy(update={"scene": "matter"})
    answer = respond(state, SOMETHING, KIND, talk, DISC)
    assert answer.state.ending == ending
    assert answer.says == ((("glad", "Goodbye."),) if ending == "glad" else ())


def test_an_ending_sees_the_mood_after_the_branch_moved_it() -> None:
    scenes = scenario().model_dump(mode="json", by_alias=True)["scenes"]
    scenes[1]["branches"][0]["mood"] = {"trust": 30}
    talk = scenario(scenes=scenes)
    state = first(talk, trust=55).model_copy(update={"scene": "matter"})
    assert respond(state, SOMETHING, KIND, talk, DISC).state.ending == "glad"


def test_the_second_kind_word_does_less_than_the_first() -> None:
    talk = scenario()
    state = first(talk, anger=90)
    one = respond(state, SOMETHING, KIND, talk, DISC).state
    two = respond(one.model_copy(update={"scene": "arrival"}), SOMETHING, KIND, talk, DISC).state
    assert state.mood.anger - one.mood.anger == 5
    assert one.mood.anger - two.mood.anger == 2.5
    assert two.effects == {"cared": 2}


def test_a_talk_that_is_over_takes_no_reply() -> None:
    over = first(scenario()).model_copy(update={"ending": "glad"})
    with pytest.raises(ValueError, match="no talk goes on"):
        respond(over, SOMETHING, KIND, scenario(), DISC)


# Which of its lines a scene says


def scene(*lines: Mapping[str, object]) -> Scene:
    return Scene.model_validate(
        {"id": "s", "lines": lines, "branches": [{"to": "s"}], "model_replies": ["x"]}
    )


def said(of: Scene, seed: int = 1, visit: int = 1, **mood: float) -> str:
    return say(of, TalkState(scene="s", mood=Mood(**mood), seed=seed, visits={"s": visit}))


ANGRY = {"say": "angry", "when": {"mood": {"anger": {"low": 60}}}}
AGAIN = {"say": "angry again", "when": {"mood": {"anger": {"low": 60}}, "visits": {"low": 2}}}


def test_the_line_that_fits_and_asks_most_is_said() -> None:
    lines = scene({"say": "plain"}, ANGRY, AGAIN)
    assert said(lines, anger=20) == "plain"
    assert said(lines, anger=80) == "angry"
    assert said(lines, anger=80, visit=2) == "angry again"


def test_where_none_fits_one_is_said_all_the_same() -> None:
    assert said(scene(ANGRY), anger=10) == "angry"


def test_variants_are_chosen_by_the_seed_and_the_same_seed_says_the_same() -> None:
    lines = scene(*({"say": str(n)} for n in range(4)))
    heard = [said(lines, seed) for seed in range(40)]
    assert heard == [said(lines, seed) for seed in range(40)]
    assert set(heard) == {"0", "1", "2", "3"}


def test_what_was_said_is_left_aside_when_another_mood_lets_other_variants_fit() -> None:
    lines = [
        {"say": "angry", "when": {"mood": {"anger": {"low": 60}}}},
        {"say": "again", "when": {"visits": {"low": 2}}},
    ]
    scenes = scenario().model_dump(mode="json", by_alias=True)["scenes"]
    scenes[1]["lines"] = [{"say": "plain"}, *lines]
    talk = scenario(scenes=scenes)
    for seed in range(20):
        state = begin(talk, DISC, seed)[0].model_copy(update={"scene": "matter"})
        state = state.model_copy(update={"mood": Mood(anger=80), "visits": {"matter": 1}})
        heard = [say(talk.scenes[1], state)]
        for _visit in range(3):
            answer = respond(state, SOMETHING, assessed(), talk, DISC)
            heard.append(answer.says[-1][1])
            state = answer.state
        assert heard == ["angry", "again", "angry", "again"]


def test_no_variant_is_said_twice_before_all_were_said() -> None:
    lines = scene(*({"say": str(n)} for n in range(4)))
    heard = [said(lines, seed=5, visit=visit) for visit in range(1, 9)]
    assert sorted(heard[:4]) == sorted(heard[4:]) == ["0", "1", "2", "3"]
