"""Marking a session on the screen: blind first, then both side by side."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.screens.through import until
from tests.session.rated import mark
from tests.walkthroughs.by_level import ByLevel
from trainer import i18n
from trainer.model.rating import Rating
from trainer.session.desk import Desk
from trainer.session.journal import read_journal
from trainer.session.ratings import counted, ratings_file, ratings_of, record
from trainer.session.transcript import transcribe
from trainer.tui.app import TrainerApp
from trainer.tui.screens.home import HomeScreen
from trainer.tui.screens.note import NoteScreen, OverrideScreen
from trainer.tui.screens.rate import RateScreen
from trainer.tui.widgets.bars import Hints
from trainer.tui.widgets.sheet import Sheet

REPLIES = ("greeting_address 2, emotional_reaction 0", "buck_passing -2, polite_register 0")
COUNTED = 8
"""Criteria that count in each reply: two that the scene calls for, two merits and four faults always."""


@pytest.fixture
def journal(desk: Desk) -> Path:
    practice = desk.start("small", trainee="Ann")
    scorer = ByLevel(practice.transcript.started.rubric)
    for said in REPLIES:
        practice.say(said)
        practice.hear(scorer)
    practice.close()
    return practice.path


Opened = tuple[Pilot[None], RateScreen]


@asynccontextmanager
async def opened(
    desk: Desk, journal: Path, rater: str = "Kim", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Opened]:
    screen = RateScreen.of(journal, rater)
    app = TrainerApp(desk, first=screen)
    try:
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: screen.is_mounted and screen.listed.option_count)
            yield pilot, screen
    finally:
        i18n.use("en")


def plain(screen: RateScreen, name: str) -> str:
    return screen.query_one(name, Sheet).plain


def listed(screen: RateScreen) -> list[str]:
    found = []
    for option in screen.listed.options:
        found.append(option.prompt.plain)  # type: ignore[union-attr]
    return found


def everything(screen: RateScreen) -> str:
    sheets = [sheet.plain for sheet in screen.query(Sheet)]
    return "\n".join([*sheets, *listed(screen)])


def kims(journal: Path) -> Rating:
    (rating,) = ratings_of(journal)
    return rating


def mark_all(journal: Path, turn: int) -> None:
    """Give every criterion of a turn the level 1, a fault 0, as the keys would."""
    transcript = transcribe(read_journal(journal))
    criteria = counted(transcript.turns[turn - 1], transcript.started.rubric)
    assert len(criteria) == COUNTED
    levels = {c.id: 0 if c.kind == "penalty" else 1 for c, _finding in criteria}
    record(journal, [mark("Kim", turn, name, level) for name, level in levels.items()])


async def test_the_machines_levels_are_hidden_until_the_reply_is_marked(
    desk: Desk, journal: Path
) -> None:
    desk.lang = "en"
    async with opened(desk, journal) as (pilot, screen):
        assert REPLIES[0] in plain(screen, "#turn")
        assert len(listed(screen)) == COUNTED
        assert all("not marked" in row for row in listed(screen))
        assert "program " not in "\n".join(listed(screen))
        await pilot.press("enter")
        assert "8 criteria have no level yet." in plain(screen, "#status")
        await pilot.press(*"1" * COUNTED)
        assert "program " not in "\n".join(listed(screen))
        assert not kims(journal).turn(1).shown
        await pilot.press("enter")
        assert kims(journal).turn(1).shown
        rows = listed(screen)
        assert "you ~ 1 bare" in rows[0]
        assert "program ✓ 2 full" in rows[0]
        assert "differ" in rows[0]
        assert "differ" not in rows[1]
        await pilot.press("enter")
        assert REPLIES[1] in plain(screen, "#turn")
        assert REPLIES[0] in plain(screen, "#before")
        assert "program " not in "\n".join(listed(screen))


async def test_each_key_is_a_mark_on_disk(desk: Desk, journal: Path) -> None:
    async with opened(desk, journal) as (pilot, screen):
        await pilot.press("2", "0", "1")
        first, second, third = kims(journal).turn(1).marks
        assert [m.level for m in (first, second, third)] == [2, 0, 1]
        assert screen.listed.highlighted == 3
        await pilot.press("up", "up", "1")
        assert kims(journal).mark(1, second.criterion).level == 1  # type: ignore[union-attr]
        await pilot.press("up", "up", "u")
        assert kims(journal).mark(1, second.criterion) is None
        before = ratings_file(journal).read_bytes()
        await pilot.press("up", "2")
        assert ratings_file(journal).read_bytes() == before


async def test_for_a_fault_the_keys_are_mild_and_severe(desk: Desk, journal: Path) -> None:
    async with opened(desk, journal) as (pilot, screen):
        screen.listed.highlighted = COUNTED - 1
        await pilot.press("2")
        assert kims(journal).turn(1).marks[0].level == -2


async def test_marks_stand_once_the_machines_are_shown_and_an_override_needs_a_reason(
    desk: Desk, journal: Path
) -> None:
    desk.lang = "en"
    mark_all(journal, 1)
    async with opened(desk, journal) as (pilot, screen):
        await pilot.press("o")
        assert pilot.app.screen is screen
        await pilot.press("enter", "0", "u")
        assert kims(journal).turn(1).marks[0].level == 1
        await pilot.press("o", "enter")
        dialogue = pilot.app.screen
        assert isinstance(dialogue, OverrideScreen)
        assert "Say why first" in dialogue.query_one("#told", Sheet).plain
        await pilot.press("up", *"cold", "enter")
        found = kims(journal).turn(1).marks[0].override
        assert found is not None
        assert (found.level, found.reason) == (0, "cold")
        assert "stands: 0" in listed(screen)[0]
        assert "0, because: cold" in plain(screen, "#detail")
        await pilot.press("o", "escape")
        assert kims(journal).turn(1).marks[0].override == found
        await pilot.press("o", "f8")
        assert kims(journal).turn(1).marks[0].override is None


async def test_a_comment_is_kept_and_can_be_taken_back(desk: Desk, journal: Path) -> None:
    async with opened(desk, journal) as (pilot, screen):
        await pilot.press("c", *"[b]ok", "enter")
        assert kims(journal).turn(1).comment == "[b]ok"
        assert "[b]ok" in plain(screen, "#turn")
        await pilot.press("c", "escape")
        assert kims(journal).turn(1).comment == "[b]ok"
        await pilot.press("c")
        assert isinstance(pilot.app.screen, NoteScreen)
        pilot.app.screen.query_one(Input).value = ""
        await pilot.press("enter")
        assert kims(journal).turn(1).comment == ""


async def test_it_goes_on_where_it_was_left(desk: Desk, journal: Path) -> None:
    mark_all(journal, 1)
    async with opened(desk, journal) as (pilot, screen):
        await pilot.press("enter", "enter", "2", "2", "escape")
        assert isinstance(pilot.app.screen, HomeScreen)
    async with opened(desk, journal) as (pilot, screen):
        assert screen.turn.number == 2
        assert screen.listed.highlighted == 2
        await pilot.press("left")
        assert screen.turn.number == 1
        await pilot.press("left", "right", "right")
        assert screen.turn.number == 2
    async with opened(desk, journal, "Lee") as (pilot, screen):
        assert screen.turn.number == 1
        assert "未评" in listed(screen)[0]


async def test_when_all_is_marked_it_says_so(desk: Desk, journal: Path) -> None:
    for turn in (2, 1):
        mark_all(journal, turn)
    async with opened(desk, journal) as (pilot, screen):
        await pilot.press("enter", "enter", "enter", "enter")
        assert "都评完了" in plain(screen, "#status")
        assert all(turn.shown for turn in kims(journal).turns)


async def test_who_marks_is_asked_when_it_was_not_said(desk: Desk, journal: Path) -> None:
    async with opened(desk, journal, "") as (pilot, screen):
        await until(pilot, lambda: isinstance(pilot.app.screen, NoteScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, NoteScreen))
        await pilot.press(*"Kim", "enter")
        await until(pilot, lambda: pilot.app.screen is screen)
        await pilot.press("2")
        assert kims(journal).rater == "Kim"
    async with opened(desk, journal, "") as (pilot, screen):
        await until(pilot, lambda: isinstance(pilot.app.screen, NoteScreen))
        assert pilot.app.screen.query_one(Input).value == "Kim"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))


async def test_what_cannot_be_saved_is_told_and_not_shown_as_marked(
    desk: Desk, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(desk, journal) as (pilot, screen):

        def full(_file: int) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            await pilot.press("2")
        assert "磁盘已满" in plain(screen, "#status")
        assert "未评" in listed(screen)[0]
        assert screen.listed.highlighted == 0
        await pilot.press("2")
        assert kims(journal).turn(1).marks[0].level == 2


@pytest.mark.parametrize(
    ("lang", "size"), [("en", (80, 24)), ("zh-CN", (80, 24)), ("en", (160, 48))]
)
async def test_the_keys_are_on_the_screen_and_the_reply_has_room(
    desk: Desk, journal: Path, lang: str, size: tuple[int, int]
) -> None:
    desk.lang = lang
    async with opened(desk, journal, size=size) as (pilot, screen):
        hints = screen.query_one(Hints)
        shown = {name for _key, name, _label in hints.fitting()}
        assert {"0", "Enter", "c", "Esc", "F1"} <= shown
        assert screen.query_one("#read").size.height >= 8
        assert screen.query_one("#detail").region.bottom <= size[1]
        await pilot.press("f9")
        assert ("not marked" in listed(screen)[0]) == (lang == "zh-CN")
        await pilot.press("f9", "f1", "escape")
        assert pilot.app.screen is screen
