"""A scenario's own replies, scored: what a scene calls for is shown, model replies score well, poor ones badly."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.content.conftest import Folder
from tests.proof.talk import ASKED, GOOD, line_of, proven
from tests.walkthroughs.by_level import ByLevel
from trainer.content.library import Library
from trainer.errors import ContentFaults, NotFound
from trainer.model.assessment import Assessment, Context
from trainer.model.rubric import Rubric
from trainer.proof.check import check
from trainer.proof.scored import MOST, wanted
from trainer.scoring.scorer import Scorer
from trainer.session.fitted import load_scorer

SECOND = f'{ASKED}    model_replies: ["{GOOD}"]\n'


def with_second(said: str) -> tuple[str, str]:
    """The replies of the second scene become `said`."""
    return SECOND, f"{ASKED}{said}\n"


def test_nothing_is_told_of_replies_that_score_as_they_should(folder: Folder) -> None:
    poor = with_second(
        f"    model_replies:\n      - {GOOD}\n    poor_replies:\n      - blame_dismiss -1"
    )
    assert proven(folder, poor) == []


def test_what_no_model_reply_shows_is_told_at_the_first_of_them(folder: Folder) -> None:
    replies = "    model_replies:\n      - apology_explanation 2\n      - apology_explanation 1"
    found = [d for d in proven(folder, with_second(replies)) if d.code == "SCORE-001"]
    (one,) = found
    assert one.line == line_of(folder.scenario, "- apology_explanation 2")
    assert "greeting_address" in one.message
    assert "apology_explanation" not in one.message
    assert one.severity == "warning"


def test_one_model_reply_that_shows_it_is_enough(folder: Folder) -> None:
    replies = f"    model_replies:\n      - {GOOD}\n      - greeting_address 2"
    assert proven(folder, with_second(replies)) == []


def test_a_model_reply_that_scores_low_is_told_with_what_is_missing(folder: Folder) -> None:
    replies = f"    model_replies:\n      - {GOOD}\n      - greeting_address 1, blame_dismiss -1"
    (one,) = proven(folder, with_second(replies))
    assert (one.code, one.severity) == ("SCORE-002", "warning")
    assert one.line == line_of(folder.scenario, "- greeting_address 1")
    assert "50 of 100" in one.message
    assert "Faults: Blame (blame_dismiss)" in one.message
    assert "Only half there: Greeting (greeting_address)" in one.message


def test_a_scene_that_asks_too_much_is_not_told_for_each_of_its_replies(folder: Folder) -> None:
    lines = "\n".join(f"      - apology_explanation {n}" for n in (2, 1, 0))
    found = proven(folder, with_second(f"    model_replies:\n{lines}"))
    assert [d.code for d in found] == ["SCORE-001", "SCORE-002"]


def test_a_poor_reply_that_scores_high_is_told(folder: Folder) -> None:
    replies = f"    model_replies:\n      - {GOOD}\n    poor_replies:\n      - greeting_address 1, blame_dismiss -1\n      - greeting_address 2, says 好的"
    (one,) = proven(folder, with_second(replies))
    assert (one.code, one.severity) == ("SCORE-003", "warning")
    assert one.line == line_of(folder.scenario, "says 好的")
    assert "100 of 100" in one.message
    assert "Greeting (greeting_address)" in one.message


class Asked(ByLevel):
    """Remembers what it was asked."""

    def __init__(self, rubric: Rubric) -> None:
        super().__init__(rubric)
        self.contexts: list[Context] = []

    def assess(self, reply: str, context: Context) -> Assessment:
        self.contexts.append(context)
        return super().assess(reply, context)


def test_replies_are_judged_as_answers_to_their_scenes_first_line(folder: Folder) -> None:
    rubric = folder.library.rubric().value
    scorer = Asked(rubric)
    proven(folder, scorer=scorer)
    first, second = scorer.contexts
    assert (first.resident_line, first.stage) == ("我的材料呢？", "opening")
    assert first.calls_for == ("apology_explanation",)
    assert second.resident_line == "那现在怎么办？"
    assert second.history == ()


def test_large_checks_are_scored_only_when_asked_for() -> None:
    assert wanted(MOST)
    assert not wanted(MOST + 1)
    assert wanted(MOST + 1, asked=True)
    assert not wanted(1, asked=False)


def test_a_rubric_without_a_scorer_is_told_and_the_rest_is_checked(folder: Folder) -> None:
    def none_for(rubric: str) -> Scorer:
        raise NotFound(f"no scorer for {rubric}")

    (found,) = check(folder.library, [folder.scenario], scorer_of=none_for)
    assert (found.code, found.severity) == ("NOTE-002", "warning")
    assert "no scorer for reception" in found.message


def test_a_rubric_that_lies_beside_the_scenario_is_the_one_it_is_scored_by(
    folder: Folder, tmp_path: Path
) -> None:
    asked: list[str] = []

    def scorer(rubric: str) -> Scorer:
        asked.append(rubric)
        raise NotFound("none")

    check(folder.library, [folder.scenario], scorer_of=scorer)
    check(Library([tmp_path / "elsewhere"]), [folder.scenario], scorer_of=scorer)
    assert asked == ["reception", str(folder.rubric)]


def test_a_rubric_without_phrases_says_that_it_cannot_score(folder: Folder, tmp_path: Path) -> None:
    with pytest.raises(ContentFaults, match="phrases"):
        load_scorer(folder.library, "reception", tmp_path)
