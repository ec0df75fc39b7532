"""A whole playtest: who plays how often, in which order, and what comes of it.

All talks of a kind go on together, a reply at a time, so that what has to be judged comes in large
batches. Explorers come last, when it is known what is left to find.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import partial

from trainer.model.trainees import POLICIES
from trainer.playtest.coverage import Coverage
from trainer.playtest.explorer import Explorer
from trainer.playtest.replies import gather
from trainer.playtest.report import Report, report
from trainer.playtest.scores import Scores
from trainer.playtest.trainees import trainees
from trainer.playtest.walk import Play, Walk

EXPLORERS = 0.3
"""Share of the talks that explorers have."""
TOGETHER = 10
"""Explorers that go out at a time: the next ones know what they found."""

Progress = Callable[[int], None]
"""Called with the number of talks finished so far."""


def playtest(
    play: Play, scores: Scores, runs: int, seed: int, progress: Progress = lambda _done: None
) -> Report:
    """Play `runs` talks. The same scenario, scores and seed give the same report."""
    coverage = Coverage(play.scenario, play.rubric)
    explorers = max(1, round(runs * EXPLORERS)) if runs > 1 else 0
    scripted = _scripted(play, scores, coverage)
    walked: dict[str, list[str]] = {}
    for walk in scripted:
        for step in walk.steps:
            walked.setdefault(step.scene, []).append(step.reply)
    walks = [walk for walk in scripted if walk.over][:explorers]
    pools = gather(play, scores, walked, seed)
    progress(len(walks))

    who = trainees(play, pools, seed)
    order = [policy for policy in POLICIES if policy in who]
    turns: list[tuple[Walk, random.Random]] = []
    for number in range(runs - explorers):
        policy = order[number % len(order)]
        rng = random.Random(f"{seed}/{policy}/{number}")
        turns.append((Walk.begin(play, policy, rng.randrange(2**31)), rng))
    done = len(walks)

    def finished(walk: Walk) -> None:
        nonlocal done
        done += walk.over
        progress(done)

    _go_on(
        play,
        scores,
        coverage,
        [(walk, partial(who[walk.policy].reply, walk, rng)) for walk, rng in turns],
        finished,
    )
    explorer = Explorer(play, pools, scores, coverage)
    walks += [walk for walk, _rng in turns]
    for walk in (*scripted, *walks):
        explorer.remember(walk)
    left = runs - len(walks)
    for start in range(0, left, TOGETHER):
        group = [
            (number, explorer.begin(number, seed), random.Random(f"{seed}/explorer/{number}"))
            for number in range(start, min(left, start + TOGETHER))
        ]
        _go_on(
            play,
            scores,
            coverage,
            [(walk, partial(explorer.reply, number, walk, rng)) for number, walk, rng in group],
            finished,
        )
        for _number, walk, _rng in group:
            explorer.remember(walk)
            walks.append(walk)
    return report(play.scenario, play.rubric, coverage, walks, seed)


def _go_on(
    play: Play,
    scores: Scores,
    coverage: Coverage,
    talks: Sequence[tuple[Walk, Callable[[], str]]],
    finished: Callable[[Walk], None],
) -> None:
    """Lead talks to their ends, a reply in each at a time."""
    for walk, _reply in talks:
        coverage.begin(walk)
    going = list(talks)
    while going:
        said = [(walk, reply()) for walk, reply in going]
        found = scores.of([walk.ask(text) for walk, text in said])
        for (walk, text), assessment in zip(said, found, strict=True):
            coverage.note(walk.take(play, text, assessment))
            finished(walk)
        going = [each for each in going if not each[0].over]


def _scripted(play: Play, scores: Scores, coverage: Coverage) -> list[Walk]:
    """The walkthroughs that the author wrote; those with an ending are the first explorers' talks."""
    scripts = play.scenario.walkthroughs
    walks = [Walk.begin(play, "explorer", script.seed) for script in scripts]
    for walk in walks:
        coverage.begin(walk)
    for number in range(max((len(s.steps) for s in scripts), default=0)):
        going = [
            (walk, script.steps[number].reply)
            for walk, script in zip(walks, scripts, strict=True)
            if number < len(script.steps) and not walk.over
        ]
        found = scores.of([walk.ask(text) for walk, text in going])
        for (walk, text), assessment in zip(going, found, strict=True):
            coverage.note(walk.take(play, text, assessment))
    return walks
