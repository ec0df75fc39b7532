"""What the dynamics alone rule out in a scenario, without any scorer."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from trainer.content.problems import Problems
from trainer.content.script import Script
from trainer.model.disc import Disc
from trainer.model.rubric import Rubric
from trainer.model.scenario import Scenario
from trainer.proof.reach import Reach, explore
from trainer.proof.rules import never_holds, never_said
from trainer.proof.structure import structure

Rule = Callable[[Script, Reach, Problems], None]

RULES: tuple[Rule, ...] = (never_holds.check, never_said.check)


def check(script: Script, problems: Problems) -> None:
    """Tell it as warnings. Nothing is found where rubric, resident or DISC profiles are missing."""
    if script.rubric is None or script.disc is None or not script.resident_known:
        return
    reach = _explored(script.scenario, script.rubric, script.disc)
    for rule in RULES:
        rule(script, reach, problems)


class _Explored(NamedTuple):
    """How far a scenario was found to reach, with the rubric and the profiles it was found with."""

    rubric: Rubric
    disc: Disc
    reach: Reach


_known: dict[str, _Explored] = {}
_MOST = 64


def _explored(scenario: Scenario, rubric: Rubric, disc: Disc) -> Reach:
    """As `explore`, at once where a scenario differs from an earlier one only in its words."""
    key = structure(scenario)
    known = _known.get(key)
    if known and known.rubric is rubric and known.disc is disc:
        return known.reach
    if len(_known) >= _MOST:
        _known.pop(next(iter(_known)))
    _known[key] = _Explored(rubric, disc, explore(scenario, rubric, disc))
    return _known[key].reach
