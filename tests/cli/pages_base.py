"""Small files without a mistake, over which the examples of the pages are laid."""

from __future__ import annotations

from trainer.content.places import Kind, installed_roots

RESIDENT = """\
id: yu-lan
name: 于兰
address_as: [于姐]
disc: S
"""

_SCENARIO = {
    "zh-CN": """\
id: base
title: 办理登记
lang: zh-CN
venue: hall
difficulty: 2
goals: [先安抚，再说清楚]
role: 您是窗口的小林。
briefing: 王建国来办登记，已经等了一个钟头。
resident:
  name: 王建国
  address_as: [王师傅]
  disc: D
scenes:
  - id: arrival
    lines: 我等了一个钟头了。
    calls_for: [emotional_reaction]
    branches:
      - {to: satisfied, when: {emotional_reaction: at least 1}}
    otherwise: walks-out
    model_replies: [王师傅，让您等了一个钟头，换了谁都着急。]
endings:
  - id: satisfied
    title: 满意
    grade: A
    text: 他办好了登记。
  - id: walks-out
    title: 走了
    grade: C
    text: 他转身走了。
""",
    "en": """\
id: base
title: A registration
lang: en
venue: hall
difficulty: 2
goals: [Calm first, then the facts]
role: You work at the counter.
briefing: Don Shaw has come to register and has waited an hour.
resident:
  name: Don Shaw
  address_as: [Mr Shaw]
  disc: D
scenes:
  - id: arrival
    lines: I have waited an hour.
    calls_for: [emotional_reaction]
    branches:
      - {to: satisfied, when: {emotional_reaction: at least 1}}
    otherwise: walks-out
    model_replies: ["Mr Shaw, an hour is far too long. No wonder you are cross."]
endings:
  - id: satisfied
    title: Satisfied
    grade: A
    text: He has registered.
  - id: walks-out
    title: Gone
    grade: C
    text: He turns and leaves.
""",
}

_DRILL = {
    "zh-CN": """\
id: base
title: 先接住情绪
lang: zh-CN
venue: hall
focus: [emotional_reaction]
goals: [先接住情绪]
role: 您是窗口的小林。
briefing: 王建国已经等了一个钟头。
resident:
  name: 王建国
  address_as: [王师傅]
  disc: D
moments:
  - lines: 我等了一个钟头了。
    model_replies: [王师傅，让您等了一个钟头，换了谁都着急。]
""",
    "en": """\
id: base
title: Meet the feeling
lang: en
venue: hall
focus: [emotional_reaction]
goals: [Meet the feeling first]
role: You work at the counter.
briefing: Don Shaw has waited an hour.
resident:
  name: Don Shaw
  address_as: [Mr Shaw]
  disc: D
moments:
  - lines: I have waited an hour.
    model_replies: ["Mr Shaw, an hour is far too long. No wonder you are cross."]
""",
}

_RUBRIC = """\
id: small
title: {zh-CN: 接待, en: Reception}
version: "1"
dimensions:
  - id: empathy
    title: {zh-CN: 同理心, en: Empathy}
criteria:
  - id: care
    title: {zh-CN: 关心, en: Care}
    dimension: empathy
    definition: {zh-CN: 说出对方的感受, en: Names the feeling}
    levels:
      0: {name: {zh-CN: 没有, en: none}, descriptor: {zh-CN: 没有提, en: not named}}
      1: {name: {zh-CN: 提到, en: some}, descriptor: {zh-CN: 提了一句, en: a word}}
      2: {name: {zh-CN: 做到, en: full}, descriptor: {zh-CN: 说到点子上, en: named well}}
"""


def base(kind: Kind, lang: str) -> tuple[str, str]:
    """The file of a kind, and its path in a folder of content."""
    match kind:
        case "drill":
            return _DRILL[lang], "scenarios/drills/base.yaml"
        case "resident":
            return RESIDENT, "scenarios/residents/yu-lan.yaml"
        case "rubric":
            return _RUBRIC, "rubrics/small/rubric.yaml"
        case "replies":
            return "", f"rubrics/reception/replies/ours.{lang}.jsonl"
        case "disc":
            (root,) = installed_roots()
            return (root / "rubrics" / "disc.yaml").read_text("utf-8"), "rubrics/disc.yaml"
        case _:
            return _SCENARIO[lang], "scenarios/base.yaml"
