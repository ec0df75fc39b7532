"""The home screen."""

from __future__ import annotations

import json
from pathlib import Path

from textual.widgets import Input, OptionList

from tests.screens.through import BYE, practise, ready, reply, until, walk_in
from trainer.content.library import Entry, Library
from trainer.content.listing import Kind
from trainer.i18n import gettext
from trainer.session.desk import Desk
from trainer.session.notice import VERSION
from trainer.session.people import names
from trainer.tui.app import TrainerApp
from trainer.tui.screens.briefing import BriefingScreen
from trainer.tui.screens.debrief import DebriefScreen
from trainer.tui.screens.home import HomeScreen
from trainer.tui.screens.name import NameScreen
from trainer.tui.screens.practice import PracticeScreen
from trainer.tui.shelf import Item, Shelf, _order
from trainer.tui.views.home import scenario_row
from trainer.tui.widgets.bars import Hints
from trainer.tui.widgets.sheet import Blocks, Sheet


def rows(app: TrainerApp) -> str:
    prompts = [option.prompt for option in app.screen.query_one(OptionList).options]
    return "\n".join(prompt.plain for prompt in prompts if isinstance(prompt, Blocks))


def about(app: TrainerApp) -> str:
    return app.screen.query_one("#about", Sheet).plain


async def test_scenarios_are_listed_with_what_one_chooses_by(app: TrainerApp) -> None:
    async with app.run_test(size=(160, 48)) as pilot:
        await ready(pilot)
        assert "小场景 [/oops]" in rows(app)
        assert "办事大厅 · SC · 难度 2/5" in rows(app)
        assert app.screen.query_one("#preview").display
        for said in (
            "[@click=app.quit]x 不该能点",
            "张桂兰",
            "67 岁",
            "退休工人 [bold]",
            "老人来问补贴",
        ):
            assert said in about(app)
        assert "\x1b" not in about(app)


async def test_a_narrow_terminal_has_no_preview(app: TrainerApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert not app.screen.query_one("#preview").display


async def test_a_faulty_file_is_told_not_a_crash(tmp_path: Path, content: Path) -> None:
    app = TrainerApp(Desk(tmp_path / "home", "zh-CN", library=Library([content])))
    (content / "scenarios" / "zh-CN" / "bad.yaml").write_text("id: bad\ntitle: [/x]坏\n", "utf-8")
    (content / "scenarios" / "zh-CN" / "worse.yaml").write_text("a: [", "utf-8")
    async with app.run_test(size=(160, 48)) as pilot:
        await ready(pilot)
        told = rows(app)
        assert "小场景" in told
        assert "! " in told
        assert "worse" in told
        faulty = next(i for i in app.screen.shelf.items if i.fault)  # type: ignore[attr-defined]
        await pilot.press("end", "enter")
        assert isinstance(app.screen, HomeScreen)
        assert faulty.fault
        assert "有错" in about(app)


async def test_no_scenarios_at_all(tmp_path: Path, content: Path) -> None:
    app = TrainerApp(Desk(tmp_path / "home", "zh-CN", library=Library([content])))
    (content / "scenarios" / "zh-CN" / "small.yaml").unlink()
    async with app.run_test() as pilot:
        await ready(pilot)
        assert "还没有场景" in about(app)
        await pilot.press("enter", "r")
        assert app.is_running


async def test_enter_before_it_is_loaded_opens_it_when_it_is(app: TrainerApp) -> None:
    async with app.run_test() as pilot:
        home = app.screen
        assert isinstance(home, HomeScreen)
        await until(pilot, lambda: home.loaded)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, BriefingScreen))


async def test_the_mode_is_chosen_and_remembered(app: TrainerApp) -> None:
    async with app.run_test() as pilot:
        modes = app.screen.query_one("#modes", Sheet)
        assert "[陪练]" in modes.plain
        await pilot.press("m")
        assert "[引导]" in modes.plain
        await pilot.press("m")
        assert "[考核]" in modes.plain
        kept = json.loads((app.desk.home / "settings.json").read_text("utf-8"))
        assert kept["mode"] == "exam"


async def test_the_name_is_asked_and_cleaned(app: TrainerApp) -> None:
    async with app.run_test() as pilot:
        await ready(pilot)
        await pilot.press("n")
        assert isinstance(app.screen, NameScreen)
        app.screen.query_one(Input).value = "小\x1b李\u202e [/b]"
        await pilot.press("enter")
        assert app.settings.name == "小李 [/b]"
        screen = await walk_in(pilot)
        pseudonym = screen.transcript.started.trainee
        assert names(app.desk.home) == {pseudonym: "小李 [/b]"}


async def test_escape_keeps_the_name(app: TrainerApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("n", "escape")
        assert isinstance(app.screen, HomeScreen)
        assert app.settings.name == ""


async def test_an_unfinished_session_is_offered_and_goes_on(app: TrainerApp) -> None:
    async with app.run_test() as pilot:
        screen = await practise(pilot)
        await reply(pilot, screen)
        await pilot.press("escape")
        await until(pilot, lambda: "接着练" in rows(app))
        await pilot.press("home", "enter")
        await until(pilot, lambda: isinstance(app.screen, PracticeScreen))
        again = app.screen
        assert isinstance(again, PracticeScreen)
        assert len(again.transcript.turns) == 1
        assert "您先请坐" in again.talk.plain
        await reply(pilot, again, BYE)
        assert again.transcript.ending is not None


async def test_enter_goes_on_with_the_session_just_left(app: TrainerApp) -> None:
    async with app.run_test() as pilot:
        screen = await walk_in(pilot)
        await reply(pilot, screen)
        await pilot.press("escape")
        await until(pilot, lambda: "接着练" in rows(app))
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, HomeScreen))
        again = app.screen
        assert isinstance(again, PracticeScreen), "no other briefing"
        assert len(again.transcript.turns) == 1
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        await pilot.press("end", "l")
        await until(pilot, lambda: "Go on with" in rows(app))
        offers = app.screen.query_one(OptionList)
        assert offers.highlighted == offers.option_count - 1, "then it is the trainee who chooses"


async def test_a_session_without_a_reply_is_not_offered(app: TrainerApp) -> None:
    async with app.run_test() as pilot:
        await practise(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        await until(pilot, lambda: app.screen.shelf.sessions)  # type: ignore[attr-defined]
        assert "接着练" not in rows(app)


async def test_the_last_score_and_debrief(app: TrainerApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await practise(pilot)
        await reply(pilot, screen, BYE)
        await pilot.press("enter")
        assert isinstance(app.screen, DebriefScreen)
        await pilot.press("escape")
        await until(pilot, lambda: "上次 65 分" in rows(app))
        await pilot.press("l")
        await until(pilot, lambda: "last score 65" in rows(app))
        keys = [key for key, _name, _told in app.screen.query_one(Hints).fitting()]
        assert "r" in keys
        assert keys[-2:] == ["q", "question_mark"], "where keys find no room, the way out stays"
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, DebriefScreen))


async def test_a_click_opens(app: TrainerApp) -> None:
    async with app.run_test() as pilot:
        await ready(pilot)
        await pilot.click("#offers", offset=(3, 0))
        await until(pilot, lambda: isinstance(app.screen, BriefingScreen))


async def test_settings_that_cannot_be_kept_are_told(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    app = TrainerApp(desk)
    async with app.run_test() as pilot:
        await pilot.press("m")
        await until(pilot, lambda: len(app._notifications) == 1)


def test_a_drill_is_called_one_and_stands_after_the_scenarios_of_its_language() -> None:
    def entry(name: str, kind: Kind, lang: str, difficulty: int) -> Entry:
        return Entry(id=name, kind=kind, title=name, lang=lang, difficulty=difficulty, path=name)

    shelf = Shelf()
    entries = [
        entry("drill", "drill", "zh-CN", 1),
        entry("other", "scenario", "en", 1),
        entry("hard", "scenario", "zh-CN", 5),
    ]
    items = sorted((Item(e.path, e) for e in entries), key=lambda item: _order(item, "zh-CN"))
    assert [item.path for item in items] == ["hard", "drill", "other"]
    assert [scenario_row(item, shelf).plain.count(gettext("drill") + " · ") for item in items] == [
        0,
        1,
        0,
    ]


def test_a_row_of_an_unreadable_file_names_it() -> None:
    assert "worse.yaml" in scenario_row(Item("/x/worse.yaml", None), Shelf()).plain


async def test_the_notice_on_records_stands_in_the_first_briefing_only(app: TrainerApp) -> None:
    async with app.run_test() as pilot:
        for first in (True, False):
            await ready(pilot)
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, BriefingScreen))
            shown = app.screen.query_one("#briefing", Sheet)
            assert ("关于您的练习记录" in shown.plain) == first
            await pilot.press("f9")
            assert ("What is kept of you" in shown.plain) == first
            await pilot.press("f9", "enter")
            await until(pilot, lambda: isinstance(app.screen, PracticeScreen))
            assert isinstance(app.screen, PracticeScreen)
            assert app.screen.transcript.started.consent == VERSION
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, HomeScreen))
