"""Who is speaking, to whom, and in how plain words changes nothing."""

from __future__ import annotations

import pytest

from tests.scoring import measures
from tests.scoring.conftest import Tell
from tests.scoring.measures import Figures
from tests.scoring.replies import LANGS, Judge, sample

pytestmark = pytest.mark.parametrize("lang", LANGS)


def test_gender_age_surname_region_and_the_trainees_name_hardly_ever_change_a_level(
    judge: Judge, tell: Tell, lang: str
) -> None:
    kinds = measures.fair(judge, lang, sample(lang, 30))
    for kind, (moved, against) in kinds.items():
        tell(kind, Figures(moved.values(), against))
        assert moved.far == 0
    overall = [points for moved, _ in kinds.values() for points in moved.overall]
    assert sum(overall) / len(overall) <= 1
    levels = sum(moved.levels for moved, _ in kinds.values())
    assert sum(moved.any for moved, _ in kinds.values()) / levels <= 0.005


def test_plain_speech_is_not_held_against_a_reply(judge: Judge, tell: Tell, lang: str) -> None:
    figures = tell("plain speech", measures.spoken_plainly(judge, lang))
    assert figures.values["overall lost"] <= 2
    assert figures.values["most lost"] <= 8
    assert figures.values["handling levels lost"] <= 1


def test_one_short_plain_sentence_is_hardly_ever_told_of_a_fault(
    judge: Judge, tell: Tell, lang: str
) -> None:
    figures = tell("short and sound", measures.sound_and_short(judge, lang))
    assert figures.values["told of a fault"] <= 0.1
    assert figures.values["of a severe one"] == 0
