"""A condition on `cites` or `contradicts` names facts of the scenario."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.outline import Name, Outline
from trainer.content.problems import Problems
from trainer.content.rules.references import Reference, dangling
from trainer.i18n import gettext as _


def check(outline: Outline, problems: Problems) -> None:
    """Tell facts that do not exist."""
    if not outline.facts.complete:
        return
    message = _("There is no fact “{name}” in this scenario.")
    used = (Name(use.name, use.mark) for use in outline.uses if use.kind == "fact")
    references = [Reference(name, codes.UNKNOWN_FACT, message) for name in used]
    dangling(references, outline.facts.names, problems)
