"""How a reply moves the resident's mood."""

from __future__ import annotations

import pytest

from tests.dialogue.world import DISC, SOMETHING, assessed, changes
from trainer.dialogue.mood import effects_of, is_silence, move, starting_mood
from trainer.model.assessment import Assessment
from trainer.model.mood import Mood, StartingMood

MIDDLE = Mood(**dict.fromkeys(Mood.model_fields, 50))
NONE: dict[str, int] = {}


def moved(
    found: Assessment,
    style: str = "S",
    difficulty: int = 3,
    before: dict[str, int] = NONE,
    reply: str = SOMETHING,
) -> dict[str, float]:
    return changes(MIDDLE, move(MIDDLE, reply, found, DISC, style, difficulty, before)[0])


# Where a talk starts


def test_the_mood_starts_as_the_type_has_it_where_the_author_says_nothing() -> None:
    mood = starting_mood(DISC, "D", StartingMood(trust=12))
    assert (mood.anger, mood.trust) == (60, 12)


def test_a_blend_starts_between_its_two_types_nearer_to_the_first() -> None:
    assert starting_mood(DISC, "DS", StartingMood()).anger == 0.75 * 60 + 0.25 * 20
    assert starting_mood(DISC, "SD", StartingMood()).anger == 0.75 * 20 + 0.25 * 60


# What moves it


def test_a_level_has_the_effect_that_names_it_and_no_other() -> None:
    assert moved(assessed(care=2)) == {"anger": -10, "trust": 10}
    assert moved(assessed(care=0)) == {"anger": 4, "patience": -5}
    assert moved(assessed(care=1)) == {"patience": -5}


def test_what_was_not_called_for_is_not_missed() -> None:
    assert effects_of(DISC, SOMETHING, assessed(care=0, aside=("care",))) == []


@pytest.mark.parametrize(
    ("found", "effect"),
    [
        (assessed(cites=("hours",)), "cited"),
        (assessed(contradicts=("hours",)), "wrong"),
        (assessed(promises=("a-date",)), "overstepped"),
        (assessed(acts=("stand",)), "acted"),
    ],
)
def test_facts_limits_and_actions_have_effects_of_their_own(found: Assessment, effect: str) -> None:
    assert [e.id for e in effects_of(DISC, SOMETHING, found)] == [effect]


def test_two_facts_in_one_reply_count_once() -> None:
    assert moved(assessed(cites=("hours", "room"))) == {"trust": 2}


@pytest.mark.parametrize("reply", ["", " \n\u3000", "……", "...?!", "[]", "👍"])
def test_silence_is_a_reply_without_a_word_or_an_action(reply: str) -> None:
    assert is_silence(reply)
    assert moved(assessed(), reply=reply) == {"trust": -5, "patience": -13}


@pytest.mark.parametrize("reply", ["嗯", "no", "12345", "[stands up]", "【倒水】"])
def test_a_poor_reply_is_not_silence_however_low_it_scores(reply: str) -> None:
    assert not is_silence(reply)
    assert effects_of(DISC, reply, assessed(0)) == []


def test_a_turn_without_progress_wears_patience_out() -> None:
    mood, moves = move(MIDDLE, SOMETHING, assessed(blame=-2), DISC, "S", 3, {})
    assert mood.patience == 45
    assert moves[-1].cause == "no_progress"


def test_progress_in_anything_is_progress() -> None:
    assert "patience" not in moved(assessed(blame=-2, cites=("hours",)))


# By how much


@pytest.mark.parametrize(
    ("style", "eases", "angers"),
    [("D", -5, 20), ("I", -15, 10), ("S", -10, 10), ("DS", -6.2, 17.5), ("DI", -7.5, 17.5)],
)
def test_each_type_has_its_own_gain_and_loss_and_a_blend_mixes_them(
    style: str, eases: float, angers: float
) -> None:
    assert moved(assessed(care=2), style)["anger"] == eases
    assert moved(assessed(blame=-2), style)["anger"] == angers


@pytest.mark.parametrize(("difficulty", "eases"), [(1, -15), (2, -12), (3, -10), (4, -8), (5, -5)])
def test_the_harder_the_scenario_the_less_a_kind_word_does(difficulty: int, eases: float) -> None:
    assert moved(assessed(care=2), difficulty=difficulty)["anger"] == eases


def test_difficulty_makes_no_fault_smaller() -> None:
    assert moved(assessed(blame=-2), difficulty=1) == moved(assessed(blame=-2), difficulty=5)


def test_the_same_kindness_does_half_each_time_and_the_same_fault_stays_a_fault() -> None:
    kind = [moved(assessed(care=2), before={"cared": n})["anger"] for n in range(4)]
    assert kind == [-10, -5, -2.5, -1.2]
    unkind = [moved(assessed(blame=-2), before={"blamed": n})["anger"] for n in range(3)]
    assert unkind == [10, 10, 10]


def test_an_effect_may_say_itself_how_it_fades() -> None:
    assert moved(assessed(cites=("hours",)), before={"cited": 5}) == {"trust": 2}


def test_every_move_names_its_cause() -> None:
    _mood, moves = move(MIDDLE, SOMETHING, assessed(care=2, blame=-2), DISC, "S", 3, {})
    assert [(m.dimension, m.delta, m.cause) for m in moves] == [
        ("anger", -10, "cared"),
        ("trust", 10, "cared"),
        ("anger", 10, "blamed"),
        ("trust", -10, "blamed"),
    ]


def test_a_mood_stops_at_its_bounds() -> None:
    furious, trusting = MIDDLE.model_copy(update={"anger": 95}), Mood(anger=3, trust=97)
    assert move(furious, SOMETHING, assessed(blame=-2), DISC, "D", 3, {})[0].anger == 100
    calmed = move(trusting, SOMETHING, assessed(care=2), DISC, "S", 3, {})[0]
    assert (calmed.anger, calmed.trust) == (0, 100)
