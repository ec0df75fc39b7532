"""How much of a scenario was seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from trainer.model.condition import Condition
from trainer.model.rubric import Rubric
from trainer.model.scenario import END, Branch, Scenario
from trainer.playtest.walk import Step, Walk

ANYTIME = "anytime"
"""Stands for the scene of branches that are tried in every scene."""


class BranchKey(NamedTuple):
    """A branch: the scene it stands in, or `anytime`, and its number there from 0."""

    scene: str
    number: int

    def __str__(self) -> str:
        return f"{self.scene}/{self.number + 1}"


class LineKey(NamedTuple):
    """A variant of what the resident says on entering a scene, its number from 0."""

    scene: str
    number: int

    def __str__(self) -> str:
        return f"{self.scene}/{self.number + 1}"


class Coverage:
    """Scenes, branches, endings, lines and criteria of `scenario`: all there are, and those seen.

    A criterion is seen when a reply was found to have it, or the fault: at any level but 0.
    """

    def __init__(self, scenario: Scenario, rubric: Rubric) -> None:
        self.scenario = scenario
        self.branches = branches_of(scenario)
        self.lines = {
            LineKey(scene.id, number): line
            for scene in scenario.scenes
            for number, line in enumerate(scene.lines)
        }
        self.criteria = criteria_of(scenario, rubric)
        self._first_branch = len(scenario.anytime)
        self._places: dict[tuple[str, str], list[LineKey]] = {}
        for key, line in self.lines.items():
            self._places.setdefault((key.scene, line.say), []).append(key)
        self.scenes_seen: set[str] = set()
        self.branches_seen: set[BranchKey] = set()
        self.endings_seen: set[str] = set()
        self.lines_seen: set[LineKey] = set()
        self.criteria_seen: set[str] = set()

    def begin(self, walk: Walk) -> None:
        """Note where a playthrough starts."""
        self.scenes_seen.add(walk.first[-1][0])
        self.lines_seen.update(self.lines_in(walk.first))

    def note(self, step: Step) -> None:
        """Note what a reply brought."""
        self.branches_seen.add(self.branch(step.scene, step.branch))
        self.criteria_seen.update(f.criterion for f in step.assessment.findings if f.level)
        if step.state.ending is not None:
            self.endings_seen.add(step.state.ending)
        else:
            self.scenes_seen.add(step.state.scene)
            self.lines_seen.update(self.lines_in(step.says))

    def branch(self, scene: str, index: int) -> BranchKey:
        """The branch that `respond` calls `index` in a scene."""
        if index < self._first_branch:
            return BranchKey(ANYTIME, index)
        return BranchKey(scene, index - self._first_branch)

    def lines_in(self, says: Iterable[tuple[str, str]]) -> Iterator[LineKey]:
        """The variants among what was said; two that are alike word for word count as one."""
        for place in says:
            yield from self._places.get(place, ())

    @property
    def scenes_missed(self) -> list[str]:
        """In the order of the file, as the others."""
        return [s.id for s in self.scenario.scenes if s.id not in self.scenes_seen]

    @property
    def branches_missed(self) -> list[BranchKey]:
        """Branches that were never taken."""
        return [key for key in self.branches if key not in self.branches_seen]

    @property
    def endings_missed(self) -> list[str]:
        """Endings that were never reached."""
        return [e.id for e in self.scenario.endings if e.id not in self.endings_seen]

    @property
    def lines_missed(self) -> list[LineKey]:
        """Variants that were never said."""
        return [key for key in self.lines if key not in self.lines_seen]

    @property
    def criteria_missed(self) -> list[str]:
        """Criteria that no reply was found to have."""
        return [c for c in self.criteria if c not in self.criteria_seen]


def branches_of(scenario: Scenario) -> dict[BranchKey, Branch]:
    """All branches: those of anytime, then each scene's."""
    found = {BranchKey(ANYTIME, i): branch for i, branch in enumerate(scenario.anytime)}
    for scene in scenario.scenes:
        found |= {BranchKey(scene.id, i): branch for i, branch in enumerate(scene.branches)}
    return found


def criteria_of(scenario: Scenario, rubric: Rubric) -> tuple[str, ...]:
    """The criteria that a scene calls for or a condition looks at, in the rubric's order."""
    used = {c for scene in scenario.scenes for c in scene.calls_for}
    for branch in branches_of(scenario).values():
        used |= _criteria_in(branch.when)
    for ending in scenario.endings:
        used |= _criteria_in(ending.when)
    return tuple(c.id for c in rubric.criteria if c.id in used)


def _criteria_in(condition: Condition) -> set[str]:
    parts = [*condition.all, *condition.any, *([condition.no] if condition.no else [])]
    return set(condition.levels).union(*map(_criteria_in, parts))


def leads_to(branch: Branch, scenario: Scenario) -> tuple[str, ...]:
    """The scenes or endings that a branch can lead to."""
    return tuple(e.id for e in scenario.endings) if branch.to == END else (branch.to,)
