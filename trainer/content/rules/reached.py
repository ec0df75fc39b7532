"""FLOW-005: every scene and ending is where some way leads; what none leads to was forgotten or misspelt."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.graph import circles
from trainer.content.problems import Problems, enumerate_names
from trainer.content.script import Path, Script
from trainer.i18n import gettext as _
from trainer.model.scenario import END, Scenario


def check(script: Script, problems: Problems) -> None:
    """Warn of what is never reached. Silent where another mistake may be the reason.

    Of what is reached only from there, nothing is told: it is reached again when the first is. Nor are
    endings while some scene has no way to any.
    """
    if problems.has("YAML", "KEY", "REF", "VAL"):
        return
    scenario = script.scenario
    paths: dict[str, Path] = {scene.id: path for path, scene in script.scenes()}
    if not script.shut_in:
        paths |= {e.id: ("endings", number) for number, e in enumerate(scenario.endings)}
    endings = [e.id for e in scenario.endings if e.id not in script.led_to and e.id in paths]
    if len(endings) > 1 and not _chooses(script.scenario):
        problems.add(
            codes.NEVER_REACHED,
            script.marks.at(*paths[endings[0]], "id"),
            _("No branch leads to any of these endings: {names}.").format(
                names=enumerate_names(endings)
            ),
            _("Let a branch lead to “end”, which is the first ending that fits."),
            severity="warning",
        )
        for name in endings:
            del paths[name]
    lost = circles([name for name in paths if name not in script.led_to], script.following)
    for group in lost:
        others = [name for other in lost if other != group for name in other]
        if any(target in group for name in others for target in script.following.get(name, ())):
            continue
        problems.add(
            codes.NEVER_REACHED,
            script.marks.at(*paths[group[0]], "id"),
            _("No branch leads to “{name}”.").format(name=group[0]),
            _("Add a branch “to: {name}”, or remove it.").format(name=group[0]),
            severity="warning",
        )


def _chooses(scenario: Scenario) -> bool:
    """Whether some branch leaves the choice of the ending to the conditions."""
    scenes = (branch for scene in scenario.scenes for branch in scene.branches)
    return any(branch.to == END for branch in (*scenario.anytime, *scenes))
