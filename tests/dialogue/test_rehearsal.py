"""Standing anywhere in a talk."""

from __future__ import annotations

from tests.dialogue.world import DISC, SOMETHING, assessed, scenario
from trainer.dialogue.rehearsal import (
    Rehearsal,
    again,
    at_end,
    carry,
    go_on,
    jump,
    start,
    with_mood,
)
from trainer.dialogue.trial import attempt
from trainer.model.mood import Mood

TALK = scenario()


def tried(now: Rehearsal, care: int) -> Rehearsal:
    trial = attempt(now.state, SOMETHING, assessed(care=care), TALK, DISC)
    return now.model_copy(update={"trial": trial})


def test_going_on_keeps_mood_visits_and_what_was_said() -> None:
    first = tried(start(TALK, DISC), care=2)
    after = go_on(first)
    assert first.trial is not None
    assert after.state == first.trial.response.state
    assert after.state.scene == "matter"
    assert after.lines == (
        ("R", "Well?"),
        ("S", SOMETHING),
        ("R", "Thank you."),
        ("R", "So what now?"),
    )
    assert after.trial is None


def test_without_a_reply_there_is_nothing_to_go_on_to() -> None:
    now = start(TALK, DISC)
    assert go_on(now) == now


def test_another_scene_can_be_entered_with_the_mood_as_it_is() -> None:
    now = go_on(tried(start(TALK, DISC), care=2))
    back = jump(now, "arrival", TALK)
    assert back.state.mood == now.state.mood
    assert back.state.visits == {"arrival": 1, "matter": 1}
    assert back.lines == (("R", "Well?"),)


def test_again_is_as_at_the_start_in_the_same_scene() -> None:
    first = start(TALK, DISC)
    later = go_on(tried(first, care=2))
    fresh = again(later, TALK, DISC)
    assert fresh.state == first.state.model_copy(
        update={"scene": "matter", "visits": {"matter": 1}}
    )
    assert fresh.lines == (("R", "So what now?"),)
    assert again(tried(first, care=0), TALK, DISC) == first


def test_at_an_ending_nothing_is_said_and_again_begins_anew() -> None:
    first = start(TALK, DISC)
    ended = at_end(go_on(tried(first, care=2)), TALK.endings[0].id)
    assert ended.state.ending == TALK.endings[0].id
    assert ended.lines == ()
    assert again(ended, TALK, DISC) == first


def test_the_mood_can_be_set() -> None:
    mood = Mood(anger=90, trust=5)
    now = with_mood(start(TALK, DISC), mood, TALK)
    assert now.state.mood == mood
    assert tried(now, care=0).trial.now.mood.anger > 90  # type: ignore[union-attr]


def test_a_new_version_keeps_the_place_where_it_can() -> None:
    now = go_on(tried(start(TALK, DISC), care=2))
    assert carry(now, TALK).state == now.state
    shorter = scenario(
        scenes=[TALK.scenes[0].model_dump(by_alias=True) | {"branches": [{"to": "end"}]}]
    )
    moved = carry(now, shorter)
    assert moved.state.scene == "arrival"
    assert moved.state.mood == now.state.mood
    over = now.model_copy(update={"state": now.state.model_copy(update={"ending": "gone"})})
    assert carry(over, TALK).state.ending is None
