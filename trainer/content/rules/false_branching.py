"""FLOW-011: what is said makes a difference to where the talk goes."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.problems import Problems
from trainer.content.script import Script
from trainer.i18n import gettext as _
from trainer.model.scenario import END


def check(script: Script, problems: Problems) -> None:
    """Warn of scenes that lead to the same place whatever is said.

    `end` is many places, one for each ending. One branch alone to an ending is a farewell.
    """
    told = {scene for group in script.shut_in for scene in group}
    for path, scene in script.scenes():
        targets = {branch.to for branch in scene.branches}
        if len(targets) != 1 or END in targets or scene.id in told:
            continue
        [target] = targets
        if len(scene.branches) == 1 and script.scenario.scene(target) is None:
            continue
        problems.add(
            codes.FALSE_BRANCHING,
            script.marks.at(*path, "id"),
            _("Whatever is said here, the talk goes on to “{name}”.").format(name=target),
            _("Let a good and a poor reply lead to different scenes or endings."),
            severity="warning",
        )
