"""TALK-002: the talk can go wrong."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.problems import Problems
from trainer.content.script import Script
from trainer.i18n import gettext as _
from trainer.model.base import GOOD


def check(script: Script, problems: Problems) -> None:
    """Warn where every ending has a good grade."""
    if all(ending.grade in GOOD for ending in script.scenario.endings):
        problems.add(
            codes.NO_BAD_ENDING,
            script.marks.key("endings"),
            _("No ending is a bad one: however poorly one talks, it ends well."),
            _("Give one a grade from C (leaves unhappy) to F (emergency)."),
            severity="warning",
        )
