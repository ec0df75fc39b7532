"""Where a branch leads to `end`, some ending has to fit: the last one asks for nothing."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.outline import Outline
from trainer.content.problems import Problems
from trainer.i18n import gettext as _
from trainer.model.scenario import END


def check(outline: Outline, problems: Problems) -> None:
    """Tell a last ending with a condition when some branch leaves the choice to the conditions."""
    last = outline.last_ending
    if last is None or not last.conditional:
        return
    if any(branch.to and branch.to.text == END for branch in outline.branches()):
        problems.add(
            codes.NO_LAST_ENDING,
            last.mark,
            _("A branch leads to “end”, but the last ending has a condition: perhaps none fits."),
            _("Leave out the “when” of the last ending."),
        )
