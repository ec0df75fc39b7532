"""FLOW-009: a condition can come about with the moods, turns and visits that the dynamics allow."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from trainer.content import codes
from trainer.content.logic import Frame, Taken, can_hold, leaves_no_room
from trainer.content.problems import Problems
from trainer.content.script import Path, Script
from trainer.i18n import gettext as _
from trainer.model.condition import Condition
from trainer.model.scenario import Branch, Ending
from trainer.proof.reach import Box, Reach, allows


def check(script: Script, reach: Reach, problems: Problems) -> None:
    """Warn of branches, also under `anytime`, and of endings whose condition never comes about.

    Not of those in a scene that is never entered: the branch that should lead there is told. What no
    order of branches and no reply could mend (FLOW-007, FLOW-008) is told there.
    """
    scenario, always = script.scenario, len(script.scenario.anytime)
    for number, branch in enumerate(scenario.anytime):
        never = not any(number in taken for taken in reach.taken.values())
        if never and not _shadowed(branch, scenario.anytime[:number], None, script):
            _tell(script, ("anytime", number), branch, reach.tried, problems)
    for path, scene in script.scenes():
        if scene.id not in reach.tried:
            continue
        for number, branch in enumerate(scene.branches):
            if branch.when.always or always + number in reach.taken[scene.id]:
                continue
            if not _shadowed(branch, scenario.anytime + scene.branches[:number], scene.id, script):
                there = {scene.id: reach.tried[scene.id]}
                _tell(script, (*path, "branches", number), branch, there, problems)
    for number, ending in enumerate(scenario.endings):
        if reach.ended and not ending.when.always and ending.id not in reach.fitting:
            _tell(script, ("endings", number), ending, reach.ended, problems)


def _shadowed(branch: Branch, before: Sequence[Branch], scene: str | None, script: Script) -> bool:
    """Whether those before it leave it no case whatever the mood is (FLOW-007)."""
    frame = script.frame(scene)
    others = [Taken(each.when, frame) for each in before]
    return leaves_no_room(Taken(branch.when, frame), others)


def _tell(
    script: Script,
    path: Path,
    asking: Branch | Ending,
    boxes: Mapping[str, Box],
    problems: Problems,
) -> None:
    condition = asking.when
    frames = [(script.frame(scene), scene, box) for scene, box in boxes.items()]
    if not can_hold(condition, frames[0][0]):
        return
    if any(allows(condition, frame, box, scene) for frame, scene, box in frames):
        problems.add(
            codes.NEVER_HOLDS,
            script.marks.key(*path, "when"),
            _("This never comes about: what stands before it is always taken first."),
            _("Move it up, or let what stands before it ask for more."),
            severity="warning",
        )
        return
    at, message = next(_reasons((*path, "when"), condition, frames), ((*path, "when"), None))
    problems.add(
        codes.NEVER_HOLDS,
        script.marks.key(*at),
        message or _("This never comes about: not all of it at once."),
        _("Ask for less, or let the talk come here otherwise."),
        severity="warning",
    )


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
