"""What mends a mistake: only where it can be meant in one way, and nothing else is touched."""

from __future__ import annotations

import pytest

from tests.content.conftest import SCENARIO, Folder, write
from trainer.cli.mend import mended_file
from trainer.content.cure import tidied
from trainer.content.nearest import surely_meant

CURED = [
    ("title: 材料丢了", "tittle: 材料丢了"),
    ("title: 材料丢了", "title：材料丢了"),
    ("title: 材料丢了", "title:材料丢了"),
    ("  mood: {anger: 70}", "  mood：{anger: 70}"),
    ("{anger: above 95}", "{anger：above 95}"),
    ("    title: 进门", "\ttitle: 进门"),
    ("    title: 进门", "　　title: 进门"),
    ("scenes:\n", "scenes：\n"),
    ("  - id: explains", "    id: explains"),
    ("  - id: arrival", "    id: arrival"),
    ("  - id: receipt", "  -id: receipt"),
    ("venue: hall", "venue: hal"),
    ("venue: hall\n", "venue: hall\nvenue: hall\n"),
    ("    otherwise: explains", "    otherwise: explians"),
    ("visited: arrival", "visited: arival"),
    ("{apology_explanation: at", "{apology_explnation: at"),
    ("[greeting_address, apology", "[greeting_adress, apology"),
    ("  disc: D", "  dics: D"),
    ("  mood: {anger: 70}", "  mood: {anger:70}"),
    ("  mood: {anger: 70}", "  mood: {anger 70}"),
    ("        when: {contradicts", "        when:{contradicts"),
    (
        "{apology_explanation: at least 1, blame_dismiss: absent}",
        "{apology_explanation：at least 1，blame_dismiss：absent}",
    ),
    ("  mood: {anger: 70}", "  mood: {anger: ７０}"),
    ("  mood: {anger: 70}", "  mood: ｛anger: 70｝"),
    ("  mood: {anger: 70}", "  mood：｛anger：７０｝"),
    ("  mood: {anger: 70}", "  mood: {anger: 70｝"),
    ("when: {contradicts: receipt}", "when: contradicts: receipt"),
    ("[先道歉, 讲清怎么补]", "【先道歉，讲清怎么补】"),
    ("cues: [回执, 编号]", "cues: [回执，编号]"),
    ("cues: [回执, 编号]", "cues: [回执, “编号”]"),
    ("  - id: written-reason", "  － id: written-reason"),
]


LANGUAGES = [("lang: zh-CN", f"lang: {wrong}") for wrong in ("zh", "ZH_cn", "en")]


@pytest.mark.parametrize(("right", "wrong"), [*CURED, *LANGUAGES])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_plain_mistake_is_mended_to_the_byte(
    folder: Folder, right: str, wrong: str, end: str
) -> None:
    assert SCENARIO.count(right) == 1
    whole = f"\ufeff# 注释\n{SCENARIO}".replace("\n", end)
    raw = f"\ufeff# 注释\n{SCENARIO.replace(right, wrong)}".replace("\n", end)
    folder.scenario.write_bytes(raw.encode())
    before, after = mended_file(folder.library, folder.scenario)
    assert before == raw
    assert after == whole
    assert folder.scenario.read_bytes() == whole.encode()
    assert mended_file(folder.library, folder.scenario) == (whole, whole)


def test_several_mistakes_are_mended_one_after_the_other(folder: Folder) -> None:
    text = SCENARIO
    for right, wrong in CURED[2::4]:
        text = text.replace(right, wrong)
    write(folder.scenario, text)
    assert mended_file(folder.library, folder.scenario)[1] == SCENARIO


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("difficulty: 2", "difficulty: 9"),
        ("    title: 气消了\n", ""),
        ("venue: hall", "venue: park"),
        ("venue: hall", "venue: hall\nvenue: visit"),
        ("briefing: 上周", 'briefing: "上周'),
        ("    otherwise: explains", "    otherwise: elsewhere"),
    ],
)
def test_what_could_be_meant_otherwise_is_left_alone(
    folder: Folder, right: str, wrong: str
) -> None:
    text = SCENARIO.replace(right, wrong)
    write(folder.scenario, text)
    assert mended_file(folder.library, folder.scenario) == (text, text)


def test_a_bound_gets_its_colon_and_its_quotes(folder: Folder) -> None:
    write(folder.scenario, SCENARIO.replace("{anger: above 95}", "{anger > 95}"))
    assert '{anger: "> 95"}' in mended_file(folder.library, folder.scenario)[1]
    write(folder.scenario, SCENARIO.replace("{anger: above 95}", "{anger: > 95}"))
    assert '{anger: "> 95"}' in mended_file(folder.library, folder.scenario)[1]


@pytest.mark.parametrize("dash", ["", "-", "－", "－ ", "• "])
def test_a_list_without_dashes_gets_them(folder: Folder, dash: str) -> None:
    goals = f"\n  {dash}先道歉\n  {dash}讲清怎么补"
    write(folder.scenario, SCENARIO.replace("[先道歉, 讲清怎么补]", goals))
    after = mended_file(folder.library, folder.scenario)[1]
    assert "goals: \n  - 先道歉\n  - 讲清怎么补\n" in after.replace("goals:\n", "goals: \n")
    assert folder.check() == []


def test_spaces_at_the_ends_of_lines_go_unless_they_are_part_of_the_text() -> None:
    assert tidied("a: b  \r\nc: d\t\r\n") == "a: b\r\nc: d\r\n"
    kept = "a: |\n  one  \n  two\n"
    assert tidied(kept) == kept


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("tittle", "title"),
        ("titel", "title"),
        ("brnaches", "branches"),
        ("step-3", None),
        ("lime", None),
        ("到场", None),
        ("to", None),
        ("nothing-like-it", None),
    ],
)
def test_a_name_is_only_taken_for_another_that_is_alone_in_being_near(
    said: str, meant: str | None
) -> None:
    known = ["title", "branches", "step-1", "step-2", "line", "time", "到家"]
    assert surely_meant(said, known) == meant
