"""Playthroughs by synthetic trainees: what is reached, and that the same seed tells the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.playtest.toy import Counting, changed, library, play, played
from trainer.model.trainees import POLICIES
from trainer.playtest.report import Report
from trainer.playtest.store import CacheFile
from trainer.playtest.walk import LONGEST, Play


def with_branch(folder: Path, scene: int, branch: int, **values: object) -> Play:
    piece = play()
    scenario = library().find_scenario(changed(folder, scene, branch, **values)).value
    return Play(scenario, piece.rubric, piece.disc, piece.book)


@pytest.fixture(scope="module")
def whole() -> Report:
    return played()


def test_everything_that_can_be_reached_is(whole: Report) -> None:
    for seen in (whole.scenes, whole.branches, whole.endings, whole.lines, whole.criteria):
        assert (seen.visited, seen.missed) == (seen.total, ())
    assert (whole.scenes.total, whole.branches.total, whole.endings.total) == (4, 15, 4)
    assert whole.sound


def test_every_kind_of_trainee_plays_and_every_talk_counts(whole: Report) -> None:
    assert list(whole.policies) == list(POLICIES)
    assert sum(result.runs for result in whole.policies.values()) == whole.runs == 120
    assert sum(whole.endings.counts.values()) + whole.unfinished == 120


def test_how_each_kind_fares(whole: Report) -> None:
    assert whole.overall["skilled"] == 100
    assert whole.policies["skilled"].endings == {"content": whole.policies["skilled"].runs}
    assert whole.overall["gibberish"] == 0
    assert whole.policies["rude"].endings == {"gone": whole.policies["rude"].runs}
    assert 0 < whole.overall["developing"] < whole.overall["skilled"]


def test_the_shortest_talk_to_an_ending_can_be_read(whole: Report) -> None:
    talk = whole.shortest["content"]
    assert [turn.scene for turn in talk.turns] == ["start", "matter"]
    assert [turn.branch for turn in talk.turns] == ["start/2", "matter/2"]
    assert "waited an hour" in talk.turns[0].resident
    assert "at five" in talk.turns[1].reply
    assert len(whole.shortest["gone"].turns) == 1


def test_a_single_talk_sees_only_its_own_way() -> None:
    found = played(runs=1)
    assert (found.runs, list(found.policies)) == (1, ["skilled"])
    assert "corner" in found.scenes.missed


def test_what_nobody_can_reach_is_told(tmp_path: Path) -> None:
    found = played(with_branch(tmp_path, 0, 3, when={"visits": "at least 40"}))
    assert found.branches.missed == ("start/4", "corner/1", "corner/2")
    assert found.scenes.missed == ("corner",)
    assert not found.complete
    assert not found.sound


def test_the_same_seed_tells_the_same_and_another_one_something_else(whole: Report) -> None:
    assert played() == whole
    assert played(seed=2) != whole


def test_a_second_playtest_judges_nothing_anew(tmp_path: Path, whole: Report) -> None:
    store = CacheFile(tmp_path / "cache" / "playtest.sqlite")
    first, second = Counting(), Counting()
    assert played(store=store, judge=first) == whole
    assert played(store=store, judge=second) == whole
    assert first.asked
    assert second.asked == []


def test_nothing_is_judged_twice_in_one_playtest() -> None:
    judge = Counting()
    played(judge=judge)
    assert len(judge.asked) == len(set(judge.asked))


def test_a_talk_that_never_ends_is_left(tmp_path: Path) -> None:
    piece = with_branch(tmp_path, 0, 3, to="start", when={"visits": "at least 3"})
    piece = Play(
        piece.scenario.model_copy(update={"anytime": ()}), piece.rubric, piece.disc, piece.book
    )
    found = played(piece, runs=30)
    assert found.policies["curt"].endings == {"-": found.policies["curt"].runs}
    assert found.policies["curt"].turns == LONGEST
    assert found.unfinished >= found.policies["curt"].runs


def test_a_rude_trainee_who_satisfies_the_resident_is_a_fault_of_the_scenario(
    tmp_path: Path,
) -> None:
    found = played(with_branch(tmp_path, 0, 0, to="content"))
    faults = {(fault.what, fault.policy) for fault in found.faults}
    assert ("ends-best", "rude") in faults
    assert ("ends-best", "buck-passing") in faults
    assert not found.sound
    rude = next(f for f in found.faults if f.policy == "rude")
    assert rude.example is not None
    assert rude.example.ending == "content"
    assert "not my job" in rude.example.turns[-1].reply.lower()


def test_a_skilled_trainee_who_ends_badly_is_one_too(tmp_path: Path) -> None:
    found = played(with_branch(tmp_path, 1, 1, to="gone"))
    assert "skilled-ends-badly" in {fault.what for fault in found.faults}


def test_model_replies_that_are_not_good_enough_are_one_too() -> None:
    scenes = tuple(
        scene.model_copy(update={"model_replies": ("Please come at five.",)})
        for scene in play().scenario.scenes
    )
    found = played(play(scenes=scenes))
    low = next(fault for fault in found.faults if fault.what == "skilled-low")
    assert low.figure < low.bound == 85


def test_without_repertoires_those_who_have_nothing_to_say_stay_away() -> None:
    piece = play()
    found = played(Play(piece.scenario, piece.rubric, piece.disc, None))
    assert set(found.policies) == {"skilled", "developing", "gibberish", "explorer"}
    assert sum(result.runs for result in found.policies.values()) == 120


def test_an_authors_walkthrough_is_played_first() -> None:
    from trainer.model.walkthrough import Step, Walkthrough
    from trainer.playtest.playtest import EXPLORERS

    script = Walkthrough(
        title="Out",
        seed=3,
        steps=(Step(reply="Hm, please."), Step(reply="Hm, not my job.")),
        ending="gone",
    )
    found = played(play(walkthroughs=(script,)), runs=12)
    assert found.policies["explorer"].runs == round(12 * EXPLORERS)
    assert found.policies["explorer"].endings["gone"] >= 1
