"""A condition on `promises` names limits of the scenario."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.outline import Name, Outline
from trainer.content.problems import Problems
from trainer.content.rules.references import Reference, dangling
from trainer.i18n import gettext as _


def check(outline: Outline, problems: Problems) -> None:
    """Tell limits that do not exist."""
    if not outline.limits.complete:
        return
    message = _("There is no limit “{name}” in this scenario.")
    used = (Name(use.name, use.mark) for use in outline.uses if use.kind == "limit")
    references = [Reference(name, codes.UNKNOWN_LIMIT, message) for name in used]
    dangling(references, outline.limits.names, problems)
