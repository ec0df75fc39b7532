"""The preview: a scenario tried while it is being written."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from tests.screens.conftest import ROOT, SCENARIO
from tests.screens.test_looks import clipped, faint
from tests.screens.through import until
from tests.walkthroughs.by_level import ByLevel
from trainer import i18n
from trainer.content.library import Library
from trainer.playtest.last import FOLDER
from trainer.session.desk import Desk
from trainer.tui.app import TrainerApp
from trainer.tui.screens import preview
from trainer.tui.screens.home import HomeScreen
from trainer.tui.screens.mood import MoodScreen
from trainer.tui.screens.preview import PreviewScreen
from trainer.tui.theme import DAY, NIGHT
from trainer.tui.widgets.bars import Hints, TitleBar
from trainer.tui.widgets.sheet import Sheet

SMALL, LARGE = (80, 24), (160, 48)
WARM = "greeting_address 2, emotional_reaction 1"


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Look at the file when told to (see `change`), and leave the language as it was."""
    monkeypatch.setattr(preview, "EVERY", 3600)
    yield
    i18n.use("en")


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Rubrics and residents, and no scenario that home would have to list."""
    root = tmp_path_factory.mktemp("content")
    (root / "scenarios").mkdir()
    (root / "scenarios" / "residents").symlink_to(ROOT / "scenarios" / "residents")
    (root / "rubrics").symlink_to(ROOT / "rubrics")
    return Library([root])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A shipped scenario, to be changed."""
    return Path(shutil.copy(ROOT / "scenarios" / "zh-CN" / "dibao-refused.yaml", tmp_path))


@pytest.fixture
def desk(tmp_path: Path, shelf: Library) -> Desk:
    return Desk(tmp_path / "home", "zh-CN", library=shelf, scorer=ByLevel(shelf.rubric().value))


@asynccontextmanager
async def opened(
    desk: Desk, file: Path, size: tuple[int, int] = SMALL, theme: str = NIGHT
) -> AsyncIterator[tuple[Pilot[None], PreviewScreen]]:
    screen = PreviewScreen.of(desk, str(file))
    app = TrainerApp(desk, first=screen)
    app.theme = theme
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: screen.is_mounted and screen.box.has_focus, "no preview")
        yield pilot, screen


async def try_(pilot: Pilot[None], screen: PreviewScreen, said: str) -> None:
    """Type a reply and wait for what comes of it."""
    screen.box.text = said
    await pilot.press("enter")
    await until(
        pilot,
        lambda: screen.now and screen.now.trial and screen.now.trial.reply == said,
        "nothing came of it",
    )


def change(file: Path, old: str, new: str, screen: PreviewScreen | None = None) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    status = file.stat()
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000))
    if screen is not None:
        screen.look()


def pane(screen: PreviewScreen) -> str:
    return screen.query_one("#about", Sheet).plain


def said(screen: PreviewScreen, name: str) -> str:
    return screen.query_one(f"#{name}", Sheet).plain


def bar(screen: PreviewScreen) -> str:
    return str(screen.query_one(TitleBar).render())


def scene(screen: PreviewScreen) -> str:
    assert screen.now is not None
    return screen.now.state.scene


async def test_it_opens_at_the_first_scene_with_all_that_stands_in_it(
    desk: Desk, file: Path
) -> None:
    async with opened(desk, file, LARGE) as (_pilot, screen):
        assert "低保没批下来" in bar(screen)
        for part in (
            "1 站在门口",
            "情绪关怀",
            "（问候称呼 ≥ 1 且 仪态动作 ≥ 1）或（",
            "→ 2 那通电话",
            "随时 信任 < 8",
            "罗阿姨您好",
        ):
            assert part in pane(screen), part
        assert len(screen.places.options) == 15
        assert "愤怒" in said(screen, "state")


async def test_a_reply_shows_the_way_it_takes_and_why_not_an_earlier_one(
    desk: Desk, file: Path
) -> None:
    async with opened(desk, file) as (pilot, screen):
        await try_(pilot, screen, WARM)
        told = pane(screen)
        assert "→ 2 那通电话" in told
        assert "✓ 分支 3：问候称呼 ≥ 1（现为 2）且 情绪关怀 ≥ 1（现为 1）\n" in told
        assert "✗ 随时分支 1 没走，差在：信任 < 8（现为 " in told
        assert "✗ 分支 1 没走，差在：越过红线 no-guarantee 或 有空头承诺" in told
        assert "✓ 问候称呼 得体" in told
        assert "您招呼的是她这个人，不只是她的事，她才肯坐下来。" in told
        assert "回车：接着到“2 那通电话”" in said(screen, "status")
        assert scene(screen) == "arrival"


async def test_enter_goes_on_with_mood_and_visits(desk: Desk, file: Path) -> None:
    async with opened(desk, file) as (pilot, screen):
        assert screen.now is not None
        before = screen.now.state.mood
        await try_(pilot, screen, WARM)
        await try_(pilot, screen, "greeting_address 2, nonverbal_fit 2")
        assert screen.now.state.mood == before, "a reply tried instead starts from the same mood"
        await pilot.press("enter")
        await pilot.pause()
        assert scene(screen) == "tells-refusal"
        assert "2 那通电话" in pane(screen)
        assert screen.now.state.mood != before
        assert screen.now.state.visits == {"arrival": 1, "tells-refusal": 1}
        assert screen.places.highlighted == 1
        assert "第 2 句" in said(screen, "state")
        assert [who for who, _ in screen.now.lines] == ["R", "S", "R", "R"]


async def test_an_ending_is_shown_and_takes_no_reply(desk: Desk, file: Path) -> None:
    async with opened(desk, file) as (pilot, screen):
        await pilot.press("shift+tab", "shift+tab")
        await until(pilot, lambda: screen.places.has_focus)
        await pilot.press("end")
        await pilot.pause()
        assert "15 一声不响地走了" in pane(screen)
        assert "从哪儿来" in pane(screen)
        await pilot.press("enter")
        await until(pilot, lambda: screen.box.has_focus)
        screen.box.text = WARM
        await pilot.press("enter")
        await pilot.pause()
        assert "谈话到此结束" in said(screen, "status")
        assert screen.box.text == WARM


async def test_it_starts_from_any_scene_and_any_mood(desk: Desk, file: Path) -> None:
    async with opened(desk, file) as (pilot, screen):
        app = screen.trainer
        assert screen.now is not None
        at_start = screen.now.state.mood
        screen.places.focus()
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: scene(screen) == "asks-reason")
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, MoodScreen))
        await pilot.press("right", "right", "down", "left")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen)
        assert screen.now.state.mood.anger == at_start.anger + 10
        assert screen.now.state.mood.anxiety == at_start.anxiety - 5
        assert scene(screen) == "asks-reason"
        await try_(pilot, screen, "policy_basis 1, cites written-reason")
        assert "→ 4 楼下老郑家" in pane(screen)
        await pilot.press("f6")
        await pilot.pause()
        assert screen.now.state.mood == at_start
        assert scene(screen) == "asks-reason"
        assert screen.now.trial is None


async def test_the_file_s_own_replies_can_be_taken(desk: Desk, file: Path) -> None:
    async with opened(desk, file) as (pilot, screen):
        app = screen.trainer
        await pilot.press("f3")
        await until(pilot, lambda: app.screen is not screen)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen and screen.box.text)
        assert screen.source.scenario is not None
        assert screen.box.text == screen.source.scenario.scenes[0].model_replies[0]


async def test_a_change_of_the_file_is_read_and_the_place_is_kept(desk: Desk, file: Path) -> None:
    async with opened(desk, file) as (pilot, screen):
        await try_(pilot, screen, WARM)
        await pilot.press("enter")
        await pilot.pause()
        await try_(pilot, screen, "hear_out_reflect 1")
        assert "✓ 分支 3：" in pane(screen)
        assert screen.now is not None
        state = screen.now.state
        was = "when: {hear_out_reflect: at least 1}\n        say: （点点头）对"
        change(file, was, was.replace("at least 1", "2"), screen)
        await until(pilot, lambda: "✓ 分支 6：" in pane(screen), "not tried on the new version")
        assert screen.now.state == state
        await pilot.press("f2")
        await pilot.pause()
        assert "2 那通电话" in pane(screen)


async def test_the_file_is_looked_at_by_itself(
    desk: Desk, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "EVERY", 0.1)
    async with opened(desk, file) as (pilot, screen):
        change(file, "title: 低保没批下来", "title: 另一个题目")
        await until(pilot, lambda: "另一个题目" in bar(screen), "nobody looked")


async def test_mistakes_stand_beside_the_line_and_the_last_good_version_goes_on(
    desk: Desk, file: Path
) -> None:
    async with opened(desk, file) as (pilot, screen):
        change(file, "difficulty: 3", "difficulty: 33", screen)
        await until(pilot, lambda: screen.source.stale, "the mistake was not seen")
        told = pane(screen)
        assert "第 7 行  错误 VAL-" in told
        lines = told.splitlines()
        at = next(n for n, line in enumerate(lines) if line == "difficulty: 33")
        assert lines[at + 1].strip() == "^"
        assert "1 处错误" in bar(screen)
        await try_(pilot, screen, WARM)
        await pilot.press("f2")
        await pilot.pause()
        change(file, "difficulty: 33", "difficulty: 4", screen)
        await until(pilot, lambda: not screen.source.stale, "the cure was not seen")
        assert screen.source.scenario is not None
        assert screen.source.scenario.difficulty == 4
        assert "错误" not in bar(screen)
        assert "分支 3" in pane(screen)


async def test_a_file_that_was_never_good_shows_its_mistakes_until_mended(
    desk: Desk, file: Path
) -> None:
    change(file, "venue: community", "venu: community")
    async with opened(desk, file) as (pilot, screen):
        await until(pilot, lambda: "venu: community" in pane(screen))
        await pilot.press("a", "enter", "f3", "f4", "f6", "f2")
        await pilot.pause()
        assert "venu" in pane(screen)
        change(file, "venu: community", "venue: community", screen)
        await until(pilot, lambda: "1 站在门口" in pane(screen), "not mended")


async def test_a_judge_that_fails_is_told_and_the_reply_stays(desk: Desk, file: Path) -> None:
    async with opened(desk, file) as (pilot, screen):
        screen.box.text = "unheard_of 2"
        await pilot.press("enter")
        await until(pilot, lambda: "没有评出来" in said(screen, "status"))
        assert screen.box.text == "unheard_of 2"
        await try_(pilot, screen, WARM)


async def test_the_language_can_be_changed_in_the_middle(desk: Desk, file: Path) -> None:
    change(
        file, "  - 先把人留住、听完，再讲依据\n", "  - 先把人留住、听完，再讲依据\n  - '[/red]'\n"
    )
    async with opened(desk, file) as (pilot, screen):
        await try_(pilot, screen, WARM)
        await pilot.press("f9")
        await until(pilot, lambda: "branch 3: " in pane(screen))
        assert "branch 1 lacks: " in pane(screen)


async def test_hostile_texts_stay_texts(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    hostile = "[/red] [@click=app.quit]x \\e]0;stolen\\a ]]>"
    file.write_text(SCENARIO.replace("title: 进门", f'title: "{hostile}"'), "utf-8")
    async with opened(desk, file) as (pilot, screen):
        await try_(pilot, screen, "greeting_address 2")
        await pilot.press("f2")
        await pilot.pause()
        assert "[/red] [@click=app.quit]x" in pane(screen)
        assert "\x1b" not in pane(screen)
        change(file, "grade: A", "grade: '[/oops]'", screen)
        await until(pilot, lambda: "[/oops]" in pane(screen))


async def test_marks_come_from_the_last_playtest(desk: Desk, file: Path) -> None:
    folder = desk.home / FOLDER
    folder.mkdir(parents=True)
    kept = (
        '{"runs": 40, "scenes": {"missed": ["arrival"]}, "branches": {"missed": ["arrival/2"]},'
        ' "lines": {"missed": []}, "endings": {"missed": [], "counts": {}}}'
    )
    (folder / "dibao-refused-0123456789abcdef.json").write_text(kept, "utf-8")
    async with opened(desk, file, LARGE) as (pilot, screen):
        await until(pilot, lambda: "试玩从未走到" in pane(screen))
        assert "有推诿敷衍 或 有指责轻视 或 有失控威胁 !" in pane(screen)
        assert "40 场" in pane(screen)
        assert "此后场景又改过" in pane(screen)


async def test_quitting_asks_nothing(desk: Desk, file: Path) -> None:
    async with opened(desk, file) as (pilot, screen):
        app = screen.trainer
        await pilot.press("ctrl+q")
        await until(pilot, lambda: not app.is_running)


async def test_escape_leaves(desk: Desk, file: Path) -> None:
    async with opened(desk, file) as (pilot, screen):
        app = screen.trainer
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))


@pytest.mark.parametrize(
    ("lang", "size", "theme"),
    [("zh-CN", SMALL, NIGHT), ("en", SMALL, DAY), ("zh-CN", LARGE, DAY), ("en", LARGE, NIGHT)],
)
async def test_everything_fits_and_can_be_read(
    desk: Desk, file: Path, lang: str, size: tuple[int, int], theme: str
) -> None:
    desk.lang = lang
    async with opened(desk, file, size, theme) as (pilot, screen):
        app = screen.trainer

        def fits(where: str) -> None:
            assert list(clipped(app)) == [], where
            assert list(faint(app)) == [], where

        await pilot.pause(0.05)
        fits("scene")
        await try_(pilot, screen, "greeting_address 1, buck_passing -2")
        await pilot.pause()
        fits("trial")
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, MoodScreen))
        fits("mood")
        await pilot.press("escape", "f3")
        await pilot.pause()
        fits("picker")
        await pilot.press("escape")
        change(file, "stage: opening", "stage: openin")
        change(file, "difficulty: 3", "difficulty: 33", screen)
        await until(pilot, lambda: screen.source.stale)
        await pilot.pause()
        fits("mistakes")
        screen.places.focus()
        await pilot.press("end")
        await pilot.pause()
        fits("list")
        names = [label for _key, _name, label in screen.query_one(Hints).items()]
        assert len(names) == len(set(names)) == 8
        assert screen.query_one("#places", OptionList).highlighted == 14
