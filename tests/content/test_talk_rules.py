"""What makes a talk unplayable, untrue or weak is told where it stands (`«` below), and only that."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.content.conftest import Folder, write
from tests.shipped import library
from trainer.model.diagnostic import Diagnostic

Change = tuple[str, str]

AGAIN = "      - to: explains\n        when: {contradicts: receipt}\n"
OTHERWISE = "    otherwise: {to: end, because: 没有给出办法}"
SATISFIED = "      - to: satisfied\n        when:\n          any:\n            - {cites: [receipt, written-reason], acts: stand}\n            - {anger: 10 to 40, visited: arrival}\n"
ANYTIME = "anytime:\n  - to: walks-out\n    when: {anger: above 95}\n"
ROUND = (
    SATISFIED + AGAIN + OTHERWISE,
    "      - to: arrival\n        when: {cites: [receipt, written-reason]}\n    otherwise: explains",
)
LEFT = ("      - to: walks-out\n        when: {blame_dismiss: severe, promises: no-blame}\n", "")
TEMPTED = ("    model_replies: [王师傅，对不起，我马上查。]", "    model_replies: [王师傅，对不起，我马上查。]\n    poor_replies: [是小周弄丢的。]")  # fmt: skip

IN_ENGLISH = [
    ("lines: 我的材料呢？", "lines: Where are my papers now?"),
    ("- 那现在怎么办？", "- And what happens now?"),
    ("say: 你上回也这么说。", "say: You said so last time."),
    ("[凭回执编号可以补。]", "[The receipt has a number.]"),
]

CASES: list[tuple[str, list[Change]]] = [
    # A cycle that only anger can break, and one that nothing can.
    ("FLOW-006", [ROUND, LEFT, TEMPTED, ("  - id: arrival", "  - id: «arrival")]),
    ("FLOW-006", [ROUND, LEFT, TEMPTED, (ANYTIME, ""), ("  - id: arrival", "  - id: «arrival")]),
    # Shadowed by one, by several together, by one under `anytime`.
    (
        "FLOW-007",
        [("    otherwise: explains", "      - «to: walks-out\n        when: {apology_explanation: at least 2, blame_dismiss: absent}\n    otherwise: explains")],
    ),
    (
        "FLOW-007",
        [("    otherwise: explains", "      - {to: walks-out, when: {trust: above 40}}\n      - {to: walks-out, when: {trust: below 60}}\n      - «to: explains\n        when: {trust: 30 to 70, cites: receipt}\n    otherwise: explains")],
    ),
    (
        "FLOW-007",
        [("    otherwise: explains", "      - «to: walks-out\n        when: {anger: at least 96, cites: receipt}\n    otherwise: explains")],
    ),
    (
        "FLOW-007",
        [("    otherwise: explains", "      - {to: walks-out, when: {says: [投诉]}}\n      - «to: walks-out\n        when: {says: [我要投诉]}\n    otherwise: explains")],
    ),
    # Parts that exclude each other: in one mapping, in one of several, in `not`, in the scene itself.
    (
        "FLOW-008",
        [("when: {anger: below 40}", "«when: {anger: below 40, all: [{anger: above 60}]}")],
    ),
    (
        "FLOW-008",
        [("            - {anger: 10 to 40, visited: arrival}", "            - «{anger: 10 to 40, not: {anger: below 80}}")],
    ),
    (
        "FLOW-008",
        [("when: {visits: at least 2}", "«when: {visits: at least 2, not: {visited: explains}}")],
    ),
    # Whoever stays poor goes round: one scene, two scenes.
    (
        "FLOW-010",
        [(ANYTIME, ""), (OTHERWISE, "    otherwise: explains"), ("  - id: explains", "  - id: «explains"), ("            - {anger: 10 to 40, visited: arrival}\n", "")],
    ),
    (
        "FLOW-010",
        [(ANYTIME, ""), (OTHERWISE, "    otherwise: arrival"), ("  - id: arrival", "  - id: «arrival"), ("            - {anger: 10 to 40, visited: arrival}", "            - {anger: below 40, visited: arrival}")],
    ),
    (
        "FLOW-011",
        [LEFT, TEMPTED, ("  - id: arrival", "  - id: «arrival")],
    ),
    ("TALK-001", [("grade: A", "grade: D"), ("endings:\n", "«endings:\n")]),
    ("TALK-002", [("grade: C", "grade: B"), ("endings:\n", "«endings:\n")]),
    ("TALK-003", [("你上回也这么说。", "«" + "你上回也这么说。" * 16)]),
    ("TALK-004", [("那现在怎么办？", "小同志，«求求您了，现在怎么办？")]),
    ("TALK-004", [("    lines: 我的材料呢？", "    lines: 我的材料呢？\n    hint: 好好说"), ("  disc: D", "  disc: DI"), ("        mood: {trust: +5}", "        say: 都怪我，«我也不想麻烦您。")]),
    ("TALK-005", [("[王师傅，对不起", "[«王大爷，对不起")]),
    ("TALK-005", [("[王师傅，对不起", "[«建国叔叔，对不起")]),
    ("TALK-005", [("[王师傅，对不起", "[«罗阿姨，对不起")]),
    ("TALK-005", [("[凭回执", "[您坐，跟«王老师说清楚，凭回执")]),
    ("TALK-005", [("briefing: 上周", "briefing: «王大爷来了，上周")]),
    ("FACT-001", [("    source: 《某办法》第三条\n    as_of: 2025-04\n", ""), ("  - id: written-reason", "  - «id: written-reason")]),
    ("FACT-002", [("    cues: [书面说明理由]\n", ""), ("  - id: written-reason", "  - «id: written-reason")]),
    ("FACT-002", [("cites: [receipt, written-reason]", "cites: receipt"), ("  - id: written-reason", "  - «id: written-reason")]),
    ("FACT-003", [(", promises: no-blame", ""), ("  - id: no-blame", "  - «id: no-blame")]),
    ("FACT-003", [("    cues: [是小周弄丢的]\n", ""), ("  - id: no-blame", "  - «id: no-blame")]),
    ("LANG-001", [("他收好了回执。", "他收好了«後面的回执。")]),
    ("LANG-001", [("他收好了回执。", "他收好«了,回执还在。")]),
    ("LANG-001", [("他收好了回执。", "他收好了«Ａ４纸。")]),
    ("LANG-001", [("lines: 我的材料呢？", "lines: «Where are my papers now?")]),
    ("LANG-003", [("lang: zh-CN", "lang: «en")]),
    ("LANG-003", [("lang: zh-CN\n", ""), ("id: lost-papers", "«id: lost-papers"), *IN_ENGLISH]),
]  # fmt: skip


def changed(folder: Folder, changes: list[Change]) -> tuple[list[Diagnostic], tuple[int, int]]:
    """What is found after the changes, and the place that `«` marks in them."""
    text = folder.scenario.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, f"“{old}” stands {text.count(old)} times in the sample"
        text = text.replace(old, new)
    before, _mark, after = text.partition("«")
    write(folder.scenario, before + after)
    return folder.check(), (before.count("\n") + 1, len(before) - before.rfind("\n"))


@pytest.fixture
def told(folder: Folder) -> Folder:
    """The sample, with words that its type D would not say."""
    disc = folder.disc.read_text("utf-8")
    first, rest = disc.split("    loss: {general: 1.2}\n", 1)
    unlike = "    unlike: {zh-CN: [求求您, 我也不想麻烦]}\n"
    write(folder.disc, f"{first}    loss: {{general: 1.2}}\n{unlike}{rest}")
    return folder


@pytest.mark.parametrize(("code", "changes"), CASES)
def test_a_weakness_is_told_once_at_its_place(
    told: Folder, code: str, changes: list[Change]
) -> None:
    found, place = changed(told, changes)
    assert [(d.code, (d.line, d.column)) for d in found] == [(code, place)]
    assert found[0].hint or code == "LANG-001"


FINE: list[list[Change]] = [
    # A later branch that asks for less, for something else, or for what an earlier one leaves.
    [("    otherwise: explains", "      - {to: explains, when: {apology_explanation: at least 1}}\n    otherwise: walks-out")],
    [("    otherwise: explains", "      - {to: walks-out, when: {trust: at least 50}}\n      - {to: explains, when: {trust: above 40, cites: receipt}}\n    otherwise: explains")],
    [("    otherwise: explains", "      - {to: walks-out, when: {says: [我要投诉]}}\n      - {to: explains, when: {says: [投诉]}}\n    otherwise: explains")],
    [("    otherwise: explains", "      - {to: walks-out, when: {any: [{cites: receipt}, {cites: written-reason}]}}\n      - {to: explains, when: {not: {cites: receipt}, trust: below 90}}\n    otherwise: explains")],
    # The same thing twice, without contradiction; another scene not visited.
    [("when: {anger: below 40}", "when: {anger: below 40, all: [{anger: above 10}], any: [{anger: below 15}, {anger: above 20}]}")],
    [("when: {visits: at least 2}", "when: {visits: at least 2, not: {visited: arrival}}")],
    # A loop that counts, one that a mood ends, one that the first poor reply leaves.
    [(ANYTIME, ""), (OTHERWISE, "      - {to: walks-out, when: {visits: at least 3}}\n    otherwise: explains")],
    [(OTHERWISE, "    otherwise: explains")],
    [(ANYTIME, "anytime:\n  - {to: walks-out, when: {turn: above 12}}\n"), (OTHERWISE, "    otherwise: explains")],
    # `end` is as many places as there are endings.
    [(SATISFIED, "      - {to: end, when: {cites: [receipt, written-reason]}}\n")],
    # Words of the other type in great anger or after a fault, or by a blend of both types.
    [("      - say: 你上回也这么说。\n        when: {visits: at least 2}", "      - {say: 求求您了！, when: {anger: above 80}}")],
    [("  disc: D", "  disc: DS"), ("那现在怎么办？", "求求您了，怎么办？")],
    # Forms of address: another of the list, other people, parts of other words.
    [("[王师傅，对不起", "[王大哥，对不起")],
    [("[王师傅，对不起", "[王师傅，我是小王，李老师让我来的，对不起")],
    [("briefing: 上周", "briefing: 他老伴王阿姨在外面等。上周")],
    [("[王师傅，对不起", "[张主任，对不起")],
    [("briefing: 上周", "briefing: 张阿姨陪他来。上周"), ("[凭回执", "[张阿姨，凭回执")],
    # A fact in a reply's own words; a limit that a poor reply breaks.
    [("    cues: [书面说明理由]\n", ""), ("[凭回执", "[不予受理的，我们书面说明理由。凭回执")],
    [(", promises: no-blame", ""), TEMPTED],
    # Digits, actions, abbreviations and quotation marks among Chinese; cue words as people type them.
    [("他收好了回执。", "他在9:30收好了[双手递过去]A4纸，“OK!”")],
    [("cues: [回执, 编号]", "cues: [回执, '回執,编号']")],
    [("王建国", "王建國"), ("[王师傅，对不起", "[王师傅，王建國，对不起")],
]  # fmt: skip


@pytest.mark.parametrize("changes", FINE)
def test_what_only_looks_like_a_weakness_is_left_alone(told: Folder, changes: list[Change]) -> None:
    assert [d.message for d in changed(told, changes)[0]] == []


def test_a_talk_that_nothing_can_end_is_an_error(folder: Folder) -> None:
    [found], _place = changed(folder, [ROUND, LEFT, TEMPTED])
    assert found.severity == "warning"
    write(folder.scenario, folder.scenario.read_text("utf-8").replace(ANYTIME, ""))
    [found] = folder.check()
    assert found.severity == "error"


ENGLISH = [
    ("lang: zh-CN", "lang: en"),
    ("  name: 王建国", "  name: Ray Stokes"),
    ("address_as: [王师傅, 王大哥]", "address_as: [Mr Stokes, sir]"),
]


@pytest.mark.parametrize(
    ("reply", "form"),
    [
        ("Good morning, Mrs Stokes. Sit down.", "Mrs Stokes"),
        ("[stands] Mrs Smith, do sit down.", "Mrs Smith"),
        ("Hello Ray, sit down.", "Ray"),
        ("Good morning, Mr Stokes. I'm sorry about Mrs Stokes.", None),
        ("Mr. Stokes, my name is Ray Smith.", None),
        ("Mr Stokes, Ms Khan will ring you.", None),
    ],
)
def test_forms_of_address_in_english(folder: Folder, reply: str, form: str | None) -> None:
    found, _place = changed(folder, [*ENGLISH, ("[王师傅，对不起，我马上查。]", f'["{reply}"]')])
    told = [d.message.split("”")[0].lstrip("“") for d in found if d.code == "TALK-005"]
    assert told == ([form] if form else [])


@pytest.mark.parametrize(
    ("line", "slip"),
    [
        ("That is 不对 and you know it.", "不对"),
        ("So， what now?", "，"),
        ("Ask Mrs Li (李) or 王小明, café style — “now”.", None),
    ],
)
def test_chinese_in_an_english_scenario(folder: Folder, line: str, slip: str | None) -> None:
    found, _place = changed(folder, [*ENGLISH, *IN_ENGLISH[1:], ("我的材料呢？", f'"{line}"')])
    [mine] = [
        n for n, t in enumerate(folder.scenario.read_text("utf-8").split("\n"), 1) if line in t
    ]
    told = [d.message for d in found if d.code == "LANG-001" and d.line == mine]
    assert [each.endswith(f"“{slip}”.") for each in told] == ([True] if slip else [])


def test_a_text_in_several_lines_is_marked_where_the_mistake_is(folder: Folder) -> None:
    old = "briefing: 上周收下的材料找不到了。"
    new = "briefing: >-\n  上周收下的材料，\n  窗口«後面找不到了。"
    [found], place = changed(folder, [(old, new)])
    assert (found.code, found.line, found.column) == ("LANG-001", *place)


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        ("title: {zh-CN: 接待礼仪, en: Reception}", "title: {zh-CN: 接待礼仪, en: ''}", ["en"]),
        ("title: {zh-CN: 接待礼仪, en: Reception}", "title: {en: Reception}", []),
        ("title: {en: Courtesy}", "title: {zh-CN: 礼貌}", ["en"]),
        ("words: {en: [stands], zh-CN: [起身]}", "words: {zh-CN: [起身]}", ["en"]),
    ],
)
def test_a_missing_translation(folder: Folder, old: str, new: str, lost: list[str]) -> None:
    text = folder.rubric.read_text("utf-8")
    write(folder.rubric, text.replace(old, new))
    found = folder.check(folder.rubric)
    assert [d.code for d in found] == ["LANG-002"] * len(lost)
    assert [d.line for d in found] == [text[: text.index(old)].count("\n") + 1] * len(lost)


def test_what_is_only_reached_from_what_is_not_reached_is_not_told(folder: Folder) -> None:
    more = "  - {id: %s, lines: 好。, otherwise: %s, model_replies: [好。]}\n"
    round_ = more % ("one", "two") + more % ("two", "three") + more % ("three", "two")
    found, _place = changed(folder, [("endings:\n", round_ + "endings:\n")])
    assert [(d.code, "“one”" in d.message) for d in found if d.code == "FLOW-005"] == [
        ("FLOW-005", True)
    ]


def test_endings_are_told_together_once_nothing_chooses_among_them(folder: Folder) -> None:
    gone = [
        ("      - to: satisfied\n", "      - to: arrival\n"),
        (OTHERWISE, "    otherwise: walks-out"),
        ("endings:\n", "endings:\n  - {id: sulks, title: 闷着, grade: C, text: 他不说话。}\n"),
    ]
    [found], _place = changed(folder, gone)
    assert found.code == "FLOW-005"
    assert "sulks, satisfied" in found.message


def test_nothing_is_told_of_what_is_shipped() -> None:
    assert [(Path(d.file).name, d.line, d.code) for d in library().check()] == []
