"""A desk with one small scenario and a scorer that can be held up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual._compositor import Compositor
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from tests.screens.through import drawn_at_rest
from trainer import i18n
from trainer.content.library import Library
from trainer.model.assessment import Assessment, Context, Evidence, Finding
from trainer.session.desk import Desk
from trainer.tui.app import TrainerApp

ROOT = Path(__file__).parents[2]

SCENARIO = """
id: small
title: 小场景 [/oops]
lang: zh-CN
venue: hall
difficulty: 2
goals: [先问候, "[@click=app.quit]x 不该能点"]
role: 你是窗口工作人员。
briefing: "老人来问补贴。\\e]0;stolen\\a 之后没有下文。"
resident:
  name: 张桂兰
  age: 67
  address_as: [张阿姨]
  disc: SC
  background: 退休工人 [bold]
  manner: 说话慢
facts:
  - {id: form, text: 带身份证就能办, source: 《办法》第三条, as_of: 2025-04, cues: [身份证]}
  - {id: desk, text: 在三号窗口, local: true, cues: [三号]}
limits:
  - {id: sure, text: 不能保证一定能批, cues: [保证]}
scenes:
  - id: arrival
    title: 进门
    stage: opening
    lines: ["我来问问补贴的事（“说了半天”，也没人管）。"]
    calls_for: [greeting_address, emotional_reaction]
    hint: 先问候，再问事。
    branches:
      - {to: over, when: {says: [再见]}, because: 您道了别}
    otherwise: arrival
    model_replies: [张阿姨您好，您请坐。]
    choices:
      - {text: 张阿姨您好，您请坐。, note: 先招呼了人。}
      - {text: 下一个。}
endings:
  - {id: over, title: 好聚好散, grade: A, text: 老人笑着走了。, say: 谢谢你啊。}
"""


class Slow:
    """Judges by a word or two; waits for `go` first."""

    version = "fake"

    def __init__(self) -> None:
        self.go = threading.Event()
        self.go.set()
        self.fault: Exception | None = None

    def assess(self, reply: str, context: Context) -> Assessment:
        assert self.go.wait(10)
        if self.fault is not None:
            raise self.fault
        findings = [
            _finding(reply, "greeting_address", "您好", "有问候", "张阿姨，您好。"),
            _finding(reply, "emotional_reaction", "着急", "接住了情绪", "听您这么说我也着急。"),
            _finding(reply, "polite_register", "您", "有礼", "麻烦您在这儿签个字。"),
        ]
        if "不归" in reply:
            at = reply.index("不归")
            findings.append(
                Finding(
                    criterion="buck_passing",
                    level=-2,
                    score=1,
                    evidence=(Evidence(start=at, end=at + 2, text="不归"),),
                    why="把事往外推 [/oops]",
                    try_="我先替您登记。",
                )
            )
        return Assessment(overall=20 if "不归" in reply else 65, findings=tuple(findings))


def _finding(reply: str, criterion: str, cue: str, why: str, try_: str) -> Finding:
    at = reply.find(cue)
    if at < 0:
        return Finding(criterion=criterion, level=0, score=0, why=f"没有{why}", try_=try_)
    found = Evidence(start=at, end=at + len(cue), text=cue)
    return Finding(criterion=criterion, level=2, score=1, why=why, evidence=(found,))


@pytest.fixture(autouse=True, scope="session")
def quick() -> Iterator[None]:
    """Headless, a picture is thrown away once it is drawn, and each application reads its style sheets anew.

    Together that was two fifths of these tests: pictures are drawn when a test has waited for something
    (see `until`) and when it looks at them; style sheets are read once for each set of colours.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Compositor, "render_update", drawn_at_rest)
        patch.setattr(Stylesheet, "_parse_rules", _read_once())
        yield


def _read_once() -> Callable[..., list[RuleSet]]:
    parse = Stylesheet._parse_rules
    read: dict[tuple[object, ...], list[RuleSet]] = {}

    def parse_once(sheet: Stylesheet, css: str, **where: Any) -> list[RuleSet]:
        key = (css, *where.items(), frozenset(sheet._variables.items()))
        if key not in read:
            read[key] = parse(sheet, css, **where)
        return read[key]

    return parse_once


def lay_out(root: Path) -> Path:
    """A folder of content with one scenario and the real rubrics."""
    (root / "scenarios" / "zh-CN").mkdir(parents=True)
    (root / "scenarios" / "zh-CN" / "small.yaml").write_text(SCENARIO, "utf-8")
    (root / "rubrics").symlink_to(ROOT / "rubrics")
    return root


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Content that a test may change."""
    return lay_out(tmp_path / "content")


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Content that no test changes, so that it is read once."""
    return Library([lay_out(tmp_path_factory.mktemp("content"))])


@pytest.fixture
def scorer() -> Slow:
    return Slow()


@pytest.fixture
def desk(tmp_path: Path, library: Library, scorer: Slow) -> Desk:
    return Desk(tmp_path / "home", "zh-CN", library=library, scorer=scorer)


@pytest.fixture
def app(desk: Desk) -> Iterator[TrainerApp]:
    yield TrainerApp(desk)
    i18n.use("en")
