"""Every scene leads on, whatever the trainee says: its last branch asks for nothing."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.outline import Outline
from trainer.content.problems import Problems
from trainer.i18n import gettext as _


def check(outline: Outline, problems: Problems) -> None:
    """Tell scenes whose branches may all fail."""
    for scene in outline.scene_outlines:
        if scene.branches and all(branch.conditional for branch in scene.branches):
            problems.add(
                codes.NO_FALLBACK,
                scene.branches_mark,
                _("No branch here is taken when none of the conditions holds."),
                _("Add “otherwise: …” with the id of a scene or ending."),
            )
