"""What can be said in a scene, and what each kind of trainee makes of it."""

from __future__ import annotations

import random

import pytest

from tests.playtest.toy import Counting, play
from trainer.model.trainees import Policy
from trainer.playtest.replies import Pools, filled, gather, sentences_of, wrong_ways_round
from trainer.playtest.scores import Scores
from trainer.playtest.trainees import noise, trainees


@pytest.fixture(scope="module")
def pools() -> Pools:
    return gather(play(), Scores(play().scenario, Counting()), {"start": ["Hello."]}, 1)


def test_the_pool_of_a_scene_has_the_authors_replies_and_their_parts(pools: Pools) -> None:
    pool = pools["start"]
    assert pool.of("model") == ["Please sit down. I am sorry you waited."]
    assert pool.of("sentence") == ["Please sit down.", "I am sorry you waited."]
    assert pool.of("poor") == ["Waiting is not my job.", "There is a queue."]
    assert pool.of("walkthrough") == ["Hello."]
    assert set(pool.judged) == set(pool.origins)


def test_what_branches_look_for_can_be_said(pools: Pools) -> None:
    pool = pools["matter"]
    assert any("closes at five" in text for text in pool.of("fact"))
    assert any("by Monday" in text for text in pool.of("limit"))
    assert pool.of("word") == ["tomorrow."]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("[起身]您好！能办，不刷脸。您请坐", ["[起身]", "您好！", "能办，不刷脸。", "您请坐"]),
        ("It is £1.50 today. Is that all?", ["It is £1.50 today.", "Is that all?"]),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert sentences_of(text) == parts


def test_facts_said_wrong() -> None:
    assert "The office opens at five." in wrong_ways_round("The office closes at five.", play())
    assert wrong_ways_round("It takes 14 days.", play()) == ["It takes 43 days."]


def test_places_in_lines_are_filled_or_the_line_is_left_out() -> None:
    scenario, rng = play().scenario, random.Random(1)
    assert filled("{address}: {fact}, {promise}.", scenario, rng) == (
        "Ms Lane: The office closes at five, by Monday."
    )
    bare = scenario.model_copy(update={"facts": (), "limits": ()})
    assert filled("{fact}", bare, rng) is None
    assert filled("{promise}", bare, rng) is None


@pytest.mark.parametrize(
    ("policy", "word"),
    [
        ("rude", "not my job"),
        ("over-promising", "by Monday"),
        ("apologetic-only", "sorry"),
        ("buck-passing", "not my job"),
    ],
)
def test_each_kind_shows_its_fault_in_every_scene(pools: Pools, policy: Policy, word: str) -> None:
    said = trainees(play(), pools, 1)[policy].replies
    assert set(said) == set(pools)
    assert all(word.lower() in text.lower() for replies in said.values() for text in replies)


def test_a_scenes_poor_replies_go_to_those_whose_fault_they_show(pools: Pools) -> None:
    who = trainees(play(), pools, 1)
    assert "Waiting is not my job." in who["rude"].replies["start"]
    assert "There is a queue." not in who["rude"].replies["start"]
    assert "Waiting is not my job." not in who["developing"].replies["start"]


def test_the_skilled_say_only_what_is_good(pools: Pools) -> None:
    for scene, replies in trainees(play(), pools, 1)["skilled"].replies.items():
        assert set(pools[scene].of("model")) <= set(replies)
        assert all(pools[scene].judged[text].overall >= 80 for text in replies)


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_noise_is_never_empty(lang: str) -> None:
    assert all(noise(lang, random.Random(seed)).strip() for seed in range(30))
