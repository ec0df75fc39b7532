"""An effect on the mood has a cause that is ever found in a reply: a criterion, or one of the others."""

from __future__ import annotations

from collections.abc import Collection

from trainer.content import codes
from trainer.content.nodes import Fields, Items, text_of
from trainer.content.outline import Name
from trainer.content.problems import Problems
from trainer.content.rules.references import Reference, dangling
from trainer.i18n import gettext as _

OTHER_CAUSES = ("cites", "contradicts", "promises", "acts", "silence", "no_progress")


def check(root: Fields, problems: Problems, criteria: Collection[str]) -> None:
    """Tell causes that do not exist; without criteria to go by nothing is told."""
    effects = root.get("effects")
    if not criteria or not isinstance(effects, Items):
        return
    causes = (effect.get("on") for effect in effects.items if isinstance(effect, Fields))
    message = _("“{name}” is no criterion and no other cause.")
    dangling(
        [
            Reference(Name(text, cause.mark), codes.UNKNOWN_EFFECT, message)
            for cause in causes
            if cause and (text := text_of(cause))
        ],
        (),
        problems,
        reserved=(*criteria, *OTHER_CAUSES),
    )
