"""Each mistake in a scenario gives one diagnostic: at its place (`«` below), with its code and its cure."""

from __future__ import annotations

import pytest

from tests.content.conftest import Folder, write

KEYS = [
    ("title: 材料丢了", "«tittle: 材料丢了", "KEY-001", "“title”"),
    ("venue: hall", "«venu: hall", "KEY-001", "“venue”"),
    (
        "    branches:\n      - to: satisfied",
        "    «branch:\n      - to: satisfied",
        "KEY-001",
        "“branches”",
    ),
    ("  disc: D", "  «dics: D", "KEY-001", "“disc”"),
    ("{anger: 70}", "{«angr: 70}", "KEY-001", "“anger”"),
    ("{trust: +5}", "{«trst: +5}", "KEY-001", "“trust”"),
    ("otherwise: explains", "«otherwize: explains", "KEY-001", "“otherwise”"),
    ("{to: end, because:", "{to: end, «becuase:", "KEY-001", "“because”"),
    ("{to: end, because: 没有给出办法}", "{to: end, «when: {turn: 3}}", "KEY-001", "branches"),
    ("say: 你上回", "«sya: 你上回", "KEY-001", "“say”"),
    ("venue: hall", "venue: hall\n«colour: red", "KEY-001", None),
    ("role: 你", "«my_part_in_it: 你", "KEY-001", "“role”"),
    ("title: 材料丢了\n", "", "KEY-002", "title"),
    ("    title: 气消了\n", "", "KEY-002", "title"),
    ("venue: hall", "venue: hall\n«venue: visit", "KEY-003", "Remove"),
    ("goals: [先", "«[a, b]: c\ngoals: [先", "KEY-004", "quotes"),
]

VALUES = [
    ("title: 材料丢了", "title: «[材料, 丢了]", "VAL-001", "quotes"),
    ("role: 你是窗口的小林。", "role:«", "VAL-001", None),
    ("goals: [先道歉, 讲清怎么补]", "goals: «先道歉", "VAL-001", "- "),
    ("difficulty: 2", "difficulty: «hard", "VAL-001", None),
    ("mood: {anger: 70}", "mood: «angry", "VAL-001", None),
    ("when: {anger: below 40}", "when: «never", "VAL-001", None),
    ("local: true", "local: «perhaps", "VAL-001", None),
    ("cites: [receipt, written-reason]", "cites: [receipt, «{a: b}]", "VAL-001", None),
    ("venue: hall", "venue: «hal", "VAL-002", "“hall”"),
    ("grade: A", "grade: «G", "VAL-002", "A, B, C"),
    ("stage: opening", "stage: «begin", "VAL-002", "opening"),
    ("difficulty: 2", "difficulty: «7", "VAL-003", None),
    ("age: 58", "age: «-1", "VAL-003", None),
    ("{anger: 70}", "{anger: «170}", "VAL-003", None),
    ("{trust: +5}", "{trust: «+500}", "VAL-003", None),
    ("{trust: +5}", "{trust: «nan}", "VAL-003", None),
    ("briefing: 上周收下的材料找不到了。", "briefing: «'  '", "VAL-004", None),
    ("briefing: 上周", "briefing: «" + "很久以前" * 600, "VAL-004", None),
    ("id: lost-papers", "id: «lost papers", "VAL-005", "letters"),
    ("disc: D", "disc: «DD", "VAL-005", "SC"),
    ("as_of: 2025-04", "as_of: «April", "VAL-005", "2025-04"),
    ("address_as: [王师傅, 王大哥]", "address_as: «[]", "VAL-006", None),
    ("lines: 我的材料呢？", "lines: «[]", "VAL-006", None),
    ("{anger: above 95}", "{anger: «rather high}", "VAL-007", "above 60"),
    ("{visits: at least 2}", "{visits: «[2]}", "VAL-007", "at least 2"),
    ("{anger: above 95}", "{anger: «above 100}", "VAL-008", "above 60"),
    ("10 to 40", "«40 to 10", "VAL-008", "40 to 60"),
    ("blame_dismiss: absent}", "blame_dismiss: «at least 1}", "VAL-008", "absent"),
    ("apology_explanation: at least 1", "apology_explanation: «3", "VAL-008", "at least 1"),
]

SIGNS = [
    ("mood: {anger: 70}", "mood: {«anger:70}", "KEY-001", "Put a space after “:”."),
    ("mood: {anger: 70}", "mood: ｛anger«: 70｝", "YAML-008", "half-width “{”"),
    ("mood: {anger: 70}", "mood: «{anger: 70｝", "YAML-007", "half-width “}”"),
    ("{anger: above 95}", "{«anger:above 95}", "REF-005", "Put a space after “:”."),
    ("{anger: above 95}", "anger«: above 95", "YAML-008", "“when: {anger: above 95}”"),
    (
        "{contradicts: receipt}",
        "contradicts«: receipt",
        "YAML-008",
        "“contradicts: receipt” on the",
    ),
    ("{anger: above 95}", "{anger: «>= 95}", "YAML-008", '">= 95"'),
    ("briefing: 上周", "briefing: «> 上周", "YAML-008", "on the next line"),
    ("{anger: above 95}", "{anger: «“above 95”}", "VAL-007", "straight quotes"),
    ("grade: A", "grade: «“A”", "VAL-002", "straight quotes"),
    ("lang: zh-CN", "lang: «“zh-CN”", "VAL-005", "straight quotes"),
    ("venue: hall", "venue: hall\nrubric: «“reception”", "VAL-005", "straight quotes"),
    ("[先道歉, 讲清怎么补]", "\n  «* 先道歉", "YAML-009", "“- ”"),
    ("mood: {anger: 70}", "mood: anger«: 70, trust: 20", "YAML-008", "{anger: 70, trust: 20}"),
    ("title: 材料丢了", "title: “材料«: 丢了”", "YAML-008", "straight quotes"),
    ("      - 那现在", "      - «那: 现在", "YAML-008", "in quotes"),
    ("      - 那现在", "      - «“那: 现在", "YAML-008", "straight quotes"),
    ("cites: [receipt, ", "cites: [«receipt，", "VAL-005", "half-width “,”"),
    ("[greeting_address, ", "[«greeting_address，", "VAL-005", "half-width “,”"),
    (
        "[greeting_address, apology_explanation]",
        "«【greeting_address】",
        "VAL-001",
        "half-width “[”",
    ),
    ("cues: [回执, 编号]", "cues: [«回执，编号]", "VAL-005", "half-width “,”"),
    ("address_as: [王师傅, 王大哥]", "address_as: [«王师傅、王大哥]", "VAL-005", "half-width “,”"),
    ("cues: [回执, 编号]", "cues: [回执, «“编号”]", "VAL-005", "straight quotes"),
    ("[先道歉, 讲清怎么补]", "\n  «-先道歉\n  -讲清怎么补", "VAL-001", "Put a space after “-”."),
    ("[先道歉, 讲清怎么补]", "\n  «－ 先道歉", "VAL-001", "half-width “-”"),
    ("[先道歉, 讲清怎么补]", "\n  - 先道歉\n  «－ 讲清怎么补", "YAML-009", "half-width “-”"),
    ("  - id: written", "  «－ id: written", "YAML-009", "half-width “-”"),
    ("title: 材料丢了", "title: 材料丢了 «#5", "YAML-008", "quotes"),
    ("{anger: above 95}", "{anger: «＞95}", "VAL-007", '">95"'),
    ("{contradicts: receipt}", "{says: «投诉，举报}", "VAL-005", "[first, second]"),
    ("        when: {contradicts", "        «when:{contradicts", "KEY-001", "Put a space"),
    (
        "to: walks-out\n    when: {anger",
        "to: walks-out when«: {anger",
        "YAML-008",
        "“when” on a line",
    ),
    ("    otherwise: explains", "    otherwise:\n      «- to: explains", "VAL-001", "“-” away"),
    ("{trust: +5}", "{trust: «＋5}", "VAL-001", "“+5”"),
    ("disc: D", "disc: «Ｄ", "VAL-005", "“D”"),
    ("grade: A", "grade: «Ａ", "VAL-002", "“A”"),
    ("{trust: +5}", "{«trust +5}", "KEY-001", "“: ” after “trust”"),
    ("{trust: +5}", "{trust: +5；anger«: 2}", "YAML-009", "half-width “,”"),
    ("- {anger: 10 to 40, visited: arrival}", "- «anger 10 to 40", "VAL-001", "“: ” after “anger”"),
    ("mood: {trust: +5}", "mood: «+5", "VAL-001", "mood: {"),
]
"""Signs of a Chinese keyboard and others that are easily taken for YAML's own."""

ASTRAY = [
    ("{contradicts: receipt}", "contradicts: receipt", "contradicts"),
    ("{apology_explanation: at least 1, blame_dismiss: absent}", "apology_explanation: 1", "apology_explanation"),
    ("{visits: at least 2}", "visits: at least 2", "visits"),
    ("{anger: below 40}", "anger: below 40", "anger"),
]  # fmt: skip
"""Conditions, and the same without `when`."""

REFERENCES = [
    ("lang: zh-CN", "lang: «zh", "VAL-002", "“zh-CN”"),
    ("lang: zh-CN", "lang: «EN", "VAL-002", "“en”"),
    ("lang: zh-CN", "lang: «fr", "VAL-002", "zh-CN, en"),
    ("lang: zh-CN", "lang: «Chinese (mainland)", "VAL-002", "“zh-CN”"),
    (
        "  - to: walks-out\n    when: {anger",
        "  - to: «walk-out\n    when: {anger",
        "REF-001",
        "“walks-out”",
    ),
    ("otherwise: explains", "otherwise: «explain", "REF-001", "“explains”"),
    ("visited: arrival", "visited: «arival", "REF-002", "“arrival”"),
    ("visited: arrival", "visited: «walks-out", "REF-002", "arrival"),
    ("visited: arrival", "visited: «end", "REF-002", "arrival"),
    ("cites: [receipt,", "cites: [«reciept,", "REF-003", "“receipt”"),
    ("promises: no-blame", "promises: «no-blames", "REF-004", "“no-blame”"),
    ("{apology_explanation: at", "{«apology_explnation: at", "REF-005", "“apology_explanation”"),
    ("[greeting_address, apology", "[«greeting, apology", "REF-005", "“greeting_address”"),
    ("acts: stand", "acts: «stnd", "REF-006", "“stand”"),
    ("venue: hall", "venue: hall\nrubric: «recption", "REF-008", "“reception”"),
    ("id: written-reason", "id: «receipt", "REF-009", "own id"),
]

FLOW = [
    ("    «otherwise: explains\n".replace("«", ""), "", "FLOW-001", "otherwise"),
    (
        "    text: 他摔门而去。",
        "    text: 他摔门而去。\n    when: {trust: below 10}",
        "FLOW-002",
        "when",
    ),
    (
        "        when: {apology_explanation: at least 1, blame_dismiss: absent}\n",
        "",
        "FLOW-003",
        "when",
    ),
    ("    when: {anger: above 95}\n", "", "FLOW-004", "when"),
]


@pytest.mark.parametrize(("old", "new", "code", "hint"), [*KEYS, *VALUES, *SIGNS, *REFERENCES])
def test_a_mistake_is_told_once_at_its_place_with_its_cure(
    folder: Folder, old: str, new: str, code: str, hint: str | None
) -> None:
    found, place = folder.with_mistake(folder.scenario, old, new)
    assert found.code == code
    if "«" in new:
        assert (found.line, found.column) == place
    assert (hint or "") in (found.hint or "")


def test_what_is_called_by_its_title_is_told_by_its_id(folder: Folder) -> None:
    write(
        folder.rubric,
        folder.rubric.read_text("utf-8")
        .replace("title: {en: Apology}", "title: {en: Apology, zh-CN: 道歉解释}")
        .replace("title: {en: Stands up}", "title: {en: Stands up, zh-CN: 起身相迎}"),
    )
    text = folder.scenario.read_text("utf-8")
    for old, new in (
        ("[greeting_address, apology_explanation]", "[greeting_address, 道歉解释]"),
        ("{apology_explanation: at", "{道歉解释: at"),
        ("acts: stand", "acts: 起身相迎"),
    ):
        text = text.replace(old, new)
    write(folder.scenario, text)
    found = folder.check()
    assert [(d.code, d.hint) for d in found] == [
        ("REF-005", "Did you mean “apology_explanation”?"),
        ("REF-005", "Did you mean “apology_explanation”?"),
        ("REF-006", "Did you mean “stand”?"),
    ]
    assert all(d.fix for d in found)


@pytest.mark.parametrize(("old", "new", "key"), ASTRAY)
def test_a_condition_without_when_is_told_to_be_one(
    folder: Folder, old: str, new: str, key: str
) -> None:
    found, place = folder.with_mistake(folder.scenario, f"when: {old}", f"«{new}")
    assert (found.code, (found.line, found.column)) == ("KEY-001", place)
    assert f"“when: {{{key}: …}}”" in (found.hint or "")


@pytest.mark.parametrize("comment", ["# 5", "#标题", "# the title"])
def test_a_comment_after_a_text_is_one(folder: Folder, comment: str) -> None:
    text = folder.scenario.read_text("utf-8")
    write(folder.scenario, text.replace("title: 材料丢了", f"title: 材料丢了 {comment}"))
    assert folder.check() == []


@pytest.mark.parametrize(("old", "new", "code", "hint"), FLOW)
def test_a_break_in_the_flow_is_told_once(
    folder: Folder, old: str, new: str, code: str, hint: str
) -> None:
    found, _place = folder.with_mistake(folder.scenario, old, new)
    assert found.code == code
    assert hint in (found.hint or "")


def test_the_sample_itself_has_no_mistakes(folder: Folder) -> None:
    assert folder.library.check() == []


def test_a_language_that_the_rubric_has_phrases_for_is_as_good_as_those_of_the_program(
    folder: Folder,
) -> None:
    write(folder.rubric.parent / "phrases.fr.yaml", "lang: fr\nversion: 1\n")
    text = folder.scenario.read_text("utf-8")
    write(folder.scenario, text.replace("lang: zh-CN", "lang: fr"))
    assert folder.check() == []
    write(folder.scenario, text.replace("lang: zh-CN", "lang: frr"))
    assert [d.hint for d in folder.check()] == ["Did you mean “fr”?"]


def test_where_a_rubric_of_ones_own_lies_is_told_with_those_there_are(folder: Folder) -> None:
    found, _place = folder.with_mistake(
        folder.scenario, "venue: hall", "venue: hall\nrubric: «ours"
    )
    assert found.code == "REF-008"
    assert found.hint == (
        "Possible here: reception. One of your own lies in a folder “rubrics” beside the scenario."
    )


def test_a_language_that_the_rubric_has_no_phrases_for_is_told_with_those_it_has(
    folder: Folder,
) -> None:
    write(folder.rubric.parent / "phrases.en.yaml", "lang: en\nversion: 1\n")
    (found,) = folder.check()
    assert (found.code, found.severity) == ("VAL-002", "error")
    assert "no phrases in “zh-CN”" in found.message
    assert "It has them in: en." in (found.hint or "")
    assert not found.fix


def test_a_missing_key_is_told_where_its_mapping_begins(folder: Folder) -> None:
    found, _place = folder.with_mistake(folder.scenario, "    grade: A\n", "")
    text = folder.scenario.read_text("utf-8").split("\n")
    assert "id: satisfied" in text[found.line - 1]
    assert found.message == "The key “grade” is missing here."


def test_a_missing_fallback_is_told_at_the_branches(folder: Folder) -> None:
    found, _place = folder.with_mistake(folder.scenario, "    otherwise: explains\n", "")
    assert folder.scenario.read_text("utf-8").split("\n")[found.line - 1] == "    branches:"


def test_all_mistakes_come_at_once_in_the_order_of_the_file(folder: Folder) -> None:
    text = folder.scenario.read_text("utf-8")
    for old, new in (
        ("title: 材料丢了", "tittle: 材料丢了"),
        ("difficulty: 2", "difficulty: 9"),
        ("visited: arrival", "visited: nowhere"),
        ("grade: C", "grade: X"),
    ):
        text = text.replace(old, new)
    folder.scenario.write_text(text, encoding="utf-8")
    found = folder.check()
    assert [each.code for each in found] == ["KEY-001", "VAL-003", "REF-002", "VAL-002"]
    assert [each.line for each in found] == sorted(each.line for each in found)


def test_what_stands_under_a_misspelt_key_is_checked_too(folder: Folder) -> None:
    text = folder.scenario.read_text("utf-8")
    text = text.replace("scenes:", "scens:").replace("visited: arrival", "visited: arival")
    folder.scenario.write_text(text, encoding="utf-8")
    assert [each.code for each in folder.check()] == ["KEY-001", "REF-002"]


def test_a_target_that_several_branches_name_is_told_once(folder: Folder) -> None:
    text = folder.scenario.read_text("utf-8").replace("to: walks-out", "to: nowhere-at-all")
    write(folder.scenario, text)
    [found] = folder.check()
    assert found.message.endswith("(Also on line 42.)")
    text = text.replace("otherwise: explains", "otherwise: nowhere-at-all")
    write(folder.scenario, text)
    [found] = folder.check()
    assert found.message.endswith("(Also on lines 42 and 44.)")


def test_a_misspelt_id_that_others_agree_on_is_told_where_it_is_given(folder: Folder) -> None:
    found, place = folder.with_mistake(folder.scenario, "  - id: walks-out", "  - id: «walks-ouut")
    assert (found.line, found.column) == place
    assert "“walks-out”" in (found.hint or "")


def test_a_missing_line_that_runs_two_items_together_is_told_once(folder: Folder) -> None:
    found, _place = folder.with_mistake(folder.scenario, "  - id: walks-out\n", "")
    assert found.code == "KEY-003"
    assert "- " in (found.hint or "")


def test_the_resident_may_be_named(folder: Folder) -> None:
    text = folder.scenario.read_text("utf-8")
    inline = text[text.index("resident:") : text.index("facts:")]
    text = text.replace(inline, "resident: luo-xiuzhen\n").replace("王师傅", "罗阿姨")
    folder.scenario.write_text(text, encoding="utf-8")
    assert folder.check() == []
    found, place = folder.with_mistake(
        folder.scenario, "resident: luo-xiuzhen", "resident: «luo-xiuzen"
    )
    assert (found.code, found.line, found.column) == ("REF-007", *place)
    assert "“luo-xiuzhen”" in (found.hint or "")


def test_a_faulty_resident_is_told_in_the_resident_s_own_file(folder: Folder) -> None:
    text = folder.scenario.read_text("utf-8")
    inline = text[text.index("resident:") : text.index("facts:")]
    folder.scenario.write_text(text.replace(inline, "resident: luo-xiuzhen\n"), encoding="utf-8")
    folder.resident.write_text("name: 罗秀珍\naddress_as: [罗阿姨]\ndisc: SS\n", encoding="utf-8")
    [found] = folder.check()
    assert (found.file, found.line, found.code) == (str(folder.resident), 3, "VAL-005")


def test_a_scene_that_nothing_leads_to_is_a_warning(folder: Folder) -> None:
    text = folder.scenario.read_text("utf-8").replace("otherwise: explains", "otherwise: walks-out")
    folder.scenario.write_text(text.replace("to: explains", "to: arrival"), encoding="utf-8")
    [found] = folder.check()
    assert (found.code, found.severity) == ("FLOW-005", "warning")
    assert folder.library.find_scenario("lost-papers").warnings == (found,)


def test_thousands_of_mistakes_are_cut_short(folder: Folder) -> None:
    many = "\n".join(f"some-key-{n}: x" for n in range(5_000))
    folder.scenario.write_text(f"{many}\n", encoding="utf-8")
    found = folder.check()
    assert len(found) == 201
    assert found[-1].code == "NOTE-001"
