"""Walkthroughs as authors write them: read into the model, and each mistake told at its place."""

from __future__ import annotations

import pytest

from tests.content.conftest import Folder, write
from trainer.model.condition import Bound

WALKS = """
walkthroughs:
  - title: 先道歉
    seed: 3
    steps:
      - reply: 王师傅，对不起。
        then: {scene: explains, apology_explanation: 1, blame_dismiss: absent, overall: 至少 60}
      - reply: 凭回执编号可以补。
    ending: satisfied
"""


@pytest.fixture
def walked(folder: Folder) -> Folder:
    write(folder.scenario, folder.scenario.read_text("utf-8") + WALKS)
    return folder


def test_a_walkthrough_is_read_with_the_shorthands_of_conditions(walked: Folder) -> None:
    (walk,) = walked.library.find_scenario(walked.scenario).value.walkthroughs
    first, last = walk.steps
    assert (walk.title, walk.seed, walk.ending) == ("先道歉", 3, "satisfied")
    assert first.then.scene == "explains"
    assert first.then.condition.levels["apology_explanation"] == Bound(low=1)
    assert first.then.condition.overall == Bound(low=60)
    assert last.then.scene is None
    assert last.then.condition.always


@pytest.mark.parametrize(
    ("old", "new", "code", "hint"),
    [
        ("scene: explains", "«scen: explains", "REF-005", "“scene”"),
        ("scene: explains", "scene: «explain", "REF-002", "“explains”"),
        ("scene: explains", "scene: «satisfied", "REF-002", "ending: satisfied"),
        ("scene: explains", "scene: «[explains]", "VAL-001", None),
        ("apology_explanation: 1", "«apology_explanatio: 1", "REF-005", "“apology_explanation”"),
        ("absent, overall", "«gone, overall", "VAL-007", "absent"),
        ("overall: 至少 60", "visited: «arivals", "REF-002", "“arrival”"),
        ("overall: 至少 60", "visited: «satisfed", "REF-002", "arrival, explains."),
        ("overall: 至少 60", "cites: «reciept", "REF-003", "“receipt”"),
        ("    ending: satisfied", "    ending: «satisfid", "REF-014", "“satisfied”"),
        ("    ending: satisfied", "    ending: «explain", "REF-014", "satisfied, walks-out."),
        ("    ending: satisfied", "    ending: «arrival", "REF-014", "satisfied, walks-out"),
        ("    seed: 3", "    «sede: 3", "KEY-001", "“seed”"),
        ("    seed: 3", "    seed: «three", "VAL-001", None),
        ("      - reply: 凭", "      - «replay: 凭", "KEY-001", "“reply”"),
        ("        then: {", "        «than: {", "KEY-001", "“then”"),
    ],
)
def test_a_mistake_in_a_walkthrough_is_told_at_its_place(
    walked: Folder, old: str, new: str, code: str, hint: str | None
) -> None:
    found, place = walked.with_mistake(walked.scenario, old, new)
    assert (found.line, found.column) == place
    assert found.code == code
    assert (hint in found.hint if found.hint else False) if hint else True
