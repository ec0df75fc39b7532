"""What an author may write short is the same as what the models spell out."""

from __future__ import annotations

import pytest

from tests.content.conftest import SCENARIO, Folder, write
from trainer.model.condition import Bound
from trainer.model.scenario import Scenario


def load(folder: Folder, text: str) -> Scenario:
    write(folder.scenario, text)
    return folder.library.find_scenario(folder.scenario).value


def test_a_line_may_be_text_a_list_or_a_variant(folder: Folder) -> None:
    scenario = load(folder, SCENARIO)
    assert [line.say for line in scenario.scenes[0].lines] == ["我的材料呢？"]
    first, second = scenario.scenes[1].lines
    assert first.when.always
    assert second.when.visits == Bound(low=2)
    one = SCENARIO.replace("lines: 我的材料呢？", "lines: {say: 我的材料呢？, when: {turn: 1}}")
    assert load(folder, one).scenes[0].lines[0].when.turn == Bound(low=1, high=1)


def test_otherwise_is_the_last_branch(folder: Folder) -> None:
    arrival, explains = load(folder, SCENARIO).scenes
    assert arrival.branches[-1].to == "explains"
    assert arrival.branches[-1].when.always
    assert explains.branches[-1].because == "没有给出办法"


def test_a_scene_with_only_otherwise_always_goes_there(folder: Folder) -> None:
    start, end = (
        SCENARIO.index("    branches:\n      - to: explains"),
        SCENARIO.index("    otherwise: explains"),
    )
    scenario = load(folder, SCENARIO[:start] + SCENARIO[end:])
    assert [branch.to for branch in scenario.scenes[0].branches] == ["explains"]


@pytest.mark.parametrize(
    ("written", "bound"),
    [
        ("2", Bound(low=2)),
        ("at least 1", Bound(low=1)),
        ("至少 1", Bound(low=1)),
        ("exactly 0", Bound(low=0, high=0)),
    ],
)
def test_a_bare_number_on_a_merit_means_at_least(
    folder: Folder, written: str, bound: Bound
) -> None:
    text = SCENARIO.replace("apology_explanation: at least 1", f"apology_explanation: {written}")
    levels = load(folder, text).scenes[0].branches[0].when.levels
    assert levels["apology_explanation"] == bound
    assert levels["blame_dismiss"] == Bound(low=0, high=0)


def test_a_bare_number_on_a_penalty_means_that_level(folder: Folder) -> None:
    text = SCENARIO.replace("blame_dismiss: severe", "blame_dismiss: -1")
    when = load(folder, text).scenes[0].branches[1].when
    assert when.levels["blame_dismiss"] == Bound(low=-1, high=-1)
    assert when.promises == ("no-blame",)


def test_a_bare_nought_on_a_merit_always_holds_and_is_warned_of(folder: Folder) -> None:
    text = SCENARIO.replace("apology_explanation: at least 1", "apology_explanation: 0")
    write(folder.scenario, text)
    loaded = folder.library.find_scenario(folder.scenario)
    assert [(each.code, each.severity) for each in loaded.warnings] == [("VAL-008", "warning")]
    assert loaded.value.scenes[0].branches[0].when.levels["apology_explanation"] == Bound(low=0)


def test_conditions_nest(folder: Folder) -> None:
    when = load(folder, SCENARIO).scenes[1].branches[0].when
    assert when.any[0].cites == ("receipt", "written-reason")
    assert when.any[1].mood == {"anger": Bound(low=10, high=40)}
    inverse = SCENARIO.replace("when: {anger: below 40}", "when: {not: {all: [{anger: above 40}]}}")
    no = load(folder, inverse).endings[0].when.no
    assert no
    assert no.all[0].mood == {"anger": Bound(low=40, open_low=True)}


def test_numbers_and_words_of_yaml_stay_text_where_text_is_wanted(folder: Folder) -> None:
    text = SCENARIO.replace("title: 材料丢了", "title: 2025").replace("title: 气消了", "title: no")
    text = text.replace("as_of: 2025-04", "as_of: 2025-04-01").replace(
        "lang: zh-CN", "version: 1.10"
    )
    scenario = load(folder, text)
    assert (scenario.title, scenario.endings[0].title) == ("2025", "no")
    assert (scenario.facts[1].as_of, scenario.version) == ("2025-04-01", "1.10")


def test_hidden_characters_do_not_reach_the_models(folder: Folder) -> None:
    text = SCENARIO.replace("title: 材料丢了", 'title: "材料\\e[31m丢\\u202e\\u200b了"')
    assert load(folder, text).title == "材料[31m丢了"


def test_without_a_rubric_any_word_may_be_a_criterion(folder: Folder) -> None:
    folder.rubric.unlink()
    text = SCENARIO.replace("apology_explanation: at least 1", "kindness: 1")
    assert load(folder, text).scenes[0].branches[0].when.levels["kindness"] == Bound(low=1)
