"""Ways through the screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from textual._compositor import Compositor
from textual.pilot import Pilot

from trainer.tui.app import TrainerApp
from trainer.tui.screens.briefing import BriefingScreen
from trainer.tui.screens.home import HomeScreen
from trainer.tui.screens.practice import PracticeScreen

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.screen import Screen

    from trainer.model.base import Mode

REPLY = "张阿姨，您好，您先请坐。"
BYE = "您好，那再见。"

_render_update = Compositor.render_update


def drawn_at_rest(
    self: Compositor,
    full: bool = False,
    screen_stack: list[Screen[Any]] | None = None,
    simplify: bool = False,
) -> RenderableType | None:
    """In place of `Compositor.render_update`: what changed is left for `until` to draw."""
    return _render_update(self, full, screen_stack, simplify) if full else None


async def until(pilot: Pilot[None], holds: Callable[[], object], why: str = "") -> None:
    """Wait until something holds; threads take their time."""
    for _ in range(400):
        await pilot.pause(0.005)
        if holds():
            await pilot.pause()
            app = pilot.app
            _render_update(app.screen._compositor, screen_stack=app._background_screens)
            return
    raise AssertionError(why or "never came to hold")


async def ready(pilot: Pilot[None]) -> None:
    """Wait for the home screen to have its scenarios."""
    home = pilot.app.screen
    assert isinstance(home, HomeScreen)
    await until(
        pilot, lambda: home.loaded and all(i.ready for i in home.shelf.items), "no scenarios"
    )


async def practise(pilot: Pilot[None]) -> PracticeScreen:
    """Straight into the talk, in the mode that is set."""
    app = pilot.app
    assert isinstance(app, TrainerApp)
    kept = app.settings
    practice = app.desk.start("small", mode=cast("Mode", kept.mode), trainee=kept.name)
    screen = PracticeScreen(practice)
    app.push_screen(screen)
    await until(pilot, lambda: screen.is_mounted and screen.box.has_focus, "no practice")
    return screen


async def walk_in(pilot: Pilot[None]) -> PracticeScreen:
    """From home through the briefing into the talk, as a trainee does."""
    await ready(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, BriefingScreen), "no briefing")
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, PracticeScreen), "no practice")
    screen = pilot.app.screen
    assert isinstance(screen, PracticeScreen)
    await until(pilot, lambda: screen.box.has_focus)
    return screen


async def reply(pilot: Pilot[None], screen: PracticeScreen, said: str = REPLY) -> None:
    """Say something and wait for the answer."""
    before = len(screen.transcript.turns)
    screen.box.text = said
    await pilot.press("enter")
    await until(
        pilot,
        lambda: len(screen.transcript.turns) > before and screen.transcript.pending is None,
        "no answer",
    )
