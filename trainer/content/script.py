"""A scenario that could be read, with the place of each of its parts: what the later rules look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, TypeVar

from trainer.content.graph import circles, reached
from trainer.content.logic import Frame, subjects
from trainer.content.marks import Marks, Step
from trainer.content.structure import structure
from trainer.model.base import GOOD
from trainer.model.condition import Condition
from trainer.model.disc import Disc
from trainer.model.rubric import Rubric
from trainer.model.scenario import END, Branch, Ending, ResidentLine, Scenario, Scene

T = TypeVar("T")

SOMEBODY = "?"
"""The name of a resident who is referred to but was not found."""

Path = tuple[Step, ...]

_MOST_COMPARED = 150_000
"""Among so many things asked for, rules compare each with each; the largest shipped scenario has a fifth."""

_OF_A_REPLY = frozenset({"level", "overall", "cites", "contradicts", "promises", "acts", "says"})
"""What a condition looks at in what is said, beside moods, turns and visits."""


class Words(NamedTuple):
    """A text of the scenario and its path."""

    path: Path
    text: str


class Asked(NamedTuple):
    """A condition, its path, where it is looked at, and what it looks at, once for each time."""

    path: Path
    condition: Condition
    frame: Frame
    about: tuple[tuple[str, str], ...]


def _gathered(find: Callable[[Script], Iterator[T]]) -> cached_property[tuple[T, ...]]:
    """What `find` yields, as a property that is looked for once: many rules ask for the same."""
    return cached_property(lambda script: tuple(find(script)))


@dataclass(frozen=True)
class Script:
    """A scenario without mistakes that would keep it from being read; `disc` None where there is none."""

    scenario: Scenario
    marks: Marks
    rubric: Rubric | None = None
    disc: Disc | None = None

    @property
    def resident_known(self) -> bool:
        """Whether the resident was found."""
        return self.scenario.resident.name != SOMEBODY

    def scenes(self) -> Iterator[tuple[Path, Scene]]:
        """Every scene with its path."""
        for number, scene in enumerate(self.scenario.scenes):
            yield ("scenes", number), scene

    def tried_in(self, path: Path, scene: Scene) -> list[tuple[Path, Branch]]:
        """The branches tried in a scene, in their order: `anytime`, then its own."""
        return [
            *((("anytime", number), each) for number, each in enumerate(self.scenario.anytime)),
            *(((*path, "branches", number), each) for number, each in enumerate(scene.branches)),
        ]

    def frame(self, scene: str | None = None, judged: bool = True) -> Frame:
        """Where a condition in that scene is looked at."""
        return replace(self._anywhere, scene=scene, judged=judged)

    @cached_property
    def _anywhere(self) -> Frame:
        return Frame.of(self.rubric)

    @_gathered
    def conditions(self) -> Iterator[Asked]:
        """Every condition that asks for something."""
        anywhere = self.frame()
        holders: list[tuple[Path, Sequence[Branch | Ending | ResidentLine], Frame]] = [
            (("anytime",), self.scenario.anytime, anywhere)
        ]
        for path, scene in self.scenes():
            here = self.frame(scene.id)
            holders.append(((*path, "lines"), scene.lines, here))
            holders.append(((*path, "branches"), scene.branches, here))
        holders.append((("endings",), self.scenario.endings, anywhere))
        known: dict[int, tuple[tuple[str, str], ...]] = {}  # many ask for the same, or for nothing
        for path, asking, frame in holders:
            for number, each in enumerate(asking):
                about = known.get(id(each.when))
                if about is None:
                    about = known[id(each.when)] = tuple(subjects(each.when))
                if about:
                    yield Asked((*path, number, "when"), each.when, frame, about)

    @cached_property
    def too_large(self) -> bool:
        """Whether it would take long to compare all branches with each other in every scene.

        Rules that do claim nothing then, as of conditions that can hold in too many ways.
        """
        asked: Counter[Path] = Counter()
        for each in self.conditions:
            asked[each.path[:2] if each.path[0] == "scenes" else ()] += len(each.about)
        everywhere = asked.pop((), 0)
        sizes = [1 + everywhere + asked[path] for path, _scene in self.scenes()]
        return sum(size * (size + len(sizes)) for size in sizes) > _MOST_COMPARED

    @cached_property
    def structure(self) -> str:
        """The same for scenarios that differ only in their words."""
        return structure(self.scenario)

    @cached_property
    def following(self) -> dict[str, list[str]]:
        """The scenes and endings that each scene's own branches lead to; `end` leads to every ending."""
        endings = [ending.id for ending in self.scenario.endings]
        return {
            scene.id: [
                target
                for branch in scene.branches
                for target in (endings if branch.to == END else [branch.to])
            ]
            for scene in self.scenario.scenes
        }

    @cached_property
    def led_to(self) -> set[str]:
        """The scenes and endings that branches lead to from the first scene on, `anytime` included."""
        endings = [ending.id for ending in self.scenario.endings]
        starts = [self.scenario.scenes[0].id]
        for branch in self.scenario.anytime:
            starts += endings if branch.to == END else [branch.to]
        return reached(starts, self.following)

    @cached_property
    def shut_in(self) -> list[tuple[str, ...]]:
        """Scenes that are led to and lead only to one another, in groups.

        None where something said, or a good ending, leads out of every scene under `anytime`.
        """
        scenario = self.scenario
        following = {scene: set(targets) for scene, targets in self.following.items()}
        for branch in scenario.anytime:
            ending = scenario.ending(branch.to)
            asks_for_words = any(kind in _OF_A_REPLY for kind, _name in subjects(branch.when))
            if branch.to == END or asks_for_words or (ending and ending.grade in GOOD):
                return []
            if scenario.scene(branch.to):
                for targets in following.values():
                    targets.add(branch.to)
        leading: dict[str, list[str]] = {}
        for scene_id, targets in following.items():
            for target in targets:
                leading.setdefault(target, []).append(scene_id)
        with_an_end = reached((ending.id for ending in scenario.endings), leading)
        stuck = [s.id for s in scenario.scenes if s.id in self.led_to and s.id not in with_an_end]
        return [
            group
            for group in circles(stuck, following)
            if set(group).issuperset(target for scene in group for target in following[scene])
        ]

    @_gathered
    def good_replies(self) -> Iterator[Words]:
        """What a trainee is shown to say: model replies and ready-made ones."""
        for path, scene in self.scenes():
            for number, text in enumerate(scene.model_replies):
                yield Words((*path, "model_replies", number), text)
            for number, choice in enumerate(scene.choices):
                yield Words((*path, "choices", number, "text"), choice.text)

    @_gathered
    def played(self) -> Iterator[Words]:
        """What the scripted walkthroughs say."""
        for number, walk in enumerate(self.scenario.walkthroughs):
            for step, each in enumerate(walk.steps):
                yield Words(("walkthroughs", number, "steps", step, "reply"), each.reply)

    @_gathered
    def poor_replies(self) -> Iterator[Words]:
        """What a trainee should not say."""
        for path, scene in self.scenes():
            for number, text in enumerate(scene.poor_replies):
                yield Words((*path, "poor_replies", number), text)

    @_gathered
    def lines(self) -> Iterator[Words]:
        """All that the resident says."""
        for number, branch in enumerate(self.scenario.anytime):
            if branch.say:
                yield Words(("anytime", number, "say"), branch.say)
        for path, scene in self.scenes():
            for number, line in enumerate(scene.lines):
                yield Words((*path, "lines", number, "say"), line.say)
            for number, branch in enumerate(scene.branches):
                if branch.say:
                    yield Words((*path, "branches", number, "say"), branch.say)
        for number, ending in enumerate(self.scenario.endings):
            if ending.say:
                yield Words(("endings", number, "say"), ending.say)

    @_gathered
    def told(self) -> Iterator[Words]:
        """What speaks to the trainee about the talk: briefing, hints, reasons, notes, facts."""
        scenario = self.scenario
        yield Words(("title",), scenario.title)
        for number, goal in enumerate(scenario.goals):
            yield Words(("goals", number), goal)
        yield Words(("role",), scenario.role)
        yield Words(("briefing",), scenario.briefing)
        for number, fact in enumerate(scenario.facts):
            yield Words(("facts", number, "text"), fact.text)
        for number, limit in enumerate(scenario.limits):
            yield Words(("limits", number, "text"), limit.text)
        for number, branch in enumerate(scenario.anytime):
            if branch.because:
                yield Words(("anytime", number, "because"), branch.because)
        for path, scene in self.scenes():
            for key, text in (("title", scene.title), ("hint", scene.hint)):
                if text:
                    yield Words((*path, key), text)
            for number, branch in enumerate(scene.branches):
                if branch.because:
                    yield Words((*path, "branches", number, "because"), branch.because)
            for number, choice in enumerate(scene.choices):
                if choice.note:
                    yield Words((*path, "choices", number, "note"), choice.note)
        for number, ending in enumerate(scenario.endings):
            yield Words(("endings", number, "title"), ending.title)
            yield Words(("endings", number, "text"), ending.text)
