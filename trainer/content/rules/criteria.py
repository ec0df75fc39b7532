"""`calls_for` names criteria of the rubric. Those in conditions are told where conditions are read."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.outline import Outline
from trainer.content.problems import Problems, titles_of
from trainer.content.rules.references import Reference, dangling
from trainer.i18n import gettext as _


def check(outline: Outline, problems: Problems) -> None:
    """Tell criteria that the rubric does not have."""
    if not outline.rubric:
        return
    message = _("There is no criterion “{name}” in the rubric.")
    called = (name for scene in outline.scene_outlines for name in scene.calls_for)
    dangling(
        [Reference(name, codes.UNKNOWN_CRITERION, message) for name in called],
        (),
        problems,
        reserved=[criterion.id for criterion in outline.rubric.criteria],
        titles=titles_of(outline.rubric.criteria),
    )
