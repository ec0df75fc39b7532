"""A poor reply is one to avoid, so it scores badly."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.problems import Problems
from trainer.content.script import Script
from trainer.i18n import gettext as _
from trainer.model.rubric import Rubric
from trainer.proof.judged import JudgedScene, named

MOST = 50
"""Overall, of 100."""


def check(
    script: Script, rubric: Rubric, scenes: tuple[JudgedScene, ...], problems: Problems
) -> None:
    """Warn of each poor reply that scores more than `MOST`."""
    for each in scenes:
        for poor in each.poor:
            overall = poor.assessment.overall
            if overall <= MOST:
                continue
            good = [*poor.at(2), *poor.at(1)]
            problems.add(
                codes.POOR_HIGH,
                script.marks.at(*poor.path),
                _(
                    "This poor reply scores {overall} of 100, more than {most}. It does: {criteria}."
                ).format(overall=overall, most=MOST, criteria=named(good, rubric))
                if good
                else _("This poor reply scores {overall} of 100, more than {most}.").format(
                    overall=overall, most=MOST
                ),
                _(
                    "Make it plainly poor: curt, passed on to others, blaming or promising too much."
                ),
                severity="warning",
            )
