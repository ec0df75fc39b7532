"""Branches are tried in order, so nothing after one without a condition is ever tried."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.outline import Outline
from trainer.content.problems import Problems
from trainer.i18n import gettext as _


def check(outline: Outline, problems: Problems) -> None:
    """Tell unconditional branches that stand before others, and any at all under `anytime`."""
    for scene in outline.scene_outlines:
        for branch in (scene.branches or ())[:-1]:
            if not branch.conditional:
                problems.add(
                    codes.NEVER_TRIED,
                    branch.mark,
                    _("This branch has no condition, so those after it are never tried."),
                    _("Give it a “when”, or move it to the end."),
                )
                break
    for branch in outline.anytime:
        if branch.to and not branch.conditional:
            problems.add(
                codes.ALWAYS_ANYTIME,
                branch.mark,
                _("A branch under “anytime” needs a condition, or it would always be taken."),
                _("Give it a “when”."),
            )
