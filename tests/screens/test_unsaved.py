"""A talk that cannot be saved, on the screen; and one that is open elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screens.through import BYE, practise, ready, reply, until
from trainer.session.journal import read_journal
from trainer.session.practice import Practice
from trainer.tui.app import TrainerApp
from trainer.tui.screens.confirm import ConfirmScreen
from trainer.tui.screens.debrief import DebriefScreen
from trainer.tui.screens.home import HomeScreen
from trainer.tui.screens.practice import PracticeScreen
from trainer.tui.widgets.sheet import Sheet

SMALL = (80, 24)


@pytest.fixture
def block(app: TrainerApp) -> Path:
    """A file where the folder of sessions should be."""
    path = app.desk.home / "sessions"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("in the way")
    return path


def notice(screen: PracticeScreen) -> str:
    sheet = screen.query_one("#unsaved", Sheet)
    return sheet.plain if sheet.display else ""


def corner(app: TrainerApp) -> list[str]:
    return [str(told.message) for told in app._notifications]


async def test_the_notice_stays_until_all_is_saved(app: TrainerApp, block: Path) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        assert "【未保存】" in notice(screen)
        assert str(block) in notice(screen).replace("\n", "")
        await reply(pilot, screen)
        assert "65 / 100" in screen.talk.plain
        assert "【未保存】" in notice(screen)
        await pilot.press("f9")
        assert "NOT SAVED." in notice(screen)
        await pilot.press("f9")
        block.unlink()
        await reply(pilot, screen)
        assert notice(screen) == ""
        assert any("已保存" in said for said in corner(app))
        assert read_journal(screen.practice.path) == screen.practice.events


async def test_leaving_asks_and_the_program_ends_with_code_3(app: TrainerApp, block: Path) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        await reply(pilot, screen)
        await pilot.press("escape")
        asked = app.screen
        assert isinstance(asked, ConfirmScreen)
        assert "1 句会丢失" in asked.query_one(Sheet).plain
        await pilot.press("escape")
        assert app.screen is screen
        await pilot.press("ctrl+q")
        assert isinstance(app.screen, ConfirmScreen)
        await pilot.press("enter")
    assert app.return_code == 3


async def test_leaving_saves_when_that_can_be_done(app: TrainerApp, block: Path) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        await reply(pilot, screen)
        block.unlink()
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        assert Practice.resume(screen.practice.path).transcript.turns
        await pilot.press("ctrl+q")
    assert app.return_code == 0


async def test_the_end_of_a_talk_that_is_not_saved(app: TrainerApp, block: Path) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        await reply(pilot, screen, BYE)
        assert "离开时会再试一次" in notice(screen)
        await pilot.press("enter")
        assert isinstance(app.screen, DebriefScreen)
        await pilot.press("escape")
        await pilot.press("escape")
        assert isinstance(app.screen_stack[-1], ConfirmScreen)
        assert app.screen_stack[-2] is screen
        block.unlink()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        assert Practice.resume(screen.practice.path).over
        assert not app.failed


async def test_a_session_that_is_open_elsewhere_is_not_opened(app: TrainerApp) -> None:
    other = app.desk.start("small")
    other.say("您好。")
    before = other.path.read_bytes()
    async with app.run_test(size=SMALL) as pilot:
        await ready(pilot)
        home = app.screen
        assert isinstance(home, HomeScreen)
        await pilot.press("home")
        await until(pilot, lambda: home.chosen_session is not None)
        await pilot.press("enter")
        await until(pilot, lambda: corner(app), "nothing was said")
        assert "另一个窗口" in corner(app)[0]
        assert app.screen is home
        assert other.path.read_bytes() == before


async def test_what_is_left_while_it_is_judged_can_be_taken_up_at_once(
    app: TrainerApp, scorer: object
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        scorer.go.clear()  # type: ignore[attr-defined]
        screen.box.text = "您好。"
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("escape")
        again = app.desk.resume(screen.transcript.started.session)
        assert again.transcript.pending is not None
        scorer.go.set()  # type: ignore[attr-defined]
        again.close()
