"""A model reply is one to learn from, so it scores well."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.problems import Problems
from trainer.content.script import Script
from trainer.i18n import gettext as _
from trainer.model.rubric import Rubric
from trainer.proof.judged import Judged, JudgedScene, named, sentences, wording

ENOUGH = 80
"""Overall, of 100."""


def check(
    script: Script, rubric: Rubric, scenes: tuple[JudgedScene, ...], problems: Problems
) -> None:
    """Warn of each model reply that scores less than `ENOUGH`.

    Where none of a scene's replies shows what it calls for, which is told, that alone may be why: then
    only the lowest is told.
    """
    for each in scenes:
        low = [model for model in each.models if model.assessment.overall < ENOUGH]
        if low and each.unreached():
            low = [min(low, key=lambda model: model.assessment.overall)]
        for model in low:
            _tell(model, script, rubric, problems)


def _tell(model: Judged, script: Script, rubric: Rubric, problems: Problems) -> None:
    said = [
        _("This model reply scores {overall} of 100, less than {enough}.").format(
            overall=model.assessment.overall, enough=ENOUGH
        )
    ]
    missing, weak, faults = model.at(0), model.at(1), model.faults()
    if faults:
        said.append(_("Faults: {criteria}.").format(criteria=named(faults, rubric)))
    if missing:
        said.append(_("Missing: {criteria}.").format(criteria=named(missing, rubric)))
    if weak:
        said.append(_("Only half there: {criteria}.").format(criteria=named(weak, rubric)))
    if model.assessment.elsewhere:
        said.append(_("It seems to answer another matter."))
    if model.assessment.contradicted:
        names = _(", ").join(mention.id for mention in model.assessment.contradicted)
        said.append(_("It says something else than the facts do: {names}.").format(names=names))
    problems.add(
        codes.MODEL_LOW,
        script.marks.at(*model.path),
        sentences(*said),
        wording([*missing, *weak], model),
        severity="warning",
    )
