"""What a scene calls for, at least one of its model replies has to show."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.problems import Problems
from trainer.content.script import Script
from trainer.i18n import gettext as _
from trainer.model.rubric import Rubric
from trainer.proof.judged import JudgedScene, named, wording


def check(
    script: Script, rubric: Rubric, scenes: tuple[JudgedScene, ...], problems: Problems
) -> None:
    """Warn, at a scene's first model reply, of criteria called for that none of them reaches."""
    for each in scenes:
        if missing := list(each.unreached()):
            first = each.models[0]
            problems.add(
                codes.MODEL_MISSES,
                script.marks.at(*first.path),
                _("“{scene}” calls for what none of its model replies does: {criteria}.").format(
                    scene=each.scene.id, criteria=named(missing, rubric)
                ),
                wording(missing, first)
                or _("Say it in a model reply, or take it out of “calls_for”."),
                severity="warning",
            )
