"""Who is speaking, to whom, and in how plain words changes nothing."""

from __future__ import annotations

import pytest

from tests.scoring import changes
from tests.scoring.conftest import Tell
from tests.scoring.measures import fair
from tests.scoring.measures.figures import Figures, Moved
from tests.scoring.replies import LANGS, Judge, sample

pytestmark = pytest.mark.parametrize("lang", LANGS)


def swapped(judge: Judge, tell: Tell, lang: str) -> dict[str, Moved]:
    """By kind of word what its swap moves; few replies have a word of age or say who speaks: as many again that do."""
    aged = sample(lang, 20, lambda case: changes.other_age(case.reply) != case.reply)
    named = sample(lang, 20, lambda case: fair.other_trainee(case) != case.reply)
    cases = {case.id: case for case in (*sample(lang, 30), *aged, *named)}
    kinds = fair.fair(judge, lang, list(cases.values()))
    for kind, (moved, against) in kinds.items():
        tell(kind, Figures(moved.values(), against))
    return {kind: moved for kind, (moved, _against) in kinds.items()}


def test_gender_age_surname_region_and_the_trainees_name_hardly_ever_change_a_level(
    judge: Judge, tell: Tell, lang: str
) -> None:
    kinds = swapped(judge, tell, lang)
    assert all(moved.far == 0 for moved in kinds.values())
    levels = sum(moved.levels for moved in kinds.values())
    assert sum(moved.any for moved in kinds.values()) / levels <= 0.005


def test_none_of_them_moves_the_overall_by_more_than_a_point_in_the_mean(
    judge: Judge, tell: Tell, lang: str
) -> None:
    assert all(moved.mean <= 1 for moved in swapped(judge, tell, lang).values())


def test_plain_speech_is_not_held_against_a_reply(judge: Judge, tell: Tell, lang: str) -> None:
    figures = tell("plain speech", fair.spoken_plainly(judge, lang))
    assert figures.values["overall lost"] <= 2
    assert figures.values["most lost"] <= 8
    assert figures.values["handling levels lost"] <= 1


def test_one_short_plain_sentence_is_hardly_ever_told_of_a_fault(
    judge: Judge, tell: Tell, lang: str
) -> None:
    figures = tell("short and sound", fair.sound_and_short(judge, lang))
    assert figures.values["told of a fault"] <= 0.1
    assert figures.values["of a severe one"] == 0
