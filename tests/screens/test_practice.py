"""The talk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual import events
from textual.widgets import Input, OptionList
from textual.widgets._toast import Toast

from tests.screens.conftest import Slow
from tests.screens.through import BYE, REPLY, practise, reply, until
from trainer.dialogue.mood import shift
from trainer.errors import StorageError
from trainer.i18n import gettext
from trainer.model.mood import MoodMove
from trainer.report.words import FEELINGS
from trainer.session.practice import Practice
from trainer.tui import marks
from trainer.tui.app import TrainerApp
from trainer.tui.screens.confirm import ConfirmScreen
from trainer.tui.screens.debrief import DebriefScreen
from trainer.tui.screens.home import HomeScreen
from trainer.tui.screens.picker import PickerScreen
from trainer.tui.screens.practice import PracticeScreen
from trainer.tui.views.feedback import feedback
from trainer.tui.views.side import mood
from trainer.tui.widgets import conversation
from trainer.tui.widgets.conversation import TurnSheet
from trainer.tui.widgets.sheet import Sheet

SMALL, LARGE = (80, 24), (160, 48)


def status(screen: PracticeScreen) -> str:
    return screen.query_one("#status", Sheet).plain


def panel(screen: PracticeScreen) -> str:
    return screen.query_one("#panel", Sheet).plain


async def paste(app: TrainerApp, said: str) -> None:
    app.post_message(events.Paste(said))


async def test_a_reply_gets_feedback_and_an_answer(app: TrainerApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        assert "我来问问补贴的事" in screen.talk.plain
        await reply(pilot, screen)
        said = screen.talk.plain
        for part in (
            REPLY,
            "65 / 100",
            "✓ 问候称呼 得体",
            "✗ 情绪关怀 没有",
            "可以这样说：听您这么说我也着急。",
            "心情：",
        ):
            assert part in said
        assert "没有接住了情绪" not in said
        assert screen.box.text == ""
        assert screen.box.has_focus


async def test_a_notice_covers_neither_the_reply_nor_what_it_answers(app: TrainerApp) -> None:
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        screen = await practise(pilot)
        app.desk.tell("“窗口接待”改过了，评分器正在重新学习。" * 3)
        await until(pilot, lambda: len(screen.query(Toast)) == 1)
        await pilot.pause()
        notice = screen.query_one(Toast).region
        assert notice.area
        assert not notice.overlaps(screen.box.region)
        assert notice.bottom < screen.box.region.y - 4


async def test_a_notice_of_one_line_covers_the_title_alone(app: TrainerApp) -> None:
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await practise(pilot)
        await pilot.press("ctrl+c", "f1")
        await until(pilot, lambda: len(app.screen.query(Toast)) == 1)
        await until(pilot, lambda: app.screen.query_one(Toast).region.area)
        assert not app.screen.query_one(Toast).region.overlaps(app.screen.query_one("#read").region)


async def test_the_reasons_why_a_feeling_moved_are_all_told_and_add_up(app: TrainerApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        await reply(pilot, screen)
        turn, started = screen.transcript.turns[0], screen.transcript.started
        causes = [effect.id for effect in started.disc.effects[:6]]
        moves = [MoodMove(dimension="trust", delta=2, cause=cause) for cause in causes]
        turn = turn.model_copy(update={"moves": tuple(moves), "after": shift(turn.before, moves)})
        said = [block.plain for block in feedback(turn, started, "en", full=True)]
        (trust,) = (line for line in said if "+12" in line)
        assert trust.count("+2") == 6


async def test_details_unfold_and_fold(app: TrainerApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        await reply(pilot, screen)
        await pilot.press("f6")
        assert "没有接住了情绪" in screen.talk.plain
        assert "“您好”" in screen.talk.plain
        assert "心情怎么变的" in screen.talk.plain
        await pilot.press("ctrl+g")
        assert "没有接住了情绪" not in screen.talk.plain
        await pilot.click(screen.query(TurnSheet).first(), offset=(10, 2))
        assert "没有接住了情绪" in screen.talk.plain


async def test_evidence_is_underlined_in_the_reply(app: TrainerApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        await reply(pilot, screen, "您好，这不归我管。")
        sheet = screen.query(TurnSheet).first()
        marked = {
            segment.text: str(segment.style)
            for y in range(sheet.size.height)
            for segment in sheet.render_line(y)
            if segment.style is not None and segment.style.underline
        }
        assert set(marked) == {"您", "好", "不归"}
        assert "bold" in marked["不归"]
        assert "bold" not in marked["好"]


async def test_a_fault_is_prominent(app: TrainerApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        await reply(pilot, screen, "这不归我管。")
        assert "!! 推诿敷衍 严重  “不归”" in screen.talk.plain
        assert "把事往外推 [/oops]" in screen.talk.plain
        assert "可以这样说：我先替您登记。" in screen.talk.plain


async def test_the_reply_shows_at_once_and_typing_goes_on_while_it_is_judged(
    app: TrainerApp, scorer: Slow
) -> None:
    scorer.go.clear()
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        screen.box.text = REPLY
        await pilot.press("enter")
        await pilot.pause()
        assert REPLY in screen.talk.plain
        assert "张桂兰在听" in status(screen)
        assert screen.practice.path.read_text("utf-8").count(REPLY) == 1
        await pilot.press("a", "b", "enter")
        assert screen.box.text == "ab"
        assert "稍等" in status(screen)
        scorer.go.set()
        await until(pilot, lambda: screen.transcript.pending is None)
        assert screen.box.text == "ab"
        assert status(screen) == ""


async def test_a_reply_that_cannot_be_saved_stays_in_the_box(
    app: TrainerApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Practice, text: str) -> None:
        raise StorageError("磁盘满了。")

    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        monkeypatch.setattr(Practice, "say", full)
        screen.box.text = REPLY
        await pilot.press("enter")
        await pilot.pause()
        assert screen.box.text == REPLY
        assert "磁盘满了" in status(screen)
        assert REPLY not in screen.talk.plain


async def test_a_judge_that_fails_can_be_asked_again(app: TrainerApp, scorer: Slow) -> None:
    scorer.fault = RuntimeError("[/oops] broken")
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        screen.box.text = REPLY
        await pilot.press("enter")
        await until(pilot, lambda: "broken" in status(screen))
        scorer.fault = None
        await pilot.press("enter")
        await until(pilot, lambda: screen.transcript.pending is None)
        assert "65 / 100" in screen.talk.plain


async def test_silence_is_asked_about_once_and_then_sent(
    app: TrainerApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trainer.tui.screens.practice.APART", 0)
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        for said in (".", "？！", "", "  \n "):
            screen.box.text = said
            await pilot.press("enter")
            await pilot.pause()
            assert "不开口" in status(screen)
            await pilot.press("a", "backspace")
            assert status(screen) == ""
        assert not screen.transcript.turns
        await pilot.press("enter", "enter")
        await until(pilot, lambda: screen.transcript.turns and not screen.transcript.pending)
        assert screen.transcript.turns[0].reply.strip() == ""
        assert "（没有说话）" in screen.talk.plain


async def test_three_dots_are_silence_that_is_meant(app: TrainerApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        await reply(pilot, screen, "……")
        assert screen.transcript.turns[0].reply == "……"


async def test_enter_held_down_stays_a_question(app: TrainerApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        await pilot.press(*["enter"] * 5)
        assert "不开口" in status(screen)
        assert not screen.transcript.turns


async def test_untoward_text_is_only_text(app: TrainerApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        for said in (
            "[/oops] [@click=app.quit]x",
            "👍🏽 👨\u200d👩\u200d👧 请坐",
            "請坐，慢慢說；後面還有座位。it's [bold",
        ):
            await reply(pilot, screen, said)
            assert said.replace("\u200d", "") in screen.talk.plain
        await pilot.click(screen.talk, offset=(20, 10))
        assert app.is_running


async def test_a_paste_keeps_its_lines_and_loses_its_controls(app: TrainerApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        await paste(app, "一\r\n二\r三\x1b]0;x\x07\u202e\x9b31m四")
        await until(pilot, lambda: screen.box.text)
        assert screen.box.text == "一\n二\n三]0;x31m四"


async def test_a_huge_paste_is_cut_and_told(app: TrainerApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        await paste(app, "您好，慢慢说。" * 4000)
        await until(pilot, lambda: len(screen.box.text) == 20_000)
        assert "20000" in status(screen)
        await reply(pilot, screen, screen.box.text)
        assert len(screen.transcript.turns[0].reply) == 20_000


async def test_new_lines_do_not_send_and_chinese_punctuation_is_typed(app: TrainerApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        await pilot.press("a", "ctrl+j", "b", "alt+enter", "c", "shift+enter")
        screen.box.post_message(events.Key("fullwidth_comma", "，"))
        await until(pilot, lambda: screen.box.text == "a\nb\nc\n，")


async def test_an_action_is_picked_by_name_number_or_alias(app: TrainerApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        await pilot.press("f3")
        assert isinstance(app.screen, PickerScreen)
        await pilot.press("enter")
        assert screen.box.text == "[起身相迎]"
        await pilot.press("ctrl+t", "w", "a", "t", "e", "enter")
        assert screen.box.text == "[起身相迎][倒一杯温水]"
        await pilot.press("f3", "2", "enter")
        assert screen.box.text.endswith("[微笑点头]")
        await pilot.press("f3", "down", "up", "down", "escape")
        assert app.screen_stack[-1] is screen
        assert screen.box.has_focus


async def test_nothing_fits_what_was_typed(app: TrainerApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        await pilot.press("f3")
        app.screen.query_one(Input).value = "没有这个 [/x]"
        await pilot.pause()
        assert app.screen.query_one("#picks", OptionList).option_count == 0
        await pilot.press("enter", "escape")
        assert screen.box.text == ""


async def test_a_fact_is_picked(app: TrainerApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        await pilot.press("f4", "2", "enter")
        assert screen.box.text == "在三号窗口"


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
async def test_a_fact_comes_with_its_source_in_the_language_of_the_talk(
    app: TrainerApp, lang: str
) -> None:
    app.desk.lang = lang
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        await pilot.press("f4", "1", "enter")
        assert screen.box.text == "根据《办法》第三条，带身份证就能办。"


async def test_in_a_language_with_spaces_what_is_inserted_stands_apart(app: TrainerApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        started = screen.transcript.started
        english = started.scenario.model_copy(update={"lang": "en"})
        screen.transcript = screen.transcript.model_copy(
            update={"started": started.model_copy(update={"scenario": english})}
        )
        await pilot.press("f4", "2", "enter", "f4", "1", "enter")
        assert screen.box.text == "在三号窗口 带身份证就能办。 That is in 《办法》第三条."


async def test_the_panel_is_beside_the_talk_or_over_it(app: TrainerApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await practise(pilot)
        side = screen.query_one("#side")
        assert side.display
        assert side.region.x >= 100
        for said in ("问候称呼", "先问候，再问事。", "愤怒", "带身份证就能办", "不能保证一定能批"):
            assert said in panel(screen)
        await pilot.press("f2")
        assert not side.display
        await pilot.press("f2")
        assert side.display
        await pilot.resize_terminal(*SMALL)
        await pilot.pause()
        assert not side.display
        await pilot.press("f2")
        assert side.display
        assert screen.talk.region.width == 80
        await pilot.press("escape")
        assert not side.display
        assert app.screen is screen
        assert screen.box.has_focus


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
async def test_a_bar_of_the_mood_stands_whole_beside_its_feeling(
    app: TrainerApp, lang: str
) -> None:
    async with app.run_test(size=LARGE) as pilot:
        screen = await practise(pilot)
        if lang == "en":
            await pilot.press("escape", "l")
            await until(pilot, lambda: isinstance(app.screen, HomeScreen))
            screen = await practise(pilot)
        sheet = screen.query_one("#panel", Sheet)
        best = screen.transcript.state.mood.model_copy(update={"fairness": 100, "anger": 30})
        sheet.show(mood(best, screen.transcript.state.mood))
        await pilot.pause()
        drawn = [sheet.render_line(y).text for y in range(sheet.size.height)]
        for dimension, title in FEELINGS.items():
            of_it = next(row for row in drawn if row.startswith(gettext(title)))
            assert marks.bar(getattr(best, dimension), 8) in of_it, of_it


async def test_a_panel_over_the_talk_stands_beside_it_as_soon_as_there_is_room(
    app: TrainerApp,
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        await pilot.press("f2")
        assert not screen.box.has_focus
        await pilot.resize_terminal(*LARGE)
        await pilot.pause()
        assert screen.query_one("#side").display
        await pilot.press(*"hello")
        assert screen.box.text == "hello"


async def test_an_exam_says_nothing_until_the_end(app: TrainerApp) -> None:
    app.settings.mode = "exam"
    async with app.run_test(size=LARGE) as pilot:
        screen = await practise(pilot)
        await reply(pilot, screen)
        assert "点评" not in screen.talk.plain
        assert "愤怒" not in panel(screen)
        assert "问候称呼" not in panel(screen)
        assert "带身份证就能办" in panel(screen)
        await pilot.press("f6")
        assert "点评" not in screen.talk.plain
        await reply(pilot, screen, BYE)
        assert "点评" not in screen.talk.plain
        await pilot.press("enter")
        assert isinstance(app.screen, DebriefScreen)
        assert "65 / 100" in app.screen.plain


async def test_guided_replies_are_taken_by_number_or_click(app: TrainerApp) -> None:
    app.settings.mode = "guided"
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        listed = screen.query_one("#choices", OptionList)
        assert listed.display
        await pilot.press("1", "enter")
        assert screen.box.text == "张阿姨您好，您请坐。"
        assert not screen.transcript.turns
        await pilot.press("enter")
        await until(pilot, lambda: screen.transcript.turns and screen.transcript.pending is None)
        assert "先招呼了人。" in screen.talk.plain
        await pilot.click("#choices", offset=(5, 1))
        await pilot.pause()
        assert screen.box.text == "下一个。"
        await reply(pilot, screen, BYE)
        assert not listed.display


async def test_the_end(app: TrainerApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        await reply(pilot, screen, BYE)
        said = screen.talk.plain
        for part in ("谢谢你啊。", "好聚好散", "满意而归", "老人笑着走了。", "按 Enter 看复盘"):
            assert part in said
        assert not screen.box.display
        await pilot.press("pageup", "pagedown", "f3")
        assert app.screen is screen
        await pilot.press("enter")
        assert isinstance(app.screen, DebriefScreen)


async def test_leaving_asks_only_when_a_reply_is_being_typed(app: TrainerApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        await reply(pilot, screen)
        await pilot.press("a", "escape")
        assert isinstance(app.screen, ConfirmScreen)
        await pilot.press("n")
        assert app.screen_stack[-1] is screen
        assert screen.box.text == "a"
        await pilot.press("escape", "y")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        assert any("接着练" in note.message for note in app._notifications)


async def test_quitting_asks_only_when_a_reply_is_being_typed(app: TrainerApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await practise(pilot)
        await pilot.press("a", "ctrl+q")
        assert isinstance(app.screen, ConfirmScreen)
        await pilot.press("ctrl+q", "enter")
        await pilot.pause()
        assert not app.is_running or app._exit


async def test_leaving_while_it_is_judged_keeps_the_session_whole(
    app: TrainerApp, scorer: Slow
) -> None:
    scorer.go.clear()
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        screen.box.text = REPLY
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)
        scorer.go.set()
        closed: Callable[[], bool] = lambda: screen.practice._journal._file < 0  # noqa: E731
        await until(pilot, closed)
        again = app.desk.resume(screen.transcript.started.session)
        assert len(again.transcript.turns) == 1
        again.close()


async def test_a_reply_that_waits_is_judged_on_resuming(app: TrainerApp) -> None:
    practice = app.desk.start("small", trainee="")
    practice.say(REPLY)
    practice.close()
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: getattr(app.screen, "loaded", False))
        await pilot.press("home", "enter")
        await until(pilot, lambda: isinstance(app.screen, PracticeScreen))
        screen = app.screen
        assert isinstance(screen, PracticeScreen)
        await until(pilot, lambda: "65 / 100" in screen.talk.plain)


async def test_only_so_many_turns_are_mounted(
    app: TrainerApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "MOUNTED", 3)
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        for number in range(4):
            await reply(pilot, screen, f"您好，第{number}句。")
        sheets = list(screen.query(TurnSheet))
        assert [sheet.number for sheet in sheets] == [3, 4, 0]
        assert "第0句" not in screen.talk.plain
        assert screen.talk.scroll_y == screen.talk.max_scroll_y


async def test_the_talk_can_be_read_again_from_the_box(app: TrainerApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        for _ in range(3):
            await reply(pilot, screen)
        await until(pilot, lambda: screen.talk.scroll_y == screen.talk.max_scroll_y > 0)
        await pilot.press("pageup")
        assert screen.talk.scroll_y < screen.talk.max_scroll_y
        await pilot.press("pagedown", "pagedown", "pagedown")
        assert screen.talk.scroll_y == screen.talk.max_scroll_y


async def test_the_last_reply_and_feedback_are_copied(
    app: TrainerApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trainer.tui.clipboard.native", lambda text: False)
    async with app.run_test(size=SMALL) as pilot:
        screen = await practise(pilot)
        await pilot.press("f7")
        assert app.clipboard == ""
        await reply(pilot, screen)
        await pilot.press("f7")
        assert app.clipboard.startswith(REPLY)
        assert "情绪关怀" in app.clipboard
