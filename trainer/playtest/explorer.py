"""The trainee who explores: goes where nobody has been.

It remembers how each kind of situation was first reached. For a branch, ending or line not yet seen it
goes back to the remembered situation nearest to it and from there on says, each time, the reply that
leads furthest towards it, as far as the reply's judgement is known: in this very context, else as the
answer to the scene's first line.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from trainer.dialogue.branch import Situation, holds
from trainer.dialogue.respond import respond
from trainer.model.assessment import Assessment
from trainer.model.condition import Bound, Condition
from trainer.model.scenario import END, Branch
from trainer.model.talk import TalkState
from trainer.playtest.coverage import ANYTIME, BranchKey, Coverage, LineKey
from trainer.playtest.openings import mentioned, openings
from trainer.playtest.replies import Pools, ScenePool
from trainer.playtest.scores import Scores
from trainer.playtest.walk import LONGEST, Play, Walk

PATIENCE = 12
"""Attempts after which a target is given up."""
FAR = 12
"""Replies without reaching the target, beyond those it is away, after which it is let go."""

CONSIDERED = 7
"""Kinds of replies that are thought through at each turn."""

_SCENE_APART = 8.0
_MOOD_STEP = 5.0
_LOOKED_AT = 300


@dataclass(frozen=True, slots=True)
class Target:
    """Something not yet seen: where to be, what must hold there, and what then is to be seen."""

    name: str
    scene: str | None
    conditions: tuple[Condition, ...]
    branch: BranchKey | None = None
    ending: str | None = None
    line: LineKey | None = None


Cell = tuple[object, ...]
_Kind = tuple[list[str], frozenset[int]]
"""Replies judged alike, and the branches that they can open."""


class Explorer:
    """Shared by all explorers of one playtest: what was seen, and how to get back there."""

    def __init__(self, play: Play, pools: Pools, scores: Scores, coverage: Coverage) -> None:
        self._play = play
        self._pools = pools
        self._scores = scores
        self._coverage = coverage
        self._remembered: dict[Cell, tuple[Walk, int]] = {}
        self._attempts: dict[str, int] = {}
        self._tried: dict[tuple[str, Cell], int] = {}
        self._targets: dict[int, Target | None] = {}
        self._left: dict[int, float] = {}
        self._apart = _distances(coverage)
        self._kinds = {
            scene: _kinds(pool, play.branches(pool.scene)) for scene, pool in pools.items()
        }

    def remember(self, walk: Walk) -> None:
        """Note the situations that a playthrough came by, where they are new or reached sooner."""
        for length, step in enumerate(walk.steps, 1):
            if step.state.ending is None and length < LONGEST - 2:
                cell = _cell(step.state)
                known = self._remembered.get(cell)
                if known is None or length < known[1]:
                    self._remembered[cell] = (walk, length)

    def begin(self, number: int, seed: int) -> Walk:
        """The next playthrough: towards the target tried least, from where that is nearest."""
        rng = random.Random(f"{seed}/explorer/{number}/begin")
        target = min(self._open(), key=lambda t: self._attempts.get(t.name, 0), default=None)
        self._targets[number] = target
        fresh = Walk.begin(self._play, "explorer", rng.randrange(2**31))
        if target is None:
            return fresh
        attempt = self._attempts[target.name] = self._attempts.get(target.name, 0) + 1
        known = list(self._remembered.values())
        if len(known) > _LOOKED_AT:
            there = [k for k in known if k[0].steps[k[1] - 1].state.scene == target.scene]
            known = rng.sample(known, _LOOKED_AT) + rng.sample(there, min(len(there), _LOOKED_AT))
        near = sorted(
            (
                self._gap(target, state)
                + length / 20
                + 4.0 * self._tried.get((target.name, _cell(state)), 0),
                i,
            )
            for i, (walk, length) in enumerate(known)
            for state in (walk.steps[length - 1].state,)
        )
        if not near or self._gap(target, fresh.state) <= near[0][0]:
            return fresh
        _gap, place = near[min(len(near) - 1, int(rng.random() ** 2 * attempt))]
        walk, length = known[place]
        tried = (target.name, _cell(walk.steps[length - 1].state))
        self._tried[tried] = self._tried.get(tried, 0) + 1
        return walk.branched_off(length, "explorer")

    def reply(self, number: int, walk: Walk, rng: random.Random) -> str:
        """What to say next."""
        pool = self._pools[walk.scene]
        target = self._targets[number]
        if target is not None:
            if number not in self._left:
                self._left[number] = FAR + self._gap(target, walk.state)
            self._left[number] -= 1
            if self._seen(target) or self._left[number] < 0:
                target = self._next(number, walk)
        if target is None:
            known = [t for t in pool.origins if self._scores.knows(walk.ask(t))]
            return rng.choice(known or pool.of("model"))
        best: tuple[float, str] | None = None
        for texts in self._promising(target, walk.scene, rng):
            exact = [t for t in texts if self._scores.knows(walk.ask(t))]
            guessed = [t for t in texts if t not in exact]
            for some in (exact, guessed):
                if not some:
                    continue
                text = rng.choice(some)
                assessment = self._scores.knows(walk.ask(text)) or pool.judged[text]
                value = self._value(target, walk, text, assessment) + 0.4 * rng.random()
                value += 0.3 * (some is exact)  # nothing new to be judged
                if best is None or value > best[0]:
                    best = (value, text)
        if best is None:
            raise ValueError(f"nothing to say in {walk.scene!r}")
        return best[1]

    def _next(self, number: int, walk: Walk) -> Target | None:
        """What lies nearest from here, once a target is reached or let go."""
        open_ = [
            (self._gap(t, walk.state) + 2.0 * self._attempts.get(t.name, 0), t.name, t)
            for t in self._open()
        ]
        target = min(open_, key=lambda each: each[:2])[2] if open_ else None
        self._targets[number] = target
        if target is not None:
            self._attempts[target.name] = self._attempts.get(target.name, 0) + 1
            self._left[number] = FAR + self._gap(target, walk.state)
        return target

    def _promising(self, target: Target, scene: str, rng: random.Random) -> list[list[str]]:
        """The kinds of replies worth a thought: by the branches that they may open from here."""
        kinds = self._kinds[scene]
        if len(kinds) <= CONSIDERED:
            return [texts for texts, _openings in kinds]
        seen, branches = self._coverage, self._play.branches(self._pools[scene].scene)

        def worth(kind: _Kind) -> float:
            keys = [seen.branch(scene, index) for index in kind[1]]
            nearest = min(
                (
                    self._apart.get((branches[index].to, target.scene), 20)
                    for index in kind[1]
                    if target.scene is not None
                ),
                default=20,
            )
            return (
                10.0 * (target.branch in keys)
                + 1.0 * any(key not in seen.branches_seen for key in keys)
                - 0.2 * nearest
                + rng.random()
            )

        ranked = sorted([(-worth(kind), i) for i, kind in enumerate(kinds)])
        return [kinds[i][0] for _worth, i in ranked[:CONSIDERED]]

    def _value(self, target: Target, walk: Walk, text: str, assessment: Assessment) -> float:
        """How far a reply leads: what it would newly show, less how far the target is afterwards."""
        play, seen = self._play, self._coverage
        answer = respond(walk.state, text, assessment, play.scenario, play.disc)
        state = answer.state
        branch = seen.branch(walk.scene, answer.branch)
        lines = set(seen.lines_in(answer.says)) if state.ending is None else set()
        new = 12.0 * (branch not in seen.branches_seen) + 4.0 * len(lines - seen.lines_seen)
        if state.ending is not None:
            new += 25.0 * (state.ending not in seen.endings_seen) - 60.0
        if (
            (target.branch is not None and branch == target.branch and target.ending is None)
            or (target.ending is not None and state.ending == target.ending)
            or (target.line is not None and target.line in lines)
        ):
            return 200.0 + new
        return new - (self._gap(target, state) if state.ending is None else 0.0)

    def _gap(self, target: Target, state: TalkState) -> float:
        """How far a state is from where the target can be had: scenes apart, and what does not hold."""
        apart = 0.0
        if target.scene is not None:
            apart = self._apart.get((state.scene, target.scene), 20) * _SCENE_APART
            if target.line is not None and state.scene == target.scene:
                apart = _SCENE_APART  # it has to be entered again
        return apart + sum(
            _missing(c, state, target.scene or state.scene) for c in target.conditions
        )

    def _seen(self, target: Target) -> bool:
        seen = self._coverage
        if target.ending is not None:
            return target.ending in seen.endings_seen
        return target.branch in seen.branches_seen or target.line in seen.lines_seen

    def _open(self) -> list[Target]:
        """All that was not seen yet and is not given up."""
        return [t for t in self._unseen() if self._attempts.get(t.name, 0) < PATIENCE]

    def _unseen(self) -> Iterator[Target]:
        coverage = self._coverage
        for key in coverage.branches_missed:
            yield Target(f"branch {key}", _scene(key), (coverage.branches[key].when,), branch=key)
        for ending_id in coverage.endings_missed:
            ending = coverage.scenario.ending(ending_id)
            for key, branch in coverage.branches.items():
                if ending is not None and branch.to in (ending_id, END):
                    more = (ending.when,) if branch.to == END else ()
                    yield Target(
                        f"ending {ending_id} by {key}",
                        _scene(key),
                        (branch.when, *more),
                        branch=key,
                        ending=ending_id,
                    )
        for place in coverage.lines_missed:
            when = coverage.lines[place].when
            yield Target(f"line {place}", place.scene, (when,), line=place)


def _scene(key: BranchKey) -> str | None:
    return None if key.scene == ANYTIME else key.scene


def _cell(state: TalkState) -> Cell:
    """States alike enough to be remembered as one."""
    mood = state.mood
    return (
        state.scene,
        frozenset(state.visits),
        min(3, state.visits.get(state.scene, 0)),
        state.turn // 6,
        *(int(feeling // 20) for feeling in (mood.anger, mood.trust, mood.helplessness)),
        int(mood.face // 34),
        int(mood.patience // 34),
    )


def _missing(condition: Condition, state: TalkState, scene: str) -> float:
    """How much has to happen until a condition can hold; what is about the reply is left out."""
    gap = sum(
        _short_of(bound, getattr(state.mood, feeling)) / _MOOD_STEP
        for feeling, bound in condition.mood.items()
    )
    gap += sum(10.0 for visited in condition.visited if not state.visits.get(visited))
    if condition.visits is not None:
        gap += 5.0 * _short_of(condition.visits, state.visits.get(scene, 0))
    if condition.turn is not None:
        gap += _short_of(condition.turn, state.turn + 1)
    gap += sum(_missing(part, state, scene) for part in condition.all)
    if condition.any:
        gap += min(_missing(part, state, scene) for part in condition.any)
    if condition.no is not None and _about_state(condition.no):
        now = Situation(scene=scene, mood=state.mood, visits=state.visits, turn=state.turn + 1)
        gap += 5.0 * holds(condition.no, now)
    return gap


def _about_state(condition: Condition) -> bool:
    return bool(condition.mood or condition.visited or condition.visits or condition.turn)


def _short_of(bound: Bound, number: float) -> float:
    if bound.holds(number):
        return 0.0
    below = 0.0 if bound.low is None else bound.low - number
    above = 0.0 if bound.high is None else number - bound.high
    return max(below, above) + 0.5


def _distances(coverage: Coverage) -> Mapping[tuple[str, str], int]:
    """Branches between any two scenes, at least; a pair is missing when there is no way."""
    ways: dict[str, set[str]] = {scene.id: set() for scene in coverage.scenario.scenes}
    anywhere = {branch.to for branch in coverage.scenario.anytime}
    for key, branch in coverage.branches.items():
        if key.scene != ANYTIME:
            ways[key.scene] |= {branch.to, *anywhere} & ways.keys()
    found: dict[tuple[str, str], int] = {}
    for start in ways:
        found[start, start] = 0
        queue = deque([start])
        while queue:
            here = queue.popleft()
            for there in sorted(ways[here]):
                if (start, there) not in found:
                    found[start, there] = found[start, here] + 1
                    queue.append(there)
    return found


def _kinds(pool: ScenePool, branches: Sequence[Branch]) -> list[_Kind]:
    """The replies of a scene, those together that are judged alike as far as branches and moods go."""
    words = sorted(mentioned([branch.when for branch in pool.scene.branches])["says"])
    kinds: dict[object, list[str]] = {}
    for text, assessment in pool.judged.items():
        said = text.casefold()
        kind = (
            tuple((f.criterion, f.level) for f in assessment.findings if f.level),
            tuple(
                tuple(sorted(m.id for m in mentions))
                for mentions in (
                    assessment.cited,
                    assessment.contradicted,
                    assessment.promised,
                    assessment.actions,
                )
            ),
            tuple(word for word in words if word.casefold() in said),
        )
        kinds.setdefault(kind, []).append(text)
    return [
        (texts, frozenset(openings(branches, texts[0], pool.judged[texts[0]])))
        for texts in kinds.values()
    ]
