"""TALK-001: the talk can end well."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.problems import Problems
from trainer.content.script import Script
from trainer.i18n import gettext as _
from trainer.model.base import GOOD


def check(script: Script, problems: Problems) -> None:
    """Warn where no ending has a good grade."""
    if not any(ending.grade in GOOD for ending in script.scenario.endings):
        problems.add(
            codes.NO_GOOD_ENDING,
            script.marks.key("endings"),
            _("No ending is a good one: however well one talks, it ends badly."),
            _("Give one the grade A (satisfied) or B (accepts a reasoned no)."),
            severity="warning",
        )
