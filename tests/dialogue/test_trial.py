"""A reply tried at a scene: the way it takes, and why not an earlier one."""

from __future__ import annotations

from tests.dialogue.world import DISC, SOMETHING, assessed, scenario
from trainer.dialogue.aloud import in_words
from trainer.dialogue.respond import begin, respond
from trainer.dialogue.trial import Trial, attempt, ways
from trainer.model.assessment import Assessment

TALK = scenario()
STATE, _SAYS = begin(TALK, DISC, 1)


def tried(assessment: Assessment) -> Trial:
    return attempt(STATE, SOMETHING, assessment, TALK, DISC)


def test_the_way_taken_is_that_of_the_talk_itself() -> None:
    for assessment in (assessed(care=2), assessed(care=0)):
        trial = tried(assessment)
        response = respond(STATE, SOMETHING, assessment, TALK, DISC)
        assert trial.response == response
        assert trial.taken.branch == (TALK.anytime + TALK.scenes[0].branches)[response.branch]


def test_the_ways_out_are_numbered_as_in_the_file() -> None:
    assert [(way.kind, way.number) for way in ways(TALK, "arrival")] == [
        ("anytime", 1), ("branch", 1), ("otherwise", 2),
    ]  # fmt: skip


def test_each_earlier_way_tells_what_of_it_did_not_hold() -> None:
    trial = tried(assessed(care=0))
    assert trial.taken.kind == "otherwise"
    told = [in_words(passed.unmet, "en", now=trial.now) for passed in trial.passed]
    assert told == ["anger ≥ 95 (now 64)", "care ≥ 1 (now 0)"]


def test_the_first_way_that_holds_leaves_no_later_one_to_explain() -> None:
    trial = tried(assessed(care=2))
    assert (trial.taken.kind, trial.taken.number) == ("branch", 1)
    assert [passed.way.kind for passed in trial.passed] == ["anytime"]
