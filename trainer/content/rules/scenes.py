"""A branch leads to a scene, to an ending or to `end`; `visited` names where the talk has been."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.outline import Name, Outline
from trainer.content.problems import Problems
from trainer.content.rules.references import Reference, dangling
from trainer.i18n import gettext as _
from trainer.model.scenario import END


def check(outline: Outline, problems: Problems) -> None:
    """Tell targets and visited scenes that do not exist."""
    if not (outline.scenes.complete and outline.endings.complete):
        return
    nowhere = _("“{name}” is neither a scene nor an ending.")
    no_scene = _("There is no scene “{name}”.")
    branches = (branch.to for branch in outline.branches() if branch.to)
    visited = (Name(use.name, use.mark) for use in outline.uses if use.kind == "scene")
    dangling(
        [
            *(Reference(name, codes.UNKNOWN_TARGET, nowhere) for name in branches),
            *(Reference(name, codes.UNKNOWN_SCENE, no_scene) for name in visited),
        ],
        (*outline.scenes.names, *outline.endings.names),
        problems,
        reserved=(END,),
    )
