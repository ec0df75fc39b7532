"""The briefing, the debrief and the help."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.screens.through import BYE, practise, ready, reply, until
from tests.session.small import CURT, played
from trainer.cli.run import run
from trainer.cli.tellings import feedback, scorecard
from trainer.model.assessment import Evidence, Mention
from trainer.model.rating import Commented
from trainer.report.words import speaking
from trainer.session.ratings import record
from trainer.tui.app import TrainerApp
from trainer.tui.screens.briefing import BriefingScreen
from trainer.tui.screens.debrief import DebriefScreen
from trainer.tui.screens.help import HelpScreen
from trainer.tui.screens.home import HomeScreen
from trainer.tui.views.debrief import overview, sparkline, turn_by_turn
from trainer.tui.widgets.sheet import Sheet


async def test_the_briefing_tells_everything(app: TrainerApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("enter")
        assert isinstance(app.screen, BriefingScreen)
        sheet = app.screen.query_one("#briefing", Sheet)
        await until(pilot, lambda: "不是对真人的诊断" in sheet.plain)
        for said in (
            "你是窗口工作人员。", "老人来问补贴。", "张桂兰", "67 岁", "说话慢", "稳健型，兼谨慎型",
            "先问候", "1. 带身份证就能办  （《办法》第三条，2025-04）", "（仅限本场景）",
            "! 不能保证一定能批", "以培训师的判断为准",
        ):  # fmt: skip
            assert said in sheet.plain
        await pilot.press("m")
        assert "引导" in sheet.plain
        await pilot.press("pagedown", "pageup", "space", "escape")
        assert isinstance(app.screen, HomeScreen)


async def debriefed(pilot: object, app: TrainerApp) -> DebriefScreen:
    screen = await practise(pilot)  # type: ignore[arg-type]
    await reply(pilot, screen, "这不归我管。")  # type: ignore[arg-type]
    await reply(pilot, screen, BYE)  # type: ignore[arg-type]
    await pilot.press("enter")  # type: ignore[attr-defined]
    assert isinstance(app.screen, DebriefScreen)
    return app.screen


async def test_the_debrief_tells_everything(app: TrainerApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await debriefed(pilot, app)
        for said in (
            "总评  42 / 100", "好聚好散", "老人笑着走了。", "分项得分", "接待礼仪", "▰",
            "! 推诿敷衍：1 句里出现", "心情走势", "接下来练什么", "第 1 句 · 进门",
            "这不归我管。", "!! 推诿敷衍 严重  “不归”", "可以这样说", "» 您道了别", "谢谢你啊。",
            "以培训师的判断为准", str(screen.path),
        ):  # fmt: skip
            assert said in screen.plain, said
        await pilot.press("space", "pageup", "escape")
        assert isinstance(app.screen, HomeScreen)


async def test_it_is_exported_as_the_command_does(app: TrainerApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await debriefed(pilot, app)
        at = datetime(2026, 1, 2, tzinfo=UTC)
        record(screen.path, [Commented(at=at, rater="Zhou", turn=1, comment="再看一遍")])
        await pilot.press("e")
        await until(pilot, lambda: screen.exported)
        path = app.desk.home / "exports" / f"{screen.transcript.started.session}.md"
        text = path.read_text("utf-8")
        assert str(path) in screen.plain
    assert "再看一遍" in text
    assert "Zhou" not in text
    if os.name != "nt":
        assert path.stat().st_mode & 0o777 == 0o600
    out, asked = path.with_name("same.md"), ["--lang", "zh-CN", "export"]
    assert run([*asked, str(screen.path), "--to", "md", "--out", str(out)], app.desk) == 0
    assert out.read_text("utf-8") == text


async def test_an_export_that_fails_is_told(app: TrainerApp) -> None:
    app.desk.home.mkdir(parents=True)
    (app.desk.home / "exports").write_text("in the way")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await debriefed(pilot, app)
        await pilot.press("e")
        await until(pilot, lambda: app._notifications)
        assert screen.exported is None


async def test_all_of_it_is_copied(app: TrainerApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trainer.tui.clipboard.native", lambda text: False)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await debriefed(pilot, app)
        await pilot.press("c")
        assert app.clipboard == screen.plain + "\n"


def test_a_fact_said_wrong_and_an_action_not_written_are_told_in_every_debrief(
    tmp_path: Path,
) -> None:
    transcript = played(tmp_path, CURT)
    fact = transcript.started.scenario.facts[0]
    [turn] = transcript.turns
    assert turn.assessment is not None
    wrong = Mention(id=fact.id, evidence=Evidence(start=0, end=5, text="Wait."))
    found = turn.assessment.model_copy(update={"contradicted": (wrong,)})
    rubric = transcript.started.rubric
    criteria = tuple(
        c.model_copy(update={"called_by": "action"}) if c.id == "polite" else c
        for c in rubric.criteria
    )
    started = transcript.started.model_copy(
        update={"rubric": rubric.model_copy(update={"criteria": criteria})}
    )
    turn = turn.model_copy(update={"assessment": found})
    transcript = transcript.model_copy(update={"started": started, "turns": (turn,)})
    with speaking("en"):
        screen = "\n".join(b.plain for b in overview(transcript, "en"))
        turns = "\n".join(b.plain for b in turn_by_turn(transcript, "en"))
        line = [*scorecard(transcript, "en"), *feedback(turn, started, "en")]
    practise = screen[screen.index("What to practise next") :].splitlines()
    assert practise[1] == "! A wrong fact  Reply 1: “Wait.”"
    assert practise[2].strip() == f"The fact: {fact.text}"
    assert f"A wrong fact. Reply 1: “Wait.” The fact: {fact.text}" in line
    missing = "Politeness: no action written. An action was due here, in square brackets."
    assert missing in line
    assert "Politeness: no action written" in turns


def test_a_sparkline_is_thinned() -> None:
    assert sparkline([0, 50, 100]) == "▁▅█"
    assert len(sparkline([1.0] * 500)) == 40


async def test_help_lists_the_keys_and_those_changed(app: TrainerApp) -> None:
    app.settings.keys = {"panel": "f12"}
    app.set_keymap(app.settings.keys)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("question_mark")
        assert isinstance(app.screen, HelpScreen)
        told = app.screen.query_one("#keys", Sheet).plain
        for said in ("发送回复", "F12", "^J 或 Alt+Enter 或 Shift+Enter", "settings.json"):
            assert said in told
        await pilot.press("pagedown", "f1", "escape")
        assert isinstance(app.screen, HomeScreen)
        screen = await practise(pilot)
        await pilot.press("f12")
        assert screen.has_class("-overlay")
        await pilot.press("f1")
        assert isinstance(app.screen, HelpScreen)
