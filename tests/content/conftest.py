"""A small folder of content, correct throughout, in which tests make one mistake at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from trainer.content.library import Library
from trainer.model.diagnostic import Diagnostic

SCENARIO = """\
id: lost-papers
title: 材料丢了
lang: zh-CN
venue: hall
difficulty: 2
goals: [先道歉, 讲清怎么补]
role: 你是窗口的小林。
briefing: 上周收下的材料找不到了。
resident:
  name: 王建国
  age: 58
  address_as: [王师傅, 王大哥]
  disc: D
  mood: {anger: 70}
facts:
  - id: receipt
    text: 收件回执上有编号，凭编号可以查。
    local: true
    cues: [回执, 编号]
  - id: written-reason
    text: 不予受理要书面说明理由。
    source: 《某办法》第三条
    as_of: 2025-04
    cues: [书面说明理由]
limits:
  - id: no-blame
    text: 不能说是哪位同事弄丢的。
    cues: [是小周弄丢的]
anytime:
  - to: walks-out
    when: {anger: above 95}
scenes:
  - id: arrival
    title: 进门
    stage: opening
    lines: 我的材料呢？
    calls_for: [greeting_address, apology_explanation]
    branches:
      - to: explains
        when: {apology_explanation: at least 1, blame_dismiss: absent}
        mood: {trust: +5}
      - to: walks-out
        when: {blame_dismiss: severe, promises: no-blame}
    otherwise: explains
    model_replies: [王师傅，对不起，我马上查。]
  - id: explains
    lines:
      - 那现在怎么办？
      - say: 你上回也这么说。
        when: {visits: at least 2}
    branches:
      - to: satisfied
        when:
          any:
            - {cites: [receipt, written-reason], acts: stand}
            - {anger: 10 to 40, visited: arrival}
      - to: explains
        when: {contradicts: receipt}
    otherwise: {to: end, because: 没有给出办法}
    model_replies: [凭回执编号可以补。]
endings:
  - id: satisfied
    title: 气消了
    grade: A
    when: {anger: below 40}
    text: 他收好了回执。
  - id: walks-out
    title: 走了
    grade: C
    text: 他摔门而去。
"""

RUBRIC = """\
id: reception
title: {zh-CN: 接待礼仪, en: Reception}
version: 1
dimensions:
  - id: courtesy
    title: {en: Courtesy}
criteria:
  - id: greeting_address
    title: {en: Greeting}
    dimension: courtesy
    definition: {en: Greets and addresses}
    levels: &merit
      0: {name: {en: absent}, descriptor: {en: none}}
      1: {name: {en: weak}, descriptor: {en: some}}
      2: {name: {en: full}, descriptor: {en: all}}
  - id: apology_explanation
    title: {en: Apology}
    dimension: courtesy
    definition: {en: Apologises}
    levels: *merit
  - id: blame_dismiss
    title: {en: Blame}
    dimension: courtesy
    kind: penalty
    definition: {en: Blames}
    levels:
      0: {name: {en: free}, descriptor: {en: none}}
      -1: {name: {en: mild}, descriptor: {en: some}}
      -2: {name: {en: severe}, descriptor: {en: all}}
caps:
  - {criterion: blame_dismiss, level: -2, overall: 30}
actions:
  - id: stand
    title: {en: Stands up}
    words: {en: [stands], zh-CN: [起身]}
"""

PROFILE = """\
    name: {en: Name}
    fears: {en: Fears}
    says: {en: Says}
    calms: {en: Calms}
    inflames: {en: Inflames}
    start: {anger: 50}
    gain: {general: 1.0}
    loss: {general: 1.2}
"""

DISC = (
    "version: 1\nnote: {en: A practice style}\ntypes:\n"
    + "".join(f"  {letter}:\n{PROFILE}" for letter in "DISC")
    + """\
effects:
  - id: blamed
    title: {en: Blamed}
    on: blame_dismiss
    level: -2
    moves: {anger: 20, trust: -15}
  - id: acted
    title: {en: Acted}
    on: acts
    moves: {anger: -30}
  - id: overstepped
    title: {en: Overstepped}
    on: promises
    moves: {anger: 30}
  - id: nothing-new
    title: {en: No progress}
    on: no_progress
    moves: {patience: -5}
difficulty: {1: 1.2, 2: 1.0, 3: 0.9, 4: 0.8, 5: 0.7}
"""
)

RESIDENT = """\
name: 罗秀珍
address_as: [罗阿姨]
disc: SC
"""


class Folder:
    """Content on disk: `scenarios/` with a scenario and a resident, `rubrics/` with rubric and DISC file."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.scenario = root / "scenarios" / "zh-CN" / "lost-papers.yaml"
        self.resident = root / "scenarios" / "residents" / "luo-xiuzhen.yaml"
        self.rubric = root / "rubrics" / "reception" / "rubric.yaml"
        self.disc = root / "rubrics" / "disc.yaml"
        for path, text in (
            (self.scenario, SCENARIO),
            (self.resident, RESIDENT),
            (self.rubric, RUBRIC),
            (self.disc, DISC),
        ):
            write(path, text)
        self.library = Library([root])

    def check(self, path: Path | None = None) -> list[Diagnostic]:
        return self.library.check([path or self.scenario])

    def with_mistake(self, path: Path, old: str, new: str) -> tuple[Diagnostic, tuple[int, int]]:
        """The only diagnostic once `old` reads `new`, and the place that `«` marks in `new`."""
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"“{old}” stands {text.count(old)} times in the sample"
        text = text.replace(old, new)
        before, _mark, after = text.partition("«")
        write(path, before + after)
        found = self.check(path)
        assert len(found) == 1, found
        assert found[0].file == str(path)
        return found[0], (before.count("\n") + 1, len(before) - before.rfind("\n"))


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)
