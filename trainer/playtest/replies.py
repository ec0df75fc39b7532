"""What can be said in each scene: the author's own replies, and what is made from them.

Each scene has a pool, small enough to be judged whole: model replies, poor ones, choices, replies from
walkthroughs, single sentences of these, facts right and wrong, words that break a limit, words and
actions that branches look for, and joined replies for branches that none of these would open.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Literal

from trainer.model.assessment import Assessment
from trainer.model.scenario import Scenario, Scene
from trainer.playtest.openings import mentioned, openings, together
from trainer.playtest.scores import Ask, Scores
from trainer.playtest.walk import Play

Origin = Literal[
    "model", "poor", "choice", "walkthrough", "variation", "sentence",
    "fact", "wrong fact", "limit", "word", "action", "everyday", "borrowed", "joined",
]  # fmt: skip

_ATTEMPTS = 3
"""Pairs of parts that are judged for each branch that no reply opens."""
_EVERYDAY = 2
_WRONG = 4
_MOST_WORDS = 3
_MOST_FACTS = 2

_SENTENCE = re.compile(
    r"\[[^\]]*\]|【[^】]*】|(?:[^。！？!?.\[【]|\.(?=\S))+[。！？!?.…”’」』\"']*"
)
_NUMBER = re.compile(r"\d+")


@dataclass(slots=True)
class ScenePool:
    """The replies of one scene with where they come from, and how they are judged as an answer to
    its first line (`heard`).
    """  # noqa: D205

    scene: Scene
    heard: str
    origins: dict[str, Origin] = field(default_factory=dict)
    judged: dict[str, Assessment] = field(default_factory=dict)

    def add(self, text: str, origin: Origin) -> None:
        """Take in a reply, unless it is there."""
        if text.strip():
            self.origins.setdefault(text.strip(), origin)

    def of(self, *origins: Origin) -> list[str]:
        """The replies that come from there."""
        return [text for text, origin in self.origins.items() if origin in origins]

    def learn(self, scores: Scores) -> None:
        """Have judged what was taken in since."""
        new = [text for text in self.origins if text not in self.judged]
        found = scores.of([Ask(self.scene.id, self.heard, text) for text in new])
        self.judged.update(zip(new, found, strict=True))


Pools = Mapping[str, ScenePool]


def gather(
    play: Play, scores: Scores, walked: Mapping[str, Sequence[str]], seed: int
) -> dict[str, ScenePool]:
    """The pool of every scene; `walked` are the replies of walkthroughs by scene."""
    scenario = play.scenario
    pools = {s.id: ScenePool(s, s.lines[0].say) for s in scenario.scenes}
    for scene_id, pool in pools.items():
        _take_in(pool, play, walked.get(scene_id, ()), random.Random(f"{seed}/{scene_id}"))
    _learn_all(pools, scores)
    for scene_id, pool in pools.items():
        _vary(pool, pools, play, random.Random(f"{seed}/{scene_id}/vary"))
        _fill_in(pool, play, random.Random(f"{seed}/{scene_id}/fill in"))
        _borrow(pool, pools, play)
    _learn_all(pools, scores)
    for pool in pools.values():
        _join(pool, play)
    _learn_all(pools, scores)
    return pools


def _learn_all(pools: Pools, scores: Scores) -> None:
    scores.of(  # all at once, so that processes can share them
        [
            Ask(pool.scene.id, pool.heard, text)
            for pool in pools.values()
            for text in pool.origins
            if text not in pool.judged
        ]
    )
    for pool in pools.values():
        pool.learn(scores)


def sentences_of(text: str) -> list[str]:
    """The sentences of a reply; an action stands alone."""
    return [found[0].strip() for found in _SENTENCE.finditer(text) if found[0].strip()]


def joined(parts: Sequence[str], lang: str) -> str:
    """Sentences said one after the other."""
    return ("" if lang.startswith("zh") else " ").join(part.strip() for part in parts)


def _take_in(pool: ScenePool, play: Play, walked: Sequence[str], rng: random.Random) -> None:
    scene, scenario = pool.scene, play.scenario
    for text in scene.model_replies:
        pool.add(text, "model")
    for text in scene.poor_replies:
        pool.add(text, "poor")
    for choice in scene.choices:
        pool.add(choice.text, "choice")
    for text in walked:
        pool.add(text, "walkthrough")
    for text in scene.model_replies:
        for sentence in sentences_of(text):
            pool.add(sentence, "sentence")
    conditions = [branch.when for branch in play.branches(scene)]
    wanted = mentioned(conditions)
    facts = [f for f in scenario.facts if f.id in wanted["cites"]]
    others = [f for f in scenario.facts if f.id not in wanted["cites"]]
    facts += rng.sample(others, min(len(others), max(0, _MOST_FACTS - len(facts))))
    for fact in facts:
        pool.add(fact.text, "fact")
    for fact in scenario.facts:
        if fact.id in wanted["contradicts"]:
            for text in wrong_ways_round(fact.text, play):
                pool.add(text, "wrong fact")
    for limit in scenario.limits:
        if limit.id in wanted["promises"] and limit.cues:
            pool.add(assured(rng.choice(limit.cues), play, rng), "limit")
    for branch in scene.branches:
        for word in sorted(mentioned([branch.when])["says"])[:_MOST_WORDS]:
            pool.add(f"{word}{_full_stop(scenario.lang)}", "word")
    for kind in play.rubric.actions:
        if kind.id in wanted["acts"] and (offer := kind.offer.get(scenario.lang)):
            pool.add(offer if offer.startswith(("[", "【")) else f"[{offer}]", "action")


def wrong_ways_round(fact: str, play: Play) -> list[str]:
    """A fact's sentences with another number in them, or a word turned as the book says.

    Each alone, too: a long one that is right but for a word is not what people say.
    """
    found = []
    for said in dict.fromkeys((*sentences_of(fact), fact)):
        if numbers := _NUMBER.findall(said):
            longest = max(numbers, key=len)
            found.append(said.replace(longest, str(int(longest[:9]) * 3 + 1)))
        for word, turned in (play.book.reversed_ if play.book else {}).items():
            edge = r"\b" if word.isascii() else ""  # Chinese words touch each other
            if at := re.search(edge + re.escape(word) + edge, said):
                found.append(said[: at.start()] + turned + said[at.end() :])
                break
    return found[:_WRONG]


def assured(promise: str, play: Play, rng: random.Random) -> str:
    """Words that break a limit, as somebody says them."""
    lines = (
        play.book.policies["over-promising"].lines
        if play.book and ("over-promising" in play.book.policies)
        else ()
    )
    frames = [line for line in lines if "{promise}" in line]
    frame = rng.choice(frames) if frames else "{promise}" + _full_stop(play.scenario.lang)
    return filled(frame, play.scenario, rng, promise) or promise


def filled(
    line: str, scenario: Scenario, rng: random.Random, promise: str | None = None
) -> str | None:
    """An everyday line with its braces filled in; None when the scenario has nothing for them."""
    if "{address}" in line:
        line = line.replace("{address}", rng.choice(scenario.resident.address_as))
    if "{fact}" in line:
        if not scenario.facts:
            return None
        line = line.replace("{fact}", rng.choice(scenario.facts).text.rstrip("。.；;"))
    if "{promise}" in line:
        cues = [cue for limit in scenario.limits for cue in limit.cues]
        promise = promise or (rng.choice(cues) if cues else None)
        if promise is None:
            return None
        line = line.replace("{promise}", promise)
    return line


def _full_stop(lang: str) -> str:
    return "。" if lang.startswith("zh") else "."


def _vary(pool: ScenePool, pools: Pools, play: Play, rng: random.Random) -> None:
    """Model replies with a sentence more, from another one that does what this scene calls for."""
    scene = pool.scene
    calls = set(scene.calls_for)
    near = [
        sentence
        for other in pools.values()
        if other is not pool and calls and calls & set(other.scene.calls_for)
        for sentence in other.of("sentence")
        if _does(other.judged[sentence], calls)
    ]
    for text in scene.model_replies:
        own = [s for s in pool.of("sentence") if s not in text and _does(pool.judged[s], calls)]
        for extra in (*rng.sample(own, min(1, len(own))), *rng.sample(near, min(1, len(near)))):
            pool.add(joined((text, extra), play.scenario.lang), "variation")


def _does(assessment: Assessment, calls: set[str]) -> bool:
    levels = {f.criterion: f.level for f in assessment.findings}
    return min(levels.values(), default=0) >= 0 and any(levels.get(c, 0) == 2 for c in calls)


def _fill_in(pool: ScenePool, play: Play, rng: random.Random) -> None:
    """Where a branch is opened by no reply of the scene, what people say everywhere."""
    if not _unopened(pool, play) or play.book is None:
        return
    for policy, repertoire in play.book.policies.items():
        if policy != "skilled" and repertoire.lines:
            lines = rng.sample(repertoire.lines, min(_EVERYDAY, len(repertoire.lines)))
            for text in (filled(line, play.scenario, rng) for line in lines):
                pool.add(text or "", "everyday")


def _borrow(pool: ScenePool, pools: Pools, play: Play) -> None:
    """For each branch that no reply opens, replies of other scenes that are judged as it asks there."""
    left = dict.fromkeys(_unopened(pool, play), _ATTEMPTS)
    branches = play.branches(pool.scene)
    for other in pools.values() if left else ():
        for text, assessment in other.judged.items():
            if other is not pool and text not in pool.origins:
                may = [i for i in openings(branches, text, assessment) if left.get(i)]
                if may:
                    pool.add(text, "borrowed")
                    for index in may:
                        left[index] -= 1


def _join(pool: ScenePool, play: Play) -> None:
    """For each branch that no reply opens, pairs of parts that together might."""
    missing = _unopened(pool, play)
    if not missing:
        return
    branches = play.branches(pool.scene)
    small = pool.of("limit", "wrong fact", "fact", "word", "action", "everyday")
    long = pool.of("model", "choice", "sentence", "poor")
    left = dict.fromkeys(missing, _ATTEMPTS)
    for first, then in (*product(long, small), *combinations([*small, *long], 2)):
        parts = pool.judged[first], pool.judged[then]
        text = joined((first, then), play.scenario.lang)
        may = [i for i in openings(branches, text, together(parts)) if left.get(i)]
        if may:
            pool.add(text, "joined")
            for index in may:
                left[index] -= 1


def _unopened(pool: ScenePool, play: Play) -> set[int]:
    """The branches, those of anytime first, that no reply judged so far can open."""
    branches = play.branches(pool.scene)
    return set(range(len(branches))) - {
        index
        for text, assessment in pool.judged.items()
        for index in openings(branches, text, assessment)
    }
