"""Not looking twice at scenarios that differ only in their words."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from trainer.content.problems import Problems
from trainer.content.script import Script
from trainer.model.disc import Disc
from trainer.model.rubric import Rubric

Rule = Callable[[Script, Problems], None]
_MOST = 256


def once(rule: Rule) -> Rule:
    """`rule`, not asked again of a structure in which it has found nothing.

    Only for rules that look at nothing but the structure, the rubric and the profiles.
    """
    cleared: dict[str, tuple[Rubric | None, Disc | None]] = {}

    @wraps(rule)
    def check(script: Script, problems: Problems) -> None:
        key = script.structure
        rubric, disc = cleared.get(key, (None, None))
        if key in cleared and rubric is script.rubric and disc is script.disc:
            return
        before = problems.count
        rule(script, problems)
        if problems.count == before and not problems.full:
            if len(cleared) >= _MOST:
                cleared.pop(next(iter(cleared)))
            cleared[key] = script.rubric, script.disc

    return check
