"""A condition on `acts` names actions of the rubric."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.outline import Name, Outline
from trainer.content.problems import Problems, titles_of
from trainer.content.rules.references import Reference, dangling
from trainer.i18n import gettext as _


def check(outline: Outline, problems: Problems) -> None:
    """Tell actions that the rubric does not have; a rubric without actions is not asked."""
    if not (outline.rubric and outline.rubric.actions):
        return
    message = _("There is no action “{name}”.")
    used = (Name(use.name, use.mark) for use in outline.uses if use.kind == "action")
    dangling(
        [Reference(name, codes.UNKNOWN_ACTION, message) for name in used],
        (),
        problems,
        reserved=[action.id for action in outline.rubric.actions],
        titles=titles_of(outline.rubric.actions),
    )
