"""FLOW-009: a condition can come about with the moods, turns and visits that the dynamics allow."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from trainer.content import codes
from trainer.content.logic import Frame, Taken, can_hold, leaves_no_room, subjects
from trainer.content.problems import Problems
from trainer.content.script import Path, Script
from trainer.i18n import gettext as _
from trainer.model.condition import Condition
from trainer.model.scenario import Branch, Ending
from trainer.proof.reach import COUNTED, Box, Reach, allows


def check(script: Script, reach: Reach, problems: Problems) -> None:
    """Warn of branches, also under `anytime`, and of endings whose condition never comes about.

    Nor may one of several alternatives be beyond reach. Nothing is told of a scene that is never
    entered or that is asked to have been visited: what should lead there is told. What no mood could
    mend (FLOW-006, FLOW-007, FLOW-008) is told there.
    """
    if script.shut_in:
        return
    rule = _Rule(script, reach, problems)
    anytime = script.scenario.anytime
    for number, branch in enumerate(anytime):
        never = not any(number in taken for taken in reach.taken.values())
        rule.look(("anytime", number), branch, anytime[:number], reach.tried, never)
    for path, scene in script.scenes():
        if scene.id in reach.tried:
            for number, branch in enumerate(scene.branches):
                never = len(anytime) + number not in reach.taken[scene.id]
                before = anytime + scene.branches[:number]
                there = {scene.id: reach.tried[scene.id]}
                rule.look((*path, "branches", number), branch, before, there, never)
    if reach.ended:
        for number, ending in enumerate(script.scenario.endings):
            never = ending.id not in reach.fitting
            rule.look(("endings", number), ending, (), reach.ended, never)


class _Rule:
    def __init__(self, script: Script, reach: Reach, problems: Problems) -> None:
        self.script = script
        self.problems = problems
        self.anywhere = script.frame()
        self.lost = {
            ("visited", scene.id)
            for scene in script.scenario.scenes
            if scene.id not in reach.entered
        }

    def look(
        self,
        path: Path,
        asking: Branch | Ending,
        before: Sequence[Branch],
        boxes: Mapping[str, Box],
        never: bool,
    ) -> None:
        """Tell what of the condition can not come about in any of `boxes`, by scene."""
        condition, path = asking.when, (*path, "when")
        about = set(subjects(condition))
        counted = any(kind in COUNTED for kind, _name in about)
        if condition.always or about & self.lost or not (never or (counted and condition.any)):
            return
        frames = [(replace(self.anywhere, scene=scene), scene, box) for scene, box in boxes.items()]
        if not can_hold(condition, frames[0][0]):
            return
        if not never:
            bare = condition.model_copy(update={"any": ()})
            for number, part in enumerate(condition.any):
                if not any(kind in COUNTED for kind, _name in subjects(part)):
                    continue
                both = Condition(all=(bare, part))
                if can_hold(both, frames[0][0]) and not _possible(both, frames):
                    self._tell((*path, "any", number), part, frames)
        elif not _possible(condition, frames):
            self._tell(path, condition, frames)
        elif not self._shadowed(condition, before, frames):
            self.problems.add(
                codes.NEVER_HOLDS,
                self.script.marks.key(*path),
                _("This never comes about: what stands before it is always taken first."),
                _("Move it up, or let what stands before it ask for more."),
                severity="warning",
            )

    def _tell(self, path: Path, condition: Condition, frames: _Frames) -> None:
        at, message = next(_reasons(path, condition, frames), (path, None))
        self.problems.add(
            codes.NEVER_HOLDS,
            self.script.marks.key(*at),
            message or _("This never comes about: not all of it at once."),
            _("Ask for less, or let the talk come here otherwise."),
            severity="warning",
        )

    def _shadowed(self, condition: Condition, before: Sequence[Branch], frames: _Frames) -> bool:
        """Whether those before it leave it no case whatever the mood is."""
        frame = frames[0][0] if len(frames) == 1 else self.anywhere
        return leaves_no_room(Taken(condition, frame), [Taken(each.when, frame) for each in before])


_Frames = Sequence[tuple[Frame, str, Box]]


def _reasons(path: Path, condition: Condition, frames: _Frames) -> Iterator[tuple[Path, str]]:
    """Each part that alone can never hold, with what there is instead."""
    for key, part, spans in (
        *(
            (key, Condition(mood={key: bound}), [box.of(key) for _f, _s, box in frames])
            for key, bound in condition.mood.items()
        ),
        *(
            (key, Condition.model_validate({key: bound}), _counts(key, frames))
            for key in ("turn", "visits")
            if (bound := getattr(condition, key)) is not None
        ),
    ):
        if not _possible(part, frames):
            yield (*path, key), _in_words(key, spans)
    for scene in condition.visited:
        if not _possible(Condition(visited=(scene,)), frames):
            yield (
                (*path, "visited"),
                _("This never comes about: the talk has not been in “{name}” by then.").format(
                    name=scene
                ),
            )
    for number, part in enumerate(condition.all):
        yield from _reasons((*path, "all", number), part, frames)


def _possible(condition: Condition, frames: _Frames) -> bool:
    return any(allows(condition, frame, box, scene) for frame, scene, box in frames)


def _counts(key: str, frames: _Frames) -> list[tuple[float, float]]:
    return [box.turn if key == "turn" else box.visited(scene) for _f, scene, box in frames]


def _in_words(key: str, spans: Sequence[tuple[float, float]]) -> str:
    least = math.floor(10 * min(low for low, _high in spans)) / 10
    most = math.ceil(10 * min(1e9, max(high for _low, high in spans))) / 10
    if least == most:
        return _("This never comes about: “{key}” is always {number} here.").format(
            key=key, number=f"{least:g}"
        )
    if most >= (100 if key not in ("turn", "visits") else 1e9):
        return _("This never comes about: “{key}” is at least {number} here.").format(
            key=key, number=f"{least:g}"
        )
    if least <= (0 if key not in ("turn", "visits") else 1):
        return _("This never comes about: “{key}” is at most {number} here.").format(
            key=key, number=f"{most:g}"
        )
    return _("This never comes about: “{key}” is between {least} and {most} here.").format(
        key=key, least=f"{least:g}", most=f"{most:g}"
    )
