"""One mistake, one message: what follows from it is not told, and the place is that of the mistake."""

from __future__ import annotations

import pytest

from tests.content.conftest import SCENARIO, Folder, write

SCENES = SCENARIO[SCENARIO.index("scenes:") : SCENARIO.index("endings:")]
ENDINGS = SCENARIO[SCENARIO.index("endings:") :]

# What is replaced, by what («: where the message has to point), and the code.
FULL_WIDTH = [
    ("id: lost-papers", "«id：lost-papers", "YAML-009"),
    ("title: 材料丢了", "«title：材料丢了", "YAML-009"),
    ("  name: 王建国", "  «name：王建国", "YAML-009"),
    ("    title: 进门", "    «title：进门", "YAML-009"),
    ("scenes:\n", "«scenes：\n", "YAML-009"),
    ("  - id: written-reason", "  - «id：written-reason", "YAML-009"),
    ("  mood: {anger: 70}", "  «mood：{anger: 70}", "KEY-001"),
    ("{anger: above 95}", "{«anger：above 95}", "REF-005"),
    ("    title: 进门", "«　　title: 进门", "YAML-006"),
    ("    title: 进门", "«\u00a0\u00a0\u00a0\u00a0title: 进门", "YAML-006"),
]
SPACES = [
    ("title: 材料丢了", "«title:材料丢了", "YAML-009"),
    ("  name: 王建国", "  «name:王建国", "YAML-009"),
    ("  - id: receipt", "  «-id: receipt", "YAML-009"),
    ("    title: 进门", "   «title: 进门", "YAML-006"),
    ("venue: hall", " «venue: hall", "YAML-006"),
    ("    title: 进门", "«\ttitle: 进门", "YAML-005"),
]
DASHES = [
    ("  - id: arrival", "    «id: arrival", "YAML-006"),
    ("  - id: explains", "    «id: explains", "KEY-003"),
    ("  - id: written-reason", "    «id: written-reason", "KEY-003"),
]
MISSING = [
    ("scenes:\n  - id", "  - «id", "KEY-002"),
    ("endings:\n  - id", "  - «id", "KEY-002"),
]
CUT_OFF = [
    (SCENES, "", "KEY-002"),
    (ENDINGS, "", "KEY-002"),
    (SCENARIO[SCENARIO.index("      - to: walks-out\n        when: {blame") :], "", "KEY-002"),
]


@pytest.mark.parametrize(
    ("old", "new", "code"), [*FULL_WIDTH, *SPACES, *DASHES, *MISSING, *CUT_OFF]
)
def test_a_mistake_gives_one_message_where_it_is(
    folder: Folder, old: str, new: str, code: str
) -> None:
    assert SCENARIO.count(old) == 1
    before, _found, after = SCENARIO.partition(old)
    lead, mark, rest = new.partition("«")
    write(folder.scenario, before + lead + rest + after)
    [found] = folder.check()
    assert found.code == code
    if mark:
        start = before + lead
        place = start.count("\n") + 1, len(start) - start.rfind("\n")
        assert (found.line, found.column) == place


def test_several_keys_that_one_item_lacks_are_told_at_once(folder: Folder) -> None:
    write(folder.scenario, SCENARIO.replace("    grade: C\n    text: 他摔门而去。\n", ""))
    [found] = folder.check()
    assert found.code == "KEY-002"
    assert "“grade”" in found.message
    assert "“text”" in found.message
