"""The synthetic trainees: what each kind of them says, chosen by what the scene calls for."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from trainer.dialogue.branch import Situation, holds
from trainer.model.assessment import Assessment
from trainer.model.condition import Condition
from trainer.model.mood import Mood
from trainer.model.scenario import Scene
from trainer.model.trainees import POLICIES, Policy
from trainer.playtest.replies import Pools, ScenePool, filled
from trainer.playtest.walk import Play, Walk

GOOD = 80
"""Overall from which on a reply is what a skilled trainee says."""
MIDDLING = (30, 79)
"""Overall of what a developing trainee says when not at their best."""
NEAR_BEST = 8
"""Points below the best model reply that a skilled trainee still puts up with."""

_MOST = {"skilled": 6, "good": 3, "middling": 4}
_EVERYDAY = 4
_NOISE = 12
"""So many that one lucky string does not decide what gibberish scores."""
_HAN = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
_KEYS = ("asdfgh", "jkl;", "qwert", "zxcvbnm", "hjkl", "fdsa", "poiuy")
_SYLLABLES = ("blo", "fra", "zim", "tok", "ner", "gup", "wix", "oma", "ste", "quv", "dab", "lee")


@dataclass(frozen=True, slots=True)
class Trainee:
    """One policy with all it may say: replies by scene, each with its share."""

    policy: Policy
    replies: Mapping[str, Mapping[str, float]]

    def reply(self, walk: Walk, rng: random.Random) -> str:
        """What to say now: not what was said before, while there is anything else."""
        mine = self.replies[walk.scene]
        said = Counter(step.reply for step in walk.steps)
        least = min(said[text] for text in mine)
        fresh = {text: share for text, share in mine.items() if said[text] == least}
        return rng.choices(list(fresh), list(fresh.values()))[0]


def trainees(play: Play, pools: Pools, seed: int) -> dict[Policy, Trainee]:
    """Those who have something to say in this scenario; the one who explores goes its own way."""
    found: dict[Policy, Trainee] = {}
    for policy in POLICIES:
        if policy == "explorer":
            continue
        own = {
            scene: dict(_replies(policy, play, pool, random.Random(f"{seed}/{policy}/{scene}")))
            for scene, pool in pools.items()
        }
        anything = [text for replies in own.values() for text in replies]
        if anything:
            spare = dict.fromkeys(anything[:_EVERYDAY], 1.0)
            found[policy] = Trainee(policy, {scene: own[scene] or spare for scene in own})
    return found


def _replies(
    policy: Policy, play: Play, pool: ScenePool, rng: random.Random
) -> Iterable[tuple[str, float]]:
    match policy:
        case "skilled":
            return [(text, 1.0) for text in _skilled(pool)]
        case "developing":
            return _developing(play, pool, rng)
        case "gibberish":
            return [(noise(play.scenario.lang, rng), 1.0) for _ in range(_NOISE)]
        case _:
            mine = play.book.policies.get(policy) if play.book else None
            shown = _shown(pool, mine.shows) if mine and mine.shows else []
            return [(text, 1.0) for text in (*shown, *_everyday(policy, play, rng))]


def _skilled(pool: ScenePool) -> list[str]:
    """The model replies, and whatever else is judged about as good."""
    models = pool.of("model")
    best = max(pool.judged[text].overall for text in models)
    others = [
        text
        for text in pool.of("walkthrough", "choice", "variation")
        if pool.judged[text].overall >= max(GOOD, best - NEAR_BEST)
        and _faultless(pool.judged[text])
    ]
    others.sort(key=lambda text: -pool.judged[text].overall)
    return [*models, *others][: max(_MOST["skilled"], len(models))]


def _developing(play: Play, pool: ScenePool, rng: random.Random) -> list[tuple[str, float]]:
    low, high = MIDDLING
    own = pool.of("model", "choice", "walkthrough", "sentence")
    good = [text for text in own if pool.judged[text].overall > high]
    half = [
        text
        for text in own
        if low <= pool.judged[text].overall <= high and _faultless(pool.judged[text])
    ]
    half = rng.sample(half, min(len(half), _MOST["middling"]))
    half += _everyday("developing", play, rng)[: max(2, _MOST["middling"] - len(half))]
    good = (rng.sample(good, min(len(good), _MOST["good"]))) or pool.of("model")
    share = len(half) / len(good) if half else 1.0  # one time in two something good
    return [*((text, share) for text in good), *((text, 1.0) for text in half)]


def _everyday(policy: Policy, play: Play, rng: random.Random) -> list[str]:
    book = play.book.policies.get(policy) if play.book else None
    lines = list(book.lines) if book else []
    rng.shuffle(lines)
    said = (filled(line, play.scenario, rng) for line in lines)
    return [text for text in said if text][:_EVERYDAY]


def _shown(pool: ScenePool, condition: Condition) -> list[str]:
    """The scene's own poor replies and choices that are judged as `condition` says."""
    return [
        text
        for text in pool.of("poor", "choice")
        if holds(condition, _alone(pool.scene, text, pool.judged[text]))
    ]


def _alone(scene: Scene, reply: str, assessment: Assessment) -> Situation:
    return Situation(
        scene=scene.id,
        mood=Mood(),
        visits={scene.id: 1},
        turn=1,
        reply=reply,
        assessment=assessment,
    )


def _faultless(assessment: Assessment) -> bool:
    return (
        not assessment.promised
        and not assessment.contradicted
        and not assessment.elsewhere
        and all(f.level >= 0 for f in assessment.findings)
    )


def noise(lang: str, rng: random.Random) -> str:
    """Keys struck at random, syllables and characters without sense."""
    if lang.startswith("zh") and rng.random() < 0.6:
        return "".join(rng.choice(_HAN) for _ in range(rng.randint(6, 16)))
    words: Sequence[str] = _KEYS if rng.random() < 0.5 else _SYLLABLES
    return " ".join(
        "".join(rng.choice(words) for _ in range(rng.randint(1, 3)))
        for _ in range(rng.randint(3, 7))
    )
