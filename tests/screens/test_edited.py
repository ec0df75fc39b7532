"""Taking up a practice whose scenario has been edited since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.screens.conftest import Slow
from tests.screens.through import REPLY, ready, until
from trainer import i18n
from trainer.content.library import Library
from trainer.session.desk import Desk
from trainer.tui import _first
from trainer.tui.app import TrainerApp
from trainer.tui.screens.edited import EditedScreen
from trainer.tui.screens.home import HomeScreen
from trainer.tui.screens.practice import PracticeScreen
from trainer.tui.widgets.bars import Hints
from trainer.tui.widgets.sheet import Sheet


@pytest.fixture
def desk(tmp_path: Path, content: Path) -> Iterator[Desk]:
    """A desk with a session that was left, and whose scenario was edited then."""
    desk = Desk(tmp_path / "home", "zh-CN", library=Library([content]), scorer=Slow())
    practice = desk.start("small")
    practice.say(REPLY)
    practice.hear(desk.scorer("reception"))
    practice.close()
    _edit(content, "我来问问补贴的事", "我又来了")
    yield desk
    i18n.use("en")


def _edit(content: Path, old: str, new: str) -> None:
    path = content / "scenarios" / "zh-CN" / "small.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def said(pilot: Pilot[None]) -> str:
    return pilot.app.screen.query_one(Sheet).plain


def keys(pilot: Pilot[None]) -> list[str]:
    return [key for key, _name, _told in pilot.app.screen.query_one(Hints).fitting()]


async def asked(pilot: Pilot[None]) -> None:
    """From home to the question."""
    await ready(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, EditedScreen), "not asked")


async def practised(pilot: Pilot[None]) -> PracticeScreen:
    await until(pilot, lambda: isinstance(pilot.app.screen, PracticeScreen), "no practice")
    assert isinstance(pilot.app.screen, PracticeScreen)
    return pilot.app.screen


async def test_it_says_so_and_finishes_on_the_old_version(desk: Desk) -> None:
    async with TrainerApp(desk).run_test(size=(80, 24)) as pilot:
        await asked(pilot)
        assert "这场练习开始之后，场景改过。" in said(pilot)
        assert "按原来的版本练完" in said(pilot)
        assert keys(pilot) == ["enter", "r", "escape"]
        await pilot.press("enter")
        screen = await practised(pilot)
        assert len(screen.transcript.turns) == 1
        assert screen.transcript.heard[0].startswith("我来问问补贴的事")


async def test_it_starts_again_on_the_new_version(desk: Desk) -> None:
    async with TrainerApp(desk).run_test(size=(80, 24)) as pilot:
        await asked(pilot)
        await pilot.press("r")
        screen = await practised(pilot)
        assert not screen.transcript.turns
        assert screen.transcript.heard[0].startswith("我又来了")


async def test_one_can_go_back(desk: Desk) -> None:
    async with TrainerApp(desk).run_test(size=(80, 24)) as pilot:
        await asked(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))


async def test_a_version_with_mistakes_is_not_offered(desk: Desk, content: Path) -> None:
    _edit(content, "scenes:", "scnes:")
    async with TrainerApp(desk).run_test(size=(80, 24)) as pilot:
        await asked(pilot)
        assert "有错误" in said(pilot)
        assert keys(pilot) == ["enter", "escape"]
        await pilot.press("r")
        assert isinstance(pilot.app.screen, EditedScreen)
        await pilot.press("f")
        await practised(pilot)


@pytest.mark.parametrize(
    ("restart", "kind"), [(None, EditedScreen), (False, PracticeScreen), (True, PracticeScreen)]
)
async def test_asked_from_the_command_line(
    desk: Desk, restart: bool | None, kind: type[object]
) -> None:
    first = _first(desk, None, str(desk.find()), None, restart, None)
    assert isinstance(first, kind)
    async with TrainerApp(desk, first=first).run_test(size=(80, 24)) as pilot:
        if restart is None:
            await pilot.press("r")
        screen = await practised(pilot)
        old = screen.transcript.heard[0].startswith("我来问问补贴的事")
        assert old is (restart is False)
