"""Where the dynamics can lead: the moods, turns and visits with which each scene can be entered. Pure.

An interval analysis. Every scene has a box: the least and the greatest of each feeling, of the turns so
far and of the visits to each scene. A reply widens the box by the most that it can do, whatever its
levels; a branch's condition cuts it down to where the condition can hold, and what a branch takes away
for certain is not left for those after it. Boxes grow until nothing changes, by leaps where the talk can go
round, and are then tightened again.

What is called impossible here is impossible; what is called possible need not be, since levels and moods
are looked at apart from each other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from trainer.content.graph import circles
from trainer.content.logic import ALWAYS, Frame, Span, Taken, TooMany, Way, subjects
from trainer.dialogue.mood import starting_mood
from trainer.model.condition import Condition
from trainer.model.disc import Disc
from trainer.model.mood import BETTER_WHEN_LOW, DIMENSIONS
from trainer.model.rubric import Rubric
from trainer.model.scenario import END, Branch, Scenario, Scene
from trainer.proof.dynamics import Dynamics

_PATIENCE = 20
"""How often a box may grow before all its bounds are given up."""

_TIGHTENED = 1
_MOODS = len(DIMENSIONS)
_INDEX: Mapping[str, int] = {dimension: number for number, dimension in enumerate(DIMENSIONS)}
_TURN, _VISITS = _MOODS, _MOODS + 1
"""Where in a box the turn stands, and where the visits to each scene begin."""

COUNTED = frozenset({"mood", "turn", "visits", "visited"})
"""What boxes know of, of all that a condition can look at."""

_Edges = tuple[tuple[float, ...], tuple[float, ...]]

_SOME: Span = ((1.0, 0), (math.inf, 0))
_NO: Span = ((0.0, 0), (0.0, 0))


@dataclass(frozen=True, slots=True)
class Box:
    """Bounds on a talk's state: the least and the greatest of all that is counted in it.

    That is each feeling, the replies so far, and how often each of `scenes` was entered, in this order.
    """

    scenes: Mapping[str, int]
    low: tuple[float, ...]
    high: tuple[float, ...]

    def of(self, dimension: str) -> tuple[float, float]:
        """The least and the greatest of a feeling."""
        return self._at(_INDEX[dimension])

    @property
    def turn(self) -> tuple[float, float]:
        """How many replies, at least and at most, were given."""
        return self._at(_TURN)

    def visited(self, scene: str) -> tuple[float, float]:
        """How often, at least and at most, a scene was entered."""
        return self._at(self.scenes[scene])

    def _at(self, number: int) -> tuple[float, float]:
        return self.low[number], self.high[number]

    def with_(self, other: Box) -> Box:
        """The least box that holds both."""
        return Box(
            self.scenes,
            tuple(map(min, self.low, other.low)),
            tuple(map(max, self.high, other.high)),
        )

    def leap(self, low: Sequence[float], high: Sequence[float]) -> Box:
        """The box, reaching down to `low` and up to `high`."""
        return Box(self.scenes, tuple(map(min, self.low, low)), tuple(map(max, self.high, high)))

    def within(self, way: Way, scene: str) -> Box | None:
        """The part of the box in which `way` can hold, in `scene`; None for none of it."""
        low, high = list(self.low), list(self.high)
        changed = False
        for (kind, name), span in (*way.spans.items(), *_visited(way)):
            if kind == "mood":
                number = _INDEX[name]
            elif kind == "turn":
                number = _TURN
            else:
                number = self.scenes[scene if kind == "visits" else name]
            least, most = max((low[number], 0), span[0]), min((high[number], 0), span[1])
            if least > most:
                return None
            if least[0] != low[number] or most[0] != high[number]:  # edges are taken in
                low[number], high[number], changed = least[0], most[0], True
        return Box(self.scenes, tuple(low), tuple(high)) if changed else self

    def settled(self) -> Box | None:
        """The box after a reply, with what turns and visits say of each other; None if they clash.

        Every reply but the last led to a scene, so by then there are as many replies as visits.
        """
        least, most = sum(self.low[_VISITS:]), sum(self.high[_VISITS:])
        low, high = list(self.low), list(self.high)
        low[_TURN], high[_TURN] = max(low[_TURN], least), min(high[_TURN], most)
        if low[_TURN] > high[_TURN]:
            return None
        if high[_TURN] == math.inf:
            return Box(self.scenes, tuple(low), self.high)  # nothing is known of the visits either
        for number in range(_VISITS, len(low)):
            high[number] = min(high[number], high[_TURN] - (least - self.low[number]))
            if most < math.inf:
                low[number] = max(low[number], low[_TURN] - (most - self.high[number]))
            if low[number] > high[number]:
                return None
        return Box(self.scenes, tuple(low), tuple(high))

    def as_way(self, scene: str) -> Way:
        """The box as what is so in `scene`."""
        spans: dict[tuple[str, str], Span] = {
            ("mood", dimension): _span(self.of(dimension)) for dimension in DIMENSIONS
        }
        spans["turn", ""] = _span(self.turn)
        spans["visits", ""] = _span(self.visited(scene))
        seen = {name: self.visited(name) for name in self.scenes}
        return Way(
            spans,
            frozenset(("visited", name) for name, (least, _most) in seen.items() if least),
            frozenset(("visited", name) for name, (_least, most) in seen.items() if not most),
        )


@dataclass(frozen=True, slots=True)
class Reach:
    """What the analysis found.

    `entered`: the box with which each scene can be entered; `tried`: the box in which its branches are
    tried, after the reply; `taken`: for each scene the branches that can be taken, by their index in
    `anytime` followed by its own; `ended`: the boxes in which `end` is come to, by scene; `fitting`:
    the endings that can be the first that fits there.
    """

    entered: Mapping[str, Box]
    tried: Mapping[str, Box]
    taken: Mapping[str, frozenset[int]]
    ended: Mapping[str, Box]
    fitting: frozenset[str]


def explore(scenario: Scenario, rubric: Rubric, disc: Disc) -> Reach:
    """How far `scenario` reaches with a resident whose mood moves by `disc`."""
    return _Explorer(scenario, rubric, disc).explore()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A condition as far as boxes know of it: its ways to hold and to fail, None for no bound."""

    holds: tuple[Way, ...] | None
    fails: tuple[Way, ...] | None

    @classmethod
    def of(cls, condition: Condition, frame: Frame) -> _Asked:
        taken = Taken(condition, frame)
        found: list[tuple[Way, ...] | None] = []
        for side in ("holds", "fails"):
            try:
                ways = [_known(way) for way in getattr(taken, side)]
            except TooMany:
                ways = [ALWAYS]
            found.append(None if ALWAYS in ways else tuple(ways))
        return cls(*found)


_ANYTHING = _Asked(None, None)


def allows(condition: Condition, frame: Frame, box: Box, scene: str) -> bool:
    """Whether `condition` can hold somewhere in `box`, in `scene`."""
    return _part(box, _Asked.of(condition, frame).holds, scene) is not None


class _Explorer:
    def __init__(self, scenario: Scenario, rubric: Rubric, disc: Disc) -> None:
        self.scenario = scenario
        self.dynamics = Dynamics(scenario, rubric, disc)
        start = starting_mood(disc, scenario.resident.disc, scenario.resident.mood)
        self.start = tuple(getattr(start, d) for d in DIMENSIONS)
        self.scenes = {s.id: _VISITS + number for number, s in enumerate(scenario.scenes)}
        self.bettered = {
            dimension
            for branch in (*scenario.anytime, *(b for s in scenario.scenes for b in s.branches))
            for dimension, delta in branch.mood.items()
            if (delta < 0) == (dimension in BETTER_WHEN_LOW)
        }
        self._about: dict[int, frozenset[tuple[str, str]]] = {}
        self._known: dict[tuple[int, str | None], _Asked] = {}
        self.branches: dict[str, list[tuple[Branch, _Asked]]] = {}
        self.endings: dict[str, list[_Asked]] = {}
        anywhere = Frame.of(rubric)
        for scene in scenario.scenes:
            frame = replace(anywhere, scene=scene.id)
            self.branches[scene.id] = [
                (b, self._asked(b.when, frame)) for b in (*scenario.anytime, *scene.branches)
            ]
            self.endings[scene.id] = [self._asked(e.when, frame) for e in scenario.endings]
        self.tried: dict[str, Box] = {}
        self.taken: dict[str, frozenset[int]] = {}
        self.ended: dict[str, Box] = {}
        self.fitting: set[str] = set()

    def _asked(self, condition: Condition, frame: Frame) -> _Asked:
        """The condition taken apart, once for all scenes unless it looks at this one's visits."""
        about = self._about.get(id(condition))
        if about is None:
            about = self._about[id(condition)] = frozenset(subjects(condition))
        if not COUNTED & {kind for kind, _name in about}:
            return _ANYTHING
        key = id(condition), frame.scene if ("visited", frame.scene) in about else None
        if key not in self._known:
            self._known[key] = _Asked.of(condition, frame)
        return self._known[key]

    def explore(self) -> Reach:
        first = self.scenario.scenes[0]
        rest = (0.0,) * (_VISITS - _MOODS) + (1.0,) + (0.0,) * (len(self.scenes) - 1)
        begin = Box(self.scenes, self.start + rest, self.start + rest)
        entered = {first.id: begin}
        grown: dict[str, int] = {}
        waiting = [first.id]
        circling = self._circles()
        count = 1 + len(self.scenes)
        everything = (0.0,) * (_MOODS + count), (100.0,) * _MOODS + (math.inf,) * count
        order = {name: number for number, name in enumerate(self._order(first.id))}
        while waiting:
            scene_id = waiting.pop(min(range(len(waiting)), key=lambda n: order[waiting[n]]))
            for target, box in self._out(self._scene(scene_id), entered[scene_id]).items():
                if target not in entered:
                    entered[target] = box
                else:
                    known = entered[target]
                    both = known.with_(box)
                    if both == known:
                        continue
                    grown[target] = grown.get(target, 0) + 1
                    if grown[target] > _PATIENCE:
                        both = both.leap(*everything)
                    elif target in circling:
                        both = both.leap(*circling[target])
                    entered[target] = both
                if target not in waiting:
                    waiting.append(target)
        for _again in range(_TIGHTENED + 1):
            for found in (self.taken, self.tried, self.ended, self.fitting):
                found.clear()
            fresh = {first.id: begin}
            for scene_id, box in entered.items():
                for target, out in self._out(self._scene(scene_id), box).items():
                    fresh[target] = fresh[target].with_(out) if target in fresh else out
            if fresh == entered or _again == _TIGHTENED:
                break
            entered = fresh
        return Reach(entered, self.tried, self.taken, self.ended, frozenset(self.fitting))

    def _circles(self) -> dict[str, _Edges]:
        """For each scene that the talk may come back to: how far its box leaps.

        Whatever something on the way round moves, it moves all the way in time.
        """
        following = {name: [b.to for b, _asked in tried] for name, tried in self.branches.items()}
        return {
            name: self._far(group)
            for group in circles(following, following)
            if len(group) > 1 or group[0] in following[group[0]]
            for name in group
        }

    def _far(self, group: Sequence[str]) -> _Edges:
        steps = [self.dynamics.step(self._scene(name)) for name in group]
        branches = [b for name in group for b, _asked in self.branches[name]]
        low, high = [], []
        for number, dimension in enumerate(DIMENSIONS):
            deltas = [branch.mood.get(dimension, 0.0) for branch in branches]
            falls = any(lower[number] for lower, _raised in steps) or min(deltas) < 0
            rises = any(raised[number] for _lower, raised in steps) or max(deltas) > 0
            low.append(0.0 if falls else math.inf)
            high.append(100.0 if rises else -math.inf)
        visits = [math.inf if name in group else -math.inf for name in self.scenes]
        return (*low, *(math.inf,) * (1 + len(visits))), (*high, math.inf, *visits)

    def _order(self, first: str) -> list[str]:
        """The scenes, each before those it leads to as far as there are no circles."""
        seen: dict[str, None] = {}
        done: list[str] = []
        waiting = [(first, iter([b.to for b, _asked in self.branches[first]]))]
        seen[first] = None
        while waiting:
            name, targets = waiting[-1]
            target = next(targets, None)
            if target is None:
                done.append(name)
                waiting.pop()
            elif target in self.branches and target not in seen:
                seen[target] = None
                waiting.append((target, iter([b.to for b, _asked in self.branches[target]])))
        return done[::-1]

    def _scene(self, scene_id: str) -> Scene:
        scene = self.scenario.scene(scene_id)
        if scene is None:
            raise ValueError(f"no scene {scene_id!r}")
        return scene

    def _out(self, scene: Scene, entered: Box) -> dict[str, Box]:
        """The boxes with which the scenes after `scene` are entered from it; notes what it takes."""
        tried = self._replied(scene, entered)
        self.tried[scene.id] = tried
        left: Box | None = tried
        out: dict[str, Box] = {}
        covered: set[str] = set()
        taken: set[int] = set()
        for index, (branch, asked) in enumerate(self.branches[scene.id]):
            if left is None:
                break
            there = _settled_part(left, asked.holds, scene.id)
            if there is not None:
                taken.add(index)
                if branch.mood or branch.to not in covered:
                    self._take(branch, there, scene, out)
                if there is left and not branch.mood:
                    covered.add(branch.to)  # all that is left comes there in any case
            left = _settled_part(left, asked.fails, scene.id)
        self.taken[scene.id] = frozenset(taken)
        return out

    def _take(self, branch: Branch, there: Box, scene: Scene, out: dict[str, Box]) -> None:
        after = _shifted(there, branch)
        if branch.to == END:
            known = self.ended.get(scene.id)
            self.ended[scene.id] = known.with_(after) if known else after
            left: Box | None = after
            for ending, asked in zip(self.scenario.endings, self.endings[scene.id], strict=True):
                if left is None:
                    return
                if _part(left, asked.holds, scene.id) is not None:
                    self.fitting.add(ending.id)
                left = _part(left, asked.fails, scene.id)
            if left is not None:  # the last one is taken where none fits
                self.fitting.add(self.scenario.endings[-1].id)
        elif self.scenario.ending(branch.to) is None:
            low, high = list(after.low), list(after.high)
            number = self.scenes[branch.to]
            low[number] += 1
            high[number] += 1
            box = Box(self.scenes, tuple(low), tuple(high))
            out[branch.to] = out[branch.to].with_(box) if branch.to in out else box

    def _replied(self, scene: Scene, box: Box) -> Box:
        """The box after a reply in `scene`, before any branch."""
        lower, raised = self.dynamics.step(scene)
        low, high = list(box.low), list(box.high)
        low[_TURN] += 1
        high[_TURN] += 1
        for number, dimension in enumerate(DIMENSIONS):
            least = max(0.0, low[number] - lower[number])
            most = min(100.0, high[number] + raised[number])
            total = self.dynamics.total(dimension, high[_TURN])
            if dimension in self.bettered:
                pass  # branches do more than effects
            elif dimension in BETTER_WHEN_LOW:
                least = max(least, self.start[number] - total)
            else:
                most = min(most, self.start[number] + total)
            low[number], high[number] = least, most
        replied = Box(self.scenes, tuple(low), tuple(high))
        return replied.settled() or replied


def _part(box: Box, ways: tuple[Way, ...] | None, scene: str) -> Box | None:
    """The least box around the parts in which one of `ways` can hold."""
    if ways is None:
        return box
    found: Box | None = None
    for way in ways:
        part = box.within(way, scene)
        if part is box:
            return box
        if part is not None:
            found = part if found is None else found.with_(part)
    return found


def _settled_part(box: Box, ways: tuple[Way, ...] | None, scene: str) -> Box | None:
    part = _part(box, ways, scene)
    if part is None or part is box:
        return part
    if part.low[_TURN:] == box.low[_TURN:] and part.high[_TURN:] == box.high[_TURN:]:
        return part  # only feelings were cut
    return part.settled()


def _visited(way: Way) -> Iterator[tuple[tuple[str, str], Span]]:
    for marks, span in ((way.so, _SOME), (way.not_so, _NO)):
        for kind, name in marks:
            if kind == "visited":
                yield (kind, name), span


def _known(way: Way) -> Way:
    """`way` without what boxes know nothing of."""
    spans = {m: s for m, s in way.spans.items() if m[0] in ("mood", "turn", "visits")}
    so = frozenset(mark for mark in way.so if mark[0] == "visited")
    not_so = frozenset(mark for mark in way.not_so if mark[0] == "visited")
    return ALWAYS if not (spans or so or not_so) else Way(spans, so, not_so)


def _shifted(box: Box, branch: Branch) -> Box:
    """The box once the branch itself has moved the mood."""
    if not branch.mood:
        return box
    low, high = list(box.low), list(box.high)
    for dimension, delta in branch.mood.items():
        number = _INDEX[dimension]
        low[number] = min(100.0, max(0.0, low[number] + delta))
        high[number] = min(100.0, max(0.0, high[number] + delta))
    return Box(box.scenes, tuple(low), tuple(high))


def _span(bounds: tuple[float, float]) -> Span:
    return (bounds[0], 0), (bounds[1], 0)
