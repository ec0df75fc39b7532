"""Walkthroughs as `check` plays them: what did not come as expected is told at its line, and told why."""

from __future__ import annotations

import itertools

import pytest

from tests.content.conftest import Folder
from tests.proof.talk import GOOD, line_of, proven
from tests.walkthroughs.by_level import ByLevel
from trainer.model.assessment import Assessment, Context
from trainer.model.diagnostic import Diagnostic
from trainer.proof.judged import sentences
from trainer.proof.walked import resumed, straight

APOLOGY, SILENT, CITED = (
    "apology_explanation 2",
    "greeting_address 1",
    "cites receipt, cites written-reason, acts stand",
)


def walk(*steps: str, ending: str = "") -> str:
    """A walkthrough of steps, each a reply and perhaps ` => ` and what must follow."""
    lines = ["walkthroughs:", "  - title: 试一遍", "    steps:"]
    for step in steps:
        reply, _arrow, then = step.partition(" => ")
        lines.append(f"      - reply: {reply}")
        if then:
            lines.append(f"        then: {{{then}}}")
    return "\n".join([*lines, *([f"    ending: {ending}"] if ending else [])]) + "\n"


def only(found: list[Diagnostic]) -> Diagnostic:
    assert len(found) == 1, found
    return found[0]


def test_a_walkthrough_that_goes_as_expected_says_nothing(folder: Folder) -> None:
    steps = (
        f"{APOLOGY} => scene: explains, apology_explanation: exactly 2, blame_dismiss: absent, "
        "overall: at least 60, turn: 1, visited: [arrival, explains], visits: exactly 1",
        f"{CITED} => cites: [receipt, written-reason], acts: stand, anger: below 80",
    )
    assert proven(folder, more=walk(*steps, ending="satisfied")) == []


@pytest.mark.parametrize(
    ("reply", "then", "words"),
    [
        (SILENT, "apology_explanation: at least 1", "Apology (apology_explanation) was 0, at least 1"),
        (SILENT, "greeting_address: exactly 2", "Greeting (greeting_address) was 1, 2 was"),
        ("blame_dismiss -2", "blame_dismiss: absent", "(blame_dismiss) was severe, absent was"),
        (APOLOGY, "blame_dismiss: present", "(blame_dismiss) was absent, present was"),
        (SILENT, "overall: above 60", "overall"),
        (APOLOGY, "anger: below 10", "“anger” was 70"),
        (APOLOGY, "trust: 90 to 95", "90 to 95 was expected"),
        (APOLOGY, "turn: at least 2", "was 1, at least 2 was expected"),
        (APOLOGY, "cites: receipt", "the fact “receipt” was not cited"),
        (APOLOGY, "promises: no-blame", "the limit “no-blame” was not broken"),
        (APOLOGY, "acts: stand", "the action “stand” was not found"),
        (APOLOGY, "says: [对不起, 抱歉]", "none of these words was said: “对不起”, “抱歉”"),
        (APOLOGY, "not: {apology_explanation: at least 1}", "this did not hold: not"),
        (APOLOGY, "any: [{cites: receipt}, {turn: 2}]", "this did not hold: "),
    ],
)  # fmt: skip
def test_what_did_not_follow_is_told_in_words(
    folder: Folder, reply: str, then: str, words: str
) -> None:
    found = only(proven(folder, more=walk(f"{reply} => scene: explains, {then}", CITED)))
    assert (found.code, found.severity) == ("WALK-001", "error")
    assert found.line == line_of(folder.scenario, f"scene: explains, {then}")
    text = folder.scenario.read_text("utf-8").split("\n")[found.line - 1]
    assert text[found.column - 1 :].startswith(then.partition(": ")[2])
    assert found.message.startswith("Reply 1: ")
    assert words in found.message


def test_another_scene_is_told_with_why_and_what_was_lacking(folder: Folder) -> None:
    more = walk(f"{APOLOGY} => scene: arrival", f"{CITED} => cites: receipt", ending="satisfied")
    found = only(proven(folder, more=more))
    assert found.code == "WALK-001"
    assert "The talk went to “explains”, not to “arrival”." in found.message
    assert "apology ≥ 1 (now 2)" in found.message
    assert found.hint == "No branch of “arrival” leads to “arrival”."


def test_in_chinese_nothing_stands_after_the_colon() -> None:
    assert sentences("第 1 句话：", "对话结束了。", "原因：。") == "第 1 句话：对话结束了。原因：。"


def test_the_way_not_taken_says_what_it_lacked(folder: Folder) -> None:
    change = ("    otherwise: explains\n", "    otherwise: arrival\n")
    found = only(proven(folder, change, more=walk(f"{SILENT} => scene: explains")))
    assert "no other branch of “arrival” held" in found.message
    assert found.hint
    assert "apology ≥ 1 (now 0)" in found.hint


def test_the_branchs_own_reason_is_told(folder: Folder) -> None:
    more = walk(APOLOGY, f"{SILENT} => scene: explains")
    found = only(proven(folder, more=more))
    assert "The talk ended with “walks-out” instead of going on in “explains”." in found.message
    assert "没有给出办法" in found.message


def test_several_things_amiss_in_one_reply_are_told_together(folder: Folder) -> None:
    more = walk(f"{SILENT} => turn: 3, apology_explanation: 1, scene: arrival")
    found = only(proven(folder, more=more))
    assert found.message.count("was expected") == 2
    assert "not to “arrival”" in found.message
    assert (
        found.column
        == folder.scenario.read_text("utf-8").split("\n")[found.line - 1].index("3,") + 1
    )


def test_a_reply_that_misses_its_mark_on_the_way_does_not_hide_the_next(folder: Folder) -> None:
    more = walk(f"{SILENT} => scene: explains, apology_explanation: 1", f"{CITED} => turn: 7")
    assert [d.code for d in proven(folder, more=more)] == ["WALK-001", "WALK-001"]


def test_what_follows_from_going_astray_is_not_told(folder: Folder) -> None:
    more = walk(f"{SILENT} => apology_explanation: 1", f"{CITED} => turn: 7", ending="walks-out")
    assert only(proven(folder, more=more)).code == "WALK-001"


def test_another_ending_is_told_at_the_ending_expected(folder: Folder) -> None:
    found = only(proven(folder, more=walk(APOLOGY, SILENT, ending="satisfied")))
    assert (found.code, found.severity) == ("WALK-002", "error")
    assert found.line == line_of(folder.scenario, "    ending: satisfied")
    assert "ended with “walks-out”; “satisfied” was expected" in found.message
    assert found.hint
    assert "anger < 40" in found.hint


def test_a_talk_that_goes_on_is_told(folder: Folder) -> None:
    found = only(proven(folder, more=walk(APOLOGY, ending="satisfied")))
    assert found.code == "WALK-002"
    assert "goes on after the last reply, in “explains”" in found.message


def test_replies_after_the_end_are_told_at_the_first_of_them(folder: Folder) -> None:
    more = walk(APOLOGY, SILENT, "greeting_address 2", "apology_explanation 1", ending="walks-out")
    found = only(proven(folder, more=more))
    assert found.code == "WALK-002"
    assert found.line == line_of(folder.scenario, "reply: greeting_address 2")
    assert "reply 2 ended it with “walks-out”" in found.message


def test_the_seed_decides_what_the_resident_says(folder: Folder) -> None:
    change = ("    lines: 我的材料呢？\n", "    lines: [甲, 乙, 丙, 丁, 戊]\n")
    proven(folder, change, more=walk(APOLOGY))
    scenario = folder.library.find_scenario(folder.scenario).value
    rubric, disc = folder.library.rubric().value, folder.library.disc().value
    first = {
        straight(scenario, disc, each, ByLevel(rubric), "en").first
        for each in (
            scenario.walkthroughs[0].model_copy(update={"seed": seed}) for seed in range(20)
        )
    }
    assert len(first) > 1


def test_the_session_left_at_every_turn_is_the_talk_played_straight(folder: Folder) -> None:
    proven(folder, more=walk(APOLOGY, CITED, ending="satisfied"))
    scenario = folder.library.find_scenario(folder.scenario).value
    rubric, disc = folder.library.rubric().value, folder.library.disc().value
    each, scorer = scenario.walkthroughs[0], ByLevel(rubric)
    record = straight(scenario, disc, each, scorer, "en").record()
    assert resumed(scenario, rubric, disc, each, scorer, "en") == record
    assert b"satisfied" in record


class Moody(ByLevel):
    """Judges the same reply better every other time."""

    turns = itertools.count()

    def assess(self, reply: str, context: Context) -> Assessment:
        return super().assess(GOOD if context.history and next(self.turns) % 2 else reply, context)


def test_a_walkthrough_that_differs_when_resumed_is_told(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trainer.proof.scored.Remembering", lambda scorer: scorer)
    scorer = Moody(folder.library.rubric().value)
    found = only(proven(folder, more=walk(APOLOGY, SILENT), scorer=scorer))
    assert found.code == "WALK-003"
    assert found.line == line_of(folder.scenario, "title: 试一遍")
