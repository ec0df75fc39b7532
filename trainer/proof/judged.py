"""The replies a scenario gives as good or poor, each judged in its scene as an answer to its first line."""

from __future__ import annotations

from dataclasses import dataclass

from trainer.content.script import Path, Script
from trainer.i18n import current
from trainer.i18n import gettext as _
from trainer.model.assessment import Assessment
from trainer.model.rubric import Rubric
from trainer.model.scenario import Scene
from trainer.proof.expected import title_of
from trainer.scoring.context import context_of
from trainer.scoring.scorer import Scorer


@dataclass(frozen=True, slots=True)
class Judged:
    """A reply with its path in the file."""

    path: Path
    text: str
    assessment: Assessment
    merits: frozenset[str]

    def at(self, level: int) -> list[str]:
        """The merits that count in this reply and are at `level`, in the rubric's order."""
        return [
            f.criterion
            for f in self.assessment.findings
            if f.called and f.level == level and f.criterion in self.merits
        ]

    def faults(self) -> list[str]:
        """What the reply does that it should not."""
        return [f.criterion for f in self.assessment.findings if f.level < 0]


@dataclass(frozen=True, slots=True)
class JudgedScene:
    """A scene with its replies."""

    scene: Scene
    models: tuple[Judged, ...]
    poor: tuple[Judged, ...]

    def unreached(self) -> tuple[str, ...]:
        """The criteria called for that no model reply reaches at level 1 or more."""
        return tuple(
            criterion
            for criterion in self.scene.calls_for
            if all(each.assessment.level(criterion) < 1 for each in self.models)
        )


def judge(script: Script, rubric: Rubric, scorer: Scorer) -> tuple[JudgedScene, ...]:
    """Every scene of `script` with its model and poor replies judged."""
    found = []
    merits = frozenset(c.id for c in rubric.criteria if c.kind == "merit")
    for path, scene in script.scenes():
        context = context_of(script.scenario, scene, (("R", scene.lines[0].say),), current())
        # Better wording would be taken from the model replies themselves.
        context = context.model_copy(update={"models": ()})
        models, poor = (
            tuple(
                Judged((*path, key, number), text, scorer.assess(text, context), merits)
                for number, text in enumerate(replies)
            )
            for key, replies in (
                ("model_replies", scene.model_replies),
                ("poor_replies", scene.poor_replies),
            )
        )
        found.append(JudgedScene(scene, models, poor))
    return tuple(found)


def named(criteria: list[str], rubric: Rubric) -> str:
    """Criteria by title and id, one after the other."""
    return _(", ").join(title_of(each, rubric) for each in criteria)


def sentences(*said: str) -> str:
    """Sentences one after the other, as the interface's language sets them."""
    whole = ""
    for each in filter(None, said):
        gap = " " if whole and not whole.endswith(("。", "！", "？", "：")) else ""
        whole += gap + each
    return whole


def wording(criteria: list[str], judged: Judged) -> str | None:
    """The scorer's better wording for the first of `criteria` that it has one for, as a hint."""
    offers = {f.criterion: f.try_ for f in judged.assessment.findings if f.try_}
    return next((_("Try: {words}").format(words=offers[c]) for c in criteria if c in offers), None)
