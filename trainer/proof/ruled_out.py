"""What the dynamics alone rule out in a scenario, without any scorer."""

from __future__ import annotations

from collections.abc import Callable

from trainer.content.once import once
from trainer.content.problems import Problems
from trainer.content.script import Script
from trainer.proof.reach import Reach, explore
from trainer.proof.rules import never_holds, never_said

Rule = Callable[[Script, Reach, Problems], None]

RULES: tuple[Rule, ...] = (never_holds.check, never_said.check)


def check(script: Script, problems: Problems) -> None:
    """Tell it as warnings. Nothing is found where rubric, resident or DISC profiles are missing."""
    if script.resident_known:
        _check(script, problems)


@once
def _check(script: Script, problems: Problems) -> None:
    if script.rubric is None or script.disc is None or script.too_large:
        return
    reach = explore(script.scenario, script.rubric, script.disc)
    for rule in RULES:
        rule(script, reach, problems)
