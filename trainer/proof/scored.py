"""What only the scorer can tell of a scenario: how its own replies score, where its walkthroughs lead.

A reply takes some 10 to 20 ms and the scorer a second to start, so this is left out of large checks
unless it is asked for (`wanted`).
"""

from __future__ import annotations

from trainer.content.problems import Problems
from trainer.content.script import Script
from trainer.model.diagnostic import Diagnostic
from trainer.proof import walkthrough
from trainer.proof.judged import judge
from trainer.proof.memory import Remembering
from trainer.proof.rules import model_low, model_misses, poor_high
from trainer.scoring.scorer import Scorer

MOST = 20
"""Scenario files up to which replies are scored unasked."""

_RULES = (model_misses.check, model_low.check, poor_high.check)


def wanted(scenarios: int, asked: bool | None = None) -> bool:
    """Whether replies are to be scored: as asked for, else when at most `MOST` scenarios are checked."""
    return scenarios <= MOST if asked is None else asked


def examine(script: Script, file: str, scorer: Scorer) -> tuple[Diagnostic, ...]:
    """What is wrong with the replies and walkthroughs of the scenario in `file`, in its order.

    `scorer` is that of the scenario's rubric; texts are in the interface language. Nothing is found
    where the rubric is unknown. Raises StorageError when there is nowhere to keep a session meanwhile.
    """
    rubric = script.rubric
    if rubric is None:
        return ()
    problems = Problems(file)
    once = Remembering(scorer)
    scenes = judge(script, rubric, once)
    for rule in _RULES:
        rule(script, rubric, scenes, problems)
    walkthrough.check(script, once, problems)
    return problems.diagnostics()
