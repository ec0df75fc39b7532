"""Conditions and lines that the dynamics rule out are told where they stand (`«` below), and only those."""

from __future__ import annotations

import pytest

from tests.content.conftest import Folder, write
from tests.shipped import library
from trainer.content.load import load_scenario
from trainer.content.problems import Problems
from trainer.model.diagnostic import Diagnostic
from trainer.proof import ruled_out

Change = tuple[str, str]

EXPLAINS = "    otherwise: explains"
ENDS = "    otherwise: {to: end"
ANYTIME = "    when: {anger: above 95}"
AGAIN = "        when: {visits: at least 2}"
WHEN = "    when: {anger: below 40}"

IMPOSSIBLE: list[tuple[Change, str]] = [
    # Only a branch raises trust, and it leads on from here; patience nothing raises at all.
    ((EXPLAINS, f"      - to: walks-out\n        when: {{«trust: above 60}}\n{EXPLAINS}"), "“trust” is always 40"),
    ((ENDS, f"      - to: walks-out\n        when: {{cites: receipt, all: [{{«patience: above 70}}]}}\n{ENDS}"), "“patience” is at most"),
    ((EXPLAINS, f"      - to: walks-out\n        when: {{«visits: at least 2}}\n{EXPLAINS}"), "“visits” is always 1"),
    ((EXPLAINS, f"      - to: walks-out\n        when: {{«turn: at least 2, cites: receipt}}\n{EXPLAINS}"), "“turn” is always 1"),
    ((EXPLAINS, f"      - to: walks-out\n        when: {{«visited: explains}}\n{EXPLAINS}"), "has not been in “explains”"),
    ((ENDS, f"      - to: walks-out\n        «when: {{not: {{visited: arrival}}}}\n{ENDS}"), "not all of it"),
    ((ENDS, f"      - to: walks-out\n        «when: {{any: [{{trust: above 90}}, {{turn: at most 1}}]}}\n{ENDS}"), "not all of it"),
    ((ENDS, f"      - to: walks-out\n        when: {{any: [{{cites: receipt}}, {{«trust: above 90, turn: 3}}]}}\n{ENDS}"), "“trust” is between 40 and 45"),
    ((ANYTIME, "    when: {«patience: above 90, turn: at least 3}"), "“patience”"),
    ((WHEN, "    when: {«face: above 90}"), "“face”"),
    # Of three lines that count visits, the last always goes first.
    ((AGAIN, "        «when: {overall: at least 50}"), "no reply is looked at"),
    ((AGAIN, "        «when: {trust: above 90}"), "never holds when the scene"),
    (("      - 那现在怎么办？\n", "      - «那现在怎么办？\n      - {say: 怎么办？, when: {turn: at least 1}}\n"), "another that asks for more"),
]  # fmt: skip

POSSIBLE: list[Change] = [
    (EXPLAINS, f"      - to: walks-out\n        when: {{anger: above 75, turn: at most 1}}\n{EXPLAINS}"),
    (ENDS, f"      - to: walks-out\n        when: {{patience: below 40, visits: at least 5}}\n{ENDS}"),
    (ANYTIME, "    when: {turn: at least 30}"),
    (AGAIN, "        when: {anger: above 40, any: [{turn: at least 2}, {visited: arrival}]}"),
    # Neither fits at first, so that one of those that ask most is said.
    ("      - 那现在怎么办？\n", "      - {say: 怎么办？, when: {visits: at least 2, turn: at least 2}}\n"),
]  # fmt: skip


def ruled(folder: Folder) -> list[Diagnostic]:
    path = folder.scenario
    result = load_scenario(path, folder.library.around(path))
    assert result.script is not None, result.diagnostics
    problems = Problems(str(path))
    ruled_out.check(result.script, problems)
    return list(problems.diagnostics())


def after(folder: Folder, change: Change) -> tuple[list[Diagnostic], tuple[int, int]]:
    text = folder.scenario.read_text("utf-8")
    assert text.count(change[0]) == 1, change[0]
    before, _mark, rest = text.replace(*change).partition("«")
    write(folder.scenario, before + rest)
    return ruled(folder), (before.count("\n") + 1, len(before) - before.rfind("\n"))


def test_nothing_is_ruled_out_in_the_sample(folder: Folder) -> None:
    assert ruled(folder) == []


@pytest.mark.parametrize(("change", "words"), IMPOSSIBLE)
def test_what_can_never_come_about_is_told_at_the_part_that_cannot(
    folder: Folder, change: Change, words: str
) -> None:
    found, place = after(folder, change)
    assert [(d.severity, d.line, d.column) for d in found] == [("warning", *place)]
    assert found[0].code == ("TALK-006" if "line" in found[0].message else "FLOW-009")
    assert words in found[0].message


@pytest.mark.parametrize("change", POSSIBLE)
def test_what_may_come_about_is_left_alone(folder: Folder, change: Change) -> None:
    assert after(folder, change)[0] == []


@pytest.mark.parametrize(
    "change",
    [
        # Told as shadowed, as a contradiction, and twice as a scene that nothing leads to.
        (EXPLAINS, f"      - to: walks-out\n        when: {{apology_explanation: 2, blame_dismiss: absent}}\n{EXPLAINS}"),
        (WHEN, "    when: {anger: below 40, not: {anger: below 60}}"),
        ("endings:\n", "  - {id: lost, lines: 好。, otherwise: explains, model_replies: [好。]}\nendings:\n  - {id: sulks, title: 闷着, grade: C, text: 他不说话。, when: {visited: lost}}\n"),
        ("endings:\n", "  - {id: lost, lines: 好。, branches: [{to: explains, when: {trust: above 99}}], otherwise: explains, model_replies: [好。]}\nendings:\n"),
    ],
)  # fmt: skip
def test_what_is_told_elsewhere_is_not_told_again(folder: Folder, change: Change) -> None:
    assert after(folder, change)[0] == []


def test_an_ending_that_an_earlier_one_always_comes_before(folder: Folder) -> None:
    text = f"{WHEN}\n    text: 他收好了回执。\n"
    more = "  - {id: sulks, title: 闷着, grade: C, text: 他不说话。, «when: {anger: above 75}}\n"
    change = (text, text.replace("anger: below 40", "turn: at least 1") + more)
    [found], place = after(folder, change)
    assert (found.line, found.column) == place
    assert "always taken first" in found.message


def test_a_scene_that_calls_for_less_is_looked_at_for_itself(folder: Folder) -> None:
    low = f"      - to: walks-out\n        when: {{trust: below 40, cites: receipt}}\n{EXPLAINS}"
    called = "[greeting_address, apology_explanation"
    text = folder.scenario.read_text("utf-8").replace(EXPLAINS, low)
    write(folder.scenario, text.replace(called, f"{called}, blame_dismiss"))
    assert ruled(folder) == []
    write(folder.scenario, text)
    assert ["“trust” is always 40" in found.message for found in ruled(folder)] == [True]


def test_nothing_shipped_is_ruled_out() -> None:
    for path in library().scenario_paths():
        script = load_scenario(path, library().around(path)).script
        assert script is not None
        problems = Problems(str(path))
        ruled_out.check(script, problems)
        assert problems.diagnostics() == ()
