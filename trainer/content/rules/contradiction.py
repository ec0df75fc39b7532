"""FLOW-008: a condition can hold; its parts do not exclude each other."""

from __future__ import annotations

from trainer.content import codes
from trainer.content.logic import Frame, can_hold
from trainer.content.problems import Problems
from trainer.content.script import Path, Script
from trainer.i18n import gettext as _
from trainer.model.condition import Condition


def check(script: Script, problems: Problems) -> None:
    """Tell contradictions at the smallest part that contains them."""
    if script.too_large:
        return
    for path, condition, frame, seen in script.conditions:
        if len(seen) == len(set(seen)) and ("visited", frame.scene) not in seen:
            continue  # nothing is looked at twice, so nothing can be contradicted
        for at in _contradictions(path, condition, frame):
            problems.add(
                codes.CONTRADICTION,
                script.marks.key(*at),
                _("This can never hold: its parts exclude each other."),
                _("Take one of them out, or list them under “any” if one is enough."),
                severity="warning",
            )


def _contradictions(path: Path, condition: Condition, frame: Frame) -> list[Path]:
    """The paths of the smallest parts that can never hold where they stand."""
    inner = [
        *((("all", n), part) for n, part in enumerate(condition.all)),
        *((("any", n), part) for n, part in enumerate(condition.any)),
    ]
    found = [at for step, part in inner for at in _contradictions((*path, *step), part, frame)]
    if found:
        return found
    if not can_hold(condition, frame):
        return [path]
    bare = condition.model_copy(update={"any": ()})
    return [
        (*path, "any", n)
        for n, part in enumerate(condition.any)
        if not can_hold(Condition(all=(bare, part)), frame)
    ]
