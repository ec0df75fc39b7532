"""TALK-006: every line variant is said in some talk."""

from __future__ import annotations

from collections.abc import Iterator

from trainer.content import codes
from trainer.content.logic import Frame, Taken, can_hold, leaves_no_room
from trainer.content.problems import Problems
from trainer.content.script import Path, Script
from trainer.dialogue.branch import specificity
from trainer.i18n import gettext as _
from trainer.model.condition import Condition
from trainer.model.scenario import Scene
from trainer.proof.reach import Box, Reach, allows


def check(script: Script, reach: Reach, problems: Problems) -> None:
    """Warn of variants that never fit when their scene is entered, or never without one that asks more.

    What contradicts itself (FLOW-008) is told there, and of a scene never entered nothing is.
    """
    for path, scene in script.scenes():
        if scene.id not in reach.entered:
            continue
        frame = script.frame(scene.id, judged=False)
        for number in unsaid(scene, reach.entered[scene.id], frame):
            _tell(
                script, (*path, "lines", number), scene.lines[number].when, reach, frame, problems
            )


def unsaid(scene: Scene, box: Box, frame: Frame) -> Iterator[int]:
    """The variants that nobody hears, by their index, where the scene is entered with `box`."""
    there = box.as_way(scene.id)
    lines = [(specificity(line.when), Taken(line.when, frame)) for line in scene.lines]
    most = max(asked for asked, _taken in lines)
    free = any(line.when.always for line in scene.lines)
    for number, (asked, taken) in enumerate(lines):
        more = [other for specific, other in lines if specific > asked]
        # Where none fits, those that ask most are said.
        if (free or asked < most) and leaves_no_room(taken, more, there):
            yield number


def _tell(
    script: Script, path: Path, when: Condition, reach: Reach, frame: Frame, problems: Problems
) -> None:
    if not can_hold(when, script.frame(frame.scene)):
        return
    hint = _("Ask for feelings, turns, visits or scenes visited, within what they can be here.")
    if not can_hold(when, frame):
        message = _("This line is never said: when its scene is entered, no reply is looked at.")
    elif not allows(when, frame, reach.entered[frame.scene or ""], frame.scene or ""):
        message = _("This line is never said: its condition never holds when the scene is entered.")
    else:
        message = _("This line is never said: another that asks for more always fits.")
        hint = _("Let the others ask for more, or remove it.")
    problems.add(
        codes.NEVER_SAID,
        script.marks.at(*path) if when.always else script.marks.key(*path, "when"),
        message,
        hint,
        severity="warning",
    )
