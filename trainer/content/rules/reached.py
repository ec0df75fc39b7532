"""Every scene and ending is where some branch leads; what nothing leads to was forgotten or misspelt."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.outline import Outline
from trainer.content.problems import Problems
from trainer.i18n import gettext as _
from trainer.model.scenario import END


def check(outline: Outline, problems: Problems) -> None:
    """Warn of what is never reached. Silent where another mistake may be the reason."""
    if problems.has("YAML", "KEY", "REF", "VAL"):
        return
    targets = {branch.to.text for branch in outline.branches() if branch.to}
    candidates = list(outline.scenes.names[1:])
    if END not in targets:
        candidates += outline.endings.names
    for name in candidates:
        if name.text not in targets:
            problems.add(
                codes.NEVER_REACHED,
                name.mark,
                _("No branch leads to “{name}”.").format(name=name.text),
                _("Add a branch “to: {name}”, or remove it.").format(name=name.text),
                severity="warning",
            )
