"""What a playtest found, as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Literal

from pydantic import Field

from trainer.model.base import Grade, Value
from trainer.model.rubric import Rubric
from trainer.model.scenario import Scenario
from trainer.model.trainees import POLICIES, Policy
from trainer.playtest.coverage import Coverage
from trainer.playtest.walk import Walk
from trainer.scoring.scorecard import scorecard

UNDER = 45.0
"""Mean overall that a trainee with a bad manner stays under."""
NOISE_UNDER = 15.0
"""Mean overall that gibberish stays under."""
SKILLED = 85.0
"""Mean overall that a skilled trainee reaches."""
WELL = 0.8
"""Share of a skilled trainee's talks that end well."""
BAD_MANNERS: tuple[Policy, ...] = ("curt", "bureaucratic", "buck-passing", "rude")

UNFINISHED = "-"
"""Stands for the ending of a talk that was left without one."""

_What = Literal["scores-high", "ends-best", "gibberish-high", "skilled-low", "skilled-ends-badly"]
_Played = tuple[Walk, int]
"""A talk and its overall."""


class Turn(Value):
    """A reply, what it answered and how it was judged. `branch` is as in `missed`."""

    scene: str
    resident: str
    reply: str
    overall: int
    branch: str


class Example(Value):
    """One playthrough. `says` are the resident's last words."""

    policy: Policy
    overall: int
    ending: str | None
    turns: tuple[Turn, ...]
    says: str = ""


class Seen(Value):
    """How many of a kind there are and were seen, and the names of those that were not."""

    visited: int
    total: int
    missed: tuple[str, ...] = ()


class EndingsSeen(Seen):
    """Endings, and how many talks ended in each."""

    counts: Mapping[str, int] = Field(default_factory=dict)


class PolicyResult(Value):
    """What one policy's talks came to. `well` is the share of them that ended well."""

    runs: int
    overall: float
    turns: float
    well: float
    endings: Mapping[str, int]
    best: int
    worst: int


class Fault(Value):
    """What is wrong with the scenario by the playtest: `what` of `policy`, and the figure that shows it."""

    what: _What
    policy: Policy
    figure: float
    bound: float
    example: Example | None = None


class Report(Value):
    """The whole result for one scenario. `overall` is each policy's mean over its talks."""

    scenario: str
    title: str
    runs: int
    seed: int
    scenes: Seen
    branches: Seen
    endings: EndingsSeen
    lines: Seen
    criteria: Seen
    overall: Mapping[str, float]
    policies: Mapping[str, PolicyResult]
    unfinished: int
    faults: tuple[Fault, ...]
    shortest: Mapping[str, Example]
    best: Example | None
    worst: Example | None

    @property
    def complete(self) -> bool:
        """Whether every scene, branch and ending was reached."""
        return not (self.scenes.missed or self.branches.missed or self.endings.missed)

    @property
    def sound(self) -> bool:
        """Whether it is complete and no policy fares as it should not."""
        return self.complete and not self.faults


def report(
    scenario: Scenario, rubric: Rubric, coverage: Coverage, walks: Sequence[Walk], seed: int
) -> Report:
    """The result of all playthroughs."""
    played = [(walk, _overall(walk, rubric)) for walk in walks]
    talks = {
        policy: mine
        for policy in POLICIES
        if (mine := [each for each in played if each[0].policy == policy])
    }
    policies = {policy: _of_policy(mine, scenario) for policy, mine in talks.items()}
    endings = Counter(w.state.ending for w in walks if w.state.ending is not None)
    made = sorted(played, key=lambda each: (each[1], -len(each[0].steps)))
    return Report(
        scenario=scenario.id,
        title=scenario.title,
        runs=len(walks),
        seed=seed,
        scenes=_seen(len(scenario.scenes), coverage.scenes_missed),
        branches=_seen(len(coverage.branches), coverage.branches_missed),
        endings=EndingsSeen(
            visited=len(coverage.endings_seen),
            total=len(scenario.endings),
            missed=tuple(coverage.endings_missed),
            counts={e.id: endings[e.id] for e in scenario.endings},
        ),
        lines=_seen(len(coverage.lines), coverage.lines_missed),
        criteria=_seen(len(coverage.criteria), coverage.criteria_missed),
        overall={policy: result.overall for policy, result in policies.items()},
        policies=policies,
        unfinished=sum(w.state.ending is None for w in walks),
        faults=tuple(_faults(talks, policies, scenario, coverage)),
        shortest={
            e.id: _example(*min(there, key=_length), coverage)
            for e in scenario.endings
            if (there := [each for each in played if each[0].state.ending == e.id])
        },
        best=_example(*made[-1], coverage) if made else None,
        worst=_example(*made[0], coverage) if made else None,
    )


def good_endings(scenario: Scenario) -> set[str]:
    """The endings that count as ending well: grade A or B, else the best grade there is."""
    well: set[Grade] = {"A", "B"}
    found = {e.id for e in scenario.endings if e.grade in well}
    return found or best_endings(scenario)


def best_endings(scenario: Scenario) -> set[str]:
    """The endings of the best grade there is."""
    best = min(e.grade for e in scenario.endings)
    return {e.id for e in scenario.endings if e.grade == best}


def _seen(total: int, missed: Sequence[object]) -> Seen:
    return Seen(visited=total - len(missed), total=total, missed=tuple(map(str, missed)))


def _overall(walk: Walk, rubric: Rubric) -> int:
    return scorecard([step.assessment for step in walk.steps], rubric).overall


def _of_policy(mine: Sequence[_Played], scenario: Scenario) -> PolicyResult:
    endings = Counter(walk.state.ending or UNFINISHED for walk, _overall in mine)
    well = sum(endings[ending] for ending in good_endings(scenario))
    return PolicyResult(
        runs=len(mine),
        overall=round(fmean(overall for _walk, overall in mine), 1),
        turns=round(fmean(len(walk.steps) for walk, _overall in mine), 1),
        well=round(well / len(mine), 3),
        endings={
            e: endings[e] for e in (*(e.id for e in scenario.endings), UNFINISHED) if endings[e]
        },
        best=max(overall for _walk, overall in mine),
        worst=min(overall for _walk, overall in mine),
    )


def _faults(
    talks: Mapping[Policy, Sequence[_Played]],
    policies: Mapping[Policy, PolicyResult],
    scenario: Scenario,
    coverage: Coverage,
) -> list[Fault]:
    found: list[Fault] = []

    def fault(what: _What, policy: Policy, figure: float, bound: float, shown: _Played) -> None:
        example = _example(*shown, coverage)
        found.append(Fault(what=what, policy=policy, figure=figure, bound=bound, example=example))

    best, well = best_endings(scenario), good_endings(scenario)
    is_earned = bool(best & well) and best != {e.id for e in scenario.endings}
    for policy, result in policies.items():
        mine = talks[policy]
        if policy in BAD_MANNERS:
            if result.overall >= UNDER:
                fault("scores-high", policy, result.overall, UNDER, max(mine, key=_points))
            there = [each for each in mine if each[0].state.ending in best]
            if there and is_earned:
                fault("ends-best", policy, len(there), 0, min(there, key=_length))
        if policy == "gibberish" and result.overall >= NOISE_UNDER:
            fault("gibberish-high", policy, result.overall, NOISE_UNDER, max(mine, key=_points))
        if policy == "skilled":
            if result.overall < SKILLED:
                fault("skilled-low", policy, result.overall, SKILLED, min(mine, key=_points))
            if result.well < WELL:
                badly = [each for each in mine if each[0].state.ending not in well]
                fault("skilled-ends-badly", policy, result.well, WELL, min(badly, key=_length))
    return found


def _points(played: _Played) -> int:
    return played[1]


def _length(played: _Played) -> int:
    return len(played[0].steps)


def _example(walk: Walk, overall: int, coverage: Coverage) -> Example:
    return Example(
        policy=walk.policy,
        overall=overall,
        ending=walk.state.ending,
        turns=tuple(
            Turn(
                scene=step.scene,
                resident=step.heard,
                reply=step.reply,
                overall=step.assessment.overall,
                branch=str(coverage.branch(step.scene, step.branch)),
            )
            for step in walk.steps
        ),
        says=walk.heard,
    )
