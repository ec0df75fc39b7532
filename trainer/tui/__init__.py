"""The terminal interface."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainer.session.desk import Desk


def run(desk: Desk, *, remembered_lang: bool = False) -> int:
    """Show the home screen of `desk` until the trainee leaves; returns the exit code.

    `remembered_lang`: use the language last chosen on the screen instead of the desk's, for when
    neither an option nor the environment asked for one.
    """
    # Several terminals lose the text of an input method under the Kitty keyboard protocol.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    from trainer.tui.app import TrainerApp

    app = TrainerApp(desk, remembered_lang=remembered_lang)
    app.run()
    return app.return_code or 0
