"""Blocks of text on a sheet."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.geometry import Offset

from trainer.tui.widgets.sheet import Block, Sheet, clip, flow, pad, text


class One(App[None]):
    def __init__(self, *blocks: Block) -> None:
        super().__init__()
        self.blocks = blocks

    def compose(self) -> ComposeResult:
        yield Sheet(self.blocks)


def shown(app: App[None]) -> list[str]:
    sheet = app.query_one(Sheet)
    return [sheet.render_line(y).text.rstrip() for y in range(sheet.size.height)]


async def test_text_hangs_under_its_lead_and_keeps_its_paragraphs() -> None:
    app = One(Block(text("一二三四五六七八九十\n第二段"), lead=text("1. ")))
    async with app.run_test(size=(13, 9)):
        assert shown(app) == ["1. 一二三四五", "   六七八九十", "   第二段"]


async def test_markup_stays_text() -> None:
    app = One(Block(text("[bold]x[/oops] [@click=app.quit]y")))
    async with app.run_test(size=(60, 4)) as pilot:
        assert shown(app) == ["[bold]x[/oops] [@click=app.quit]y"]
        await pilot.click(Sheet, offset=(25, 0))
        assert app.is_running


async def test_text_is_selected_by_paragraph_not_by_line() -> None:
    app = One(Block(text("一二三四五六七八九十")), Block(text("尾")))
    async with app.run_test(size=(8, 9)) as pilot:
        await pilot.mouse_down(Sheet, offset=(4, 0))
        await pilot.hover(Sheet, offset=(4, 1))
        await pilot.mouse_up(Sheet, offset=(4, 1))
        said = app.screen.get_selected_text()
        assert said is not None
        assert "\n" not in said
        assert said.startswith("三四五六")
        assert app.query_one(Sheet).region.offset == Offset(0, 0)


def test_items_of_a_flow_stay_whole() -> None:
    block = flow([text("✓ 问候称呼 得体"), text("~ 情绪关怀 带到")])
    assert block.plain == "✓ 问候称呼 得体   ~ 情绪关怀 带到"
    assert block.stops == (12,)


def test_cells_are_counted_not_characters() -> None:
    assert pad("愤怒", 6) == "愤怒  "
    assert clip("愤怒愤怒愤怒", 8) == "愤怒..."
    assert clip("愤怒", 4) == "愤怒"
