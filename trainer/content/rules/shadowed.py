"""FLOW-007: a branch has its chance; none before it takes every case that it asks for."""

from __future__ import annotations

from typing import NamedTuple

from trainer.content import codes
from trainer.content.logic import Frame, Taken, can_hold, leaves_no_room
from trainer.content.problems import Problems
from trainer.content.script import Path, Script
from trainer.i18n import gettext as _
from trainer.model.scenario import Branch


class _Tried(NamedTuple):
    path: Path
    branch: Branch
    taken: Taken


def check(script: Script, problems: Problems) -> None:
    """Warn of branches that are never taken. What contradicts itself is another matter."""
    if script.too_large:
        return
    nowhere = script.frame()
    first = [
        _Tried(("anytime", number), branch, Taken(branch.when, nowhere))
        for number, branch in enumerate(script.scenario.anytime)
    ]
    for number, tried in enumerate(first):
        _tell(script, nowhere, tried, first[:number], problems)
    for path, scene in script.scenes():
        frame = script.frame(scene.id)
        before = list(first)
        for number, branch in enumerate(scene.branches):
            tried = _Tried((*path, "branches", number), branch, Taken(branch.when, frame))
            _tell(script, frame, tried, before, problems)
            before.append(tried)


def _tell(
    script: Script, frame: Frame, tried: _Tried, before: list[_Tried], problems: Problems
) -> None:
    if tried.branch.when.always:
        return  # the fallback; were nothing left for it, it would still have to be there
    # Whatever an earlier one needs, this one has to speak of. One without any condition is told of
    # itself (FLOW-003, FLOW-004).
    about = tried.taken.about
    near = [e for e in before if e.taken.about & about and e.taken.needs <= about]
    shadow = next((each for each in near if leaves_no_room(tried.taken, [each.taken])), None)
    if shadow is None and (
        len(near) < 2 or not leaves_no_room(tried.taken, [each.taken for each in near])
    ):
        return
    if not can_hold(tried.branch.when, frame):
        return
    problems.add(
        codes.SHADOWED,
        script.marks.at(*tried.path),
        _("This branch is never taken: whenever it could be, the one on line {line} is.").format(
            line=script.marks.at(*shadow.path).line
        )
        if shadow
        else _("This branch is never taken: those before it leave no case for it."),
        _("Move it up before the others, or let those ask for more."),
        severity="warning",
    )
