"""The terminal interface."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.screen import Screen

    from trainer.model.base import Mode
    from trainer.session.desk import Desk


def run(
    desk: Desk,
    *,
    scenario: str | None = None,
    session: str | None = None,
    mode: Mode | None = None,
    seed: int | None = None,
    trainee: str = "",
    remembered_lang: bool = False,
    restart: bool | None = None,
    preview: str | None = None,
    rate: str | None = None,
    rater: str = "",
) -> int:
    """Show the screen until the trainee leaves; returns the exit code.

    It opens at home, at the briefing of `scenario` (id or path), in `session` (id, prefix or path), in
    the preview of a scenario (id or path), or with the session `rate` to be marked by `rater`, who is asked
    for a name when there is none. `mode` and `trainee` stand for those last chosen on the screen; with `remembered_lang` the
    language last chosen there stands for the desk's, for when neither an option nor the environment
    asked for one. When the scenario of `session` has been edited since, `restart` says whether to start
    again on it as it is now; None asks. Before anything is shown raises NotFound, ContentFaults, UsageError, StorageError.
    """
    # Several terminals lose the text of an input method under the Kitty keyboard protocol.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    from trainer.tui.app import TrainerApp

    app = TrainerApp(
        desk,
        first=_first(desk, scenario, session, seed, restart, preview)
        if rate is None
        else _marking(desk, rate, rater),
        mode=mode,
        trainee=trainee,
        remembered_lang=remembered_lang,
    )
    app.run()
    if app.failure is not None:
        raise app.failure  # logged and told in a sentence, as wherever else a mistake of ours ends a command
    return app.return_code or 0


def _first(
    desk: Desk,
    scenario: str | None,
    session: str | None,
    seed: int | None,
    restart: bool | None,
    preview: str | None,
) -> Screen[None] | None:
    """The screen to open over home, if any."""
    if session is not None:
        from trainer.tui.screens.practice import PracticeScreen

        if restart is None and (edited := desk.edited(session)):
            from trainer.tui.screens.edited import EditedScreen

            return EditedScreen(session, playable=edited.scenario is not None)
        return PracticeScreen(desk.restart(session) if restart else desk.resume(session))
    if scenario is not None:
        from trainer.tui.screens.briefing import BriefingScreen

        found = desk.scenario(scenario)
        return BriefingScreen(found.value, str(found.path), seed)
    if preview is not None:
        from trainer.tui.screens.preview import PreviewScreen

        return PreviewScreen.of(desk, preview)
    return None


def _marking(desk: Desk, session: str, rater: str) -> Screen[None]:
    from trainer.tui.screens.rate import RateScreen

    return RateScreen.of(desk.find(session), rater)
