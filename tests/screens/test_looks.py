"""Contrast, room and marks, on every screen, in both languages, themes and sizes."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.color import Color
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widget import Widget

from tests.screens.conftest import Slow
from tests.screens.through import BYE, practise, ready, reply, until
from tests.shipped import library
from trainer.report import words
from trainer.session.desk import Desk
from trainer.tui import marks
from trainer.tui.app import TrainerApp
from trainer.tui.screens.practice import PracticeScreen
from trainer.tui.theme import DAY, NIGHT
from trainer.tui.widgets.bars import Hints
from trainer.tui.widgets.sheet import Sheet, _outer

TUI = Path(__file__).parents[2] / "trainer" / "tui"


async def every_screen(pilot: Pilot[None], app: TrainerApp) -> AsyncIterator[str]:
    """Go through all screens and stop at each."""
    await ready(pilot)
    yield "home"
    await pilot.press("n")
    yield "name"
    await pilot.press("escape", "f1")
    yield "help"
    await pilot.press("escape")
    app.settings.mode = "guided"
    await pilot.press("enter")
    await pilot.pause(0.05)
    yield "briefing"
    await pilot.press("escape")
    screen = await practise(pilot)
    yield "guided practice"
    await reply(pilot, screen, "您好，这不归我管。")
    yield "feedback"
    await pilot.press("f6")
    yield "details"
    await pilot.press("f3")
    yield "picker"
    await pilot.press("escape")
    if screen.has_class("-narrow"):
        await pilot.press("f2")
        yield "panel"
        await pilot.press("f2")
    await pilot.press("a", "escape")
    yield "confirm"
    await pilot.press("n")
    await reply(pilot, screen, BYE)
    yield "end"
    await pilot.press("enter")
    yield "debrief"


def luminance(colour: Color) -> float:
    parts = [
        c / 3294.6 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4
        for c in colour.get_truecolor()
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a: Color, b: Color) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def faint(app: TrainerApp) -> Iterator[tuple[float, str]]:
    """Text under 4.5 : 1; behind a dialogue only the dialogue counts."""
    screen = app.screen
    area = screen.query_one(".box").region if screen.query(".box") else Region(0, 0, *screen.size)
    for y, strip in enumerate(screen._compositor.render_strips()):
        if not area.y < y < area.bottom - 1 and screen.query(".box"):
            continue
        x = 0
        for segment in strip:
            start, x = x, x + segment.cell_length
            style = segment.style
            if not segment.text.strip(" ▁▂▃▄▅▆▇█▎▊▉╭╮╰╯│─┃") or style is None:
                continue
            if start < area.x or x > area.right or style.color is None or style.bgcolor is None:
                continue
            found = contrast(style.color, style.bgcolor)
            if found < 4.5:
                yield round(found, 2), segment.text


def clipped(app: TrainerApp) -> Iterator[str]:
    """What does not fit where it stands."""
    screen = app.screen
    whole = Region(0, 0, *screen.size)
    for sheet in screen.query(Sheet):
        if not sheet.display or not sheet.size.width or not all(
            isinstance(a, Widget) and a.display for a in sheet.ancestors if a is not app
        ):  # fmt: skip
            continue
        visual = sheet.render()
        for line in visual._lines(sheet.size.width):
            block = visual.blocks[line.block]
            used = cell_len(line.content.plain.rstrip()) + _outer(block)
            if used > sheet.size.width:
                yield f"{used} > {sheet.size.width}: {line.content.plain}"
        if sheet.size.height < visual.get_height({}, sheet.size.width):
            yield f"too low: {sheet.plain[:40]}"
        if not (whole.x <= sheet.region.x and sheet.region.right <= whole.right):
            yield f"beyond the screen: {sheet.plain[:40]}"
    hints = screen.query_one(Hints)
    if hints.fitting() != hints.items():
        yield f"keys without room: {hints.items()}"
    area = screen.query_one(".box").region if screen.query(".box") else whole
    if not area.contains_region(hints.region):
        yield "keys beyond the screen or the box"


@pytest.mark.parametrize(
    ("lang", "size", "theme"),
    [
        ("zh-CN", (80, 24), NIGHT),
        ("en", (80, 24), DAY),
        ("zh-CN", (160, 48), DAY),
        ("en", (160, 48), NIGHT),
    ],
)
async def test_every_screen_fits_and_can_be_read(
    desk: Desk, lang: str, size: tuple[int, int], theme: str
) -> None:
    desk.lang = lang
    app = TrainerApp(desk)
    app.theme = theme
    async with app.run_test(size=size) as pilot:
        async for name in every_screen(pilot, app):
            await pilot.pause()
            assert list(clipped(app)) == [], name
            assert list(faint(app)) == [], name
            assert app.screen.query_one(Hints).items(), name


async def test_a_long_list_leaves_room_for_the_keys(tmp_path: Path, scorer: Slow) -> None:
    desk = Desk(tmp_path, "zh-CN", library=library(), scorer=scorer)
    app = TrainerApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = PracticeScreen(desk.start("dibao-refused"))
        app.push_screen(screen)
        await until(pilot, lambda: screen.is_mounted and screen.box.has_focus)
        for key in ("f3", "f4"):
            await pilot.press(key)
            await pilot.pause()
            assert list(clipped(app)) == []
            await pilot.press("escape")
        await pilot.press("f2")
        await pilot.pause()
        assert "关上面板" in str(screen.query_one(Hints).render())


def test_a_state_never_rests_on_colour_alone() -> None:
    assert len({marks.symbol(level, False) for level in (0, 1, 2)}) == 3
    assert len({marks.symbol(level, True) for level in (0, -1, -2)}) == 3
    for dimension in words.FEELINGS:
        assert len({words.degree(dimension, value) for value in (0, 25, 45, 65, 85, 100)}) == 5


def test_symbols_are_one_cell_everywhere() -> None:
    for mark in "✓~✗!▰▱»":
        assert unicodedata.east_asian_width(mark) in {"N", "Na"}, mark


async def test_no_color_still_tells_every_state(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = TrainerApp(desk)
    async with app.run_test(size=(160, 48)) as pilot:
        screen = await practise(pilot)
        await reply(pilot, screen, "您好，这不归我管。")
        lines = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        for said in ("✓ 问候称呼 得体", "✗ 情绪关怀 没有", "!! 推诿敷衍 严重", "愤怒", "▰"):
            assert said in lines


_RISKY = {
    "Static", "Label", "Button", "Checkbox", "OptionList", "SelectionList", "Select", "Tree",
    "Collapsible", "TabPane", "Tab", "DataTable", "Markdown", "notify", "RadioButton", "RadioSet",
    "Offers",
}  # fmt: skip
_TITLES = re.compile(r"\.(border_title|border_subtitle|tooltip)\s*=(?!=)")


def test_no_text_is_read_as_markup() -> None:
    """Widgets that parse markup are told not to; attributes that do are given `Content`."""
    for path in TUI.rglob("*.py"):
        source = path.read_text("utf-8")
        assert not _TITLES.search(source), path
        assert "from_markup" not in source, path
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                literal = any(
                    k.arg == "markup" and isinstance(k.value, ast.Constant) and not k.value.value
                    for k in node.keywords
                )
                assert name not in _RISKY or literal, f"{path}:{node.lineno} {name}"
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    if getattr(target, "attr", "") == "placeholder":
                        call = node.value
                        assert isinstance(call, ast.Call)
                        assert getattr(call.func, "id", "") == "Content", f"{path}:{node.lineno}"
