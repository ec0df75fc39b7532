"""A drill is authored as moments and practised as a scenario that follows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.content.conftest import Folder, write
from tests.walkthroughs.by_level import ByLevel
from trainer.content.drills import as_scenario
from trainer.content.library import Library
from trainer.errors import ContentFaults
from trainer.session.practice import Practice
from trainer.session.transcript import Transcript

DRILL = """\
id: say-sorry
title: 道歉要具体
venue: hall
focus: [apology_explanation]
goals: [为具体的事道歉]
role: 您是窗口的小林。
briefing: 上周收下的材料找不到了。
resident: luo-xiuzhen
facts:
  - id: receipt
    text: 凭回执编号可以查。
    local: true
    cues: [回执]
moments:
  - lines: 我的材料呢？
    stage: opening
    calls_for: [greeting_address, apology_explanation]
    model_replies: [罗阿姨，对不起，我马上查。]
    poor_replies: [丢了就丢了。]
    hint: 先为丢材料这件事道歉。
  - lines: [怎么会丢呢？, {say: 我再问一遍。, when: {visits: at least 2}}]
    model_replies: [对不起，是我们没放好，凭回执现在就查。]
  - title: 收尾
    lines: 那我回去等？
    stage: closing
    model_replies: [对不起，让您白跑了，三点前我给您打电话。]
"""
GOOD, WEAK = "greeting_address 2, apology_explanation 2", "apology_explanation 0"


@pytest.fixture
def drill(folder: Folder) -> Path:
    path = folder.root / "scenarios" / "drills" / "say-sorry.yaml"
    write(path, DRILL)
    return path


def practised(folder: Folder, home: Path, replies: list[str]) -> Transcript:
    scenario = folder.library.find_scenario("say-sorry").value
    rubric, disc = folder.library.rubric().value, folder.library.disc().value
    practice = Practice.start(home, scenario, rubric, disc, seed=1)
    for reply in replies:
        practice.say(reply)
        practice.hear(ByLevel(rubric))
        practice.close()
        practice = Practice.resume(practice.path)
    practice.close()
    return practice.transcript


def test_its_moments_become_scenes_in_their_order(folder: Folder, drill: Path) -> None:
    value = folder.library.find_drill(drill).value
    scenario = as_scenario(value)
    assert (scenario.id, scenario.title, scenario.lang) == ("say-sorry", "道歉要具体", "zh-CN")
    assert scenario.resident.name == "罗秀珍"
    assert [scene.stage for scene in scenario.scenes] == ["opening", "middle", "closing"]
    assert [scene.branches[-1].to for scene in scenario.scenes] == ["moment-2", "moment-3", "end"]
    assert scenario.scenes[0].hint == "先为丢材料这件事道歉。"
    assert scenario.scenes[0].poor_replies == ("丢了就丢了。",)


def test_a_moment_calls_for_the_focus_unless_it_says_otherwise(folder: Folder, drill: Path) -> None:
    first, second, _third = folder.library.find_scenario(drill).value.scenes
    assert first.calls_for == ("greeting_address", "apology_explanation")
    assert second.calls_for == ("apology_explanation",)


def test_good_replies_go_straight_through(folder: Folder, drill: Path, tmp_path: Path) -> None:
    talk = practised(folder, tmp_path, [GOOD, GOOD, GOOD])
    assert [turn.scene.id for turn in talk.turns] == ["moment-1", "moment-2", "moment-3"]
    assert talk.ending is not None
    assert talk.ending.id == "firm"


def test_a_missed_moment_comes_once_more_and_only_once(
    folder: Folder, drill: Path, tmp_path: Path
) -> None:
    talk = practised(folder, tmp_path, [GOOD, WEAK, GOOD, WEAK, WEAK])
    assert [turn.scene.id for turn in talk.turns] == [
        "moment-1", "moment-2", "moment-2", "moment-3", "moment-3",
    ]  # fmt: skip
    assert "我再问一遍。" in [text for _who, text in talk.history]
    assert talk.turns[1].because is not None
    assert talk.ending is not None
    assert talk.ending.id == "shaky"


def test_it_is_listed_as_what_it_is_after_the_scenarios(folder: Folder, drill: Path) -> None:
    rows = [(row.id, row.kind, row.disc, row.difficulty) for row in folder.library.entries()]
    assert rows == [("lost-papers", "scenario", "D", 2), ("say-sorry", "drill", "SC", 2)]


def test_outside_a_folder_of_drills_it_is_known_by_its_keys(folder: Folder, tmp_path: Path) -> None:
    loose = tmp_path / "loose.yaml"
    write(loose, DRILL)
    assert folder.check(loose) == []
    assert folder.library.find_scenario(loose).value.scenes[2].title == "收尾"


def test_one_id_for_a_drill_and_a_scenario_is_told(folder: Folder, drill: Path) -> None:
    write(drill, DRILL.replace("id: say-sorry", "id: lost-papers"))
    [found] = folder.library.check()
    assert (found.code, found.file) == ("REF-009", str(drill))


@pytest.mark.parametrize(
    ("old", "new", "code", "hint"),
    [
        ("focus: [apology", "«focuss: [apology", "KEY-001", "“focus”"),
        ("focus: [apology_explanation]", "focus: «[]", "VAL-006", None),
        ("focus: [apology_expl", "focus: [«apologie_expl", "REF-005", "apology_explanation"),
        ("calls_for: [greeting_", "calls_for: [«greting_", "REF-005", "greeting_address"),
        ("    hint: 先", "    «hnit: 先", "KEY-001", "“hint”"),
        ("resident: luo", "resident: «lou", "REF-007", "luo-xiuzhen"),
        ("when: {visits: at least 2}", "when: {cites: «reciept}", "REF-003", "receipt"),
        ("when: {visits: at least 2}", "when: {visited: «moment-9}", "REF-002", "moment-"),
        ("when: {visits: at least 2}", "when: {visits: «lots}", "VAL-007", "at least 2"),
        ("venue: hall", "venue: «hal", "VAL-002", "hall"),
        (
            "    model_replies: [对不起，是我们没放好，凭回执现在就查。]\n",
            "",
            "KEY-002",
            "model_replies",
        ),
    ],
)
def test_a_mistake_is_told_at_its_place_with_its_cure(
    folder: Folder, drill: Path, old: str, new: str, code: str, hint: str | None
) -> None:
    found, place = folder.with_mistake(drill, old, new)
    assert found.code == code
    if "«" in new:
        assert (found.line, found.column) == place
    if hint:
        assert hint in (found.hint or "")
    with pytest.raises(ContentFaults):
        folder.library.find_scenario(drill)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("lines: 那我回去等？", "lines: «" + "那我回去等？" * 30, "TALK-003"),
        ("    hint: 先为丢材料这件事道歉。", "    hint: 先为«丟材料这件事道歉。", "LANG-001"),
        ("[罗阿姨，对不起，我马上查。]", "[«罗大妈，对不起，我马上查。]", "TALK-005"),
        (
            "  - id: receipt",
            "  - «id: other\n    text: 周五放假。\n    local: true\n  - id: receipt",
            "FACT-002",
        ),
    ],
)
def test_what_weakens_it_is_warned_of_as_in_a_scenario(
    folder: Folder, drill: Path, old: str, new: str, code: str
) -> None:
    found, place = folder.with_mistake(drill, old, new)
    assert (found.code, found.severity) == (code, "warning")
    assert (found.line, found.column) == place


def test_the_shipped_drills_are_without_a_fault() -> None:
    library = Library.installed()
    paths = library.drill_paths()
    assert len(paths) >= 2
    assert library.check(paths) == []
