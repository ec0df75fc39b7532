"""How a finding moves a resident's mood.

The numbers live in `rubrics/disc.yaml`; here is only how they combine: an effect's points, times the
gain or loss factor of the resident's type, times how hard the scenario is (for improvements only),
times `again` for each time the same effect has worked before. A blend mixes the two profiles by
`primary_share`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from trainer.model.assessment import Assessment
from trainer.model.disc import Disc, DiscProfile, Effect
from trainer.model.mood import BETTER_WHEN_LOW, DIMENSIONS, Dimension, Mood, MoodMove, StartingMood

_MEANT = re.compile(r"[.。．]{3,}|…+")
_BUILT_IN = ("cites", "contradicts", "promises", "acts", "silence")


def starting_mood(disc: Disc, style: str, said: StartingMood) -> Mood:
    """The mood at the start: the profile's, where the author says nothing else."""
    mixed = {
        dimension: sum(
            share * getattr(profile.start, dimension) for profile, share in shares(disc, style)
        )
        for dimension in DIMENSIONS
    }
    return Mood(**mixed | said.model_dump(exclude_none=True))


def shares(disc: Disc, style: str) -> list[tuple[DiscProfile, float]]:
    """The profiles of `style` with their shares, which sum to 1."""
    if len(style) == 1:
        return [(disc.types[style], 1.0)]
    return [
        (disc.types[style[0]], disc.primary_share),
        (disc.types[style[1]], 1 - disc.primary_share),
    ]


def is_silence(reply: str) -> bool:
    """Whether nothing is said or done: no letter, ideograph or digit, in brackets or outside."""
    return not any(character.isalnum() for character in reply)


def is_slip(reply: str) -> bool:
    """Whether it is silence that need not be meant, such as a full stop alone; three dots are."""
    return is_silence(reply) and _MEANT.fullmatch(reply.strip()) is None


def effects_of(disc: Disc, reply: str, assessment: Assessment) -> list[Effect]:
    """The effects of a reply judged so, in the order of the file."""
    levels = {f.criterion: f.level for f in assessment.findings if f.called}
    counts = {
        "cites": len(assessment.cited),
        "contradicts": len(assessment.contradicted),
        "promises": len(assessment.promised),
        "acts": len(assessment.actions),
        "silence": int(is_silence(reply)),
    }
    return [
        effect
        for effect in disc.effects
        if (
            counts[effect.on] > 0
            if effect.on in _BUILT_IN
            else levels.get(effect.on) == effect.level
        )
    ]


def move(
    mood: Mood,
    reply: str,
    assessment: Assessment,
    disc: Disc,
    style: str,
    difficulty: int,
    before: Mapping[str, int],
) -> tuple[Mood, tuple[MoodMove, ...]]:
    """The mood after a reply, and every reason it moved.

    `before` counts how often each effect has worked already in this session: the second kind
    sentence does less than the first.
    """
    moves: list[MoodMove] = []
    happened = effects_of(disc, reply, assessment)
    for effect in happened:
        for dimension in effect.moves:
            delta = points(effect, dimension, disc, style, difficulty, before.get(effect.id, 0))
            if delta:
                moves.append(MoodMove(dimension=dimension, delta=delta, cause=effect.id))
    if not any((m.delta < 0) == (m.dimension in BETTER_WHEN_LOW) for m in moves):
        moves += [
            MoodMove(dimension=dimension, delta=delta, cause="no_progress")
            for dimension, delta in disc.drift.items()
        ]
    return shift(mood, moves), tuple(moves)


def points(
    effect: Effect, dimension: Dimension, disc: Disc, style: str, difficulty: int, before: int
) -> float:
    """By how much an effect moves one feeling that it moves, having worked `before` times already."""
    plain = effect.moves[dimension]
    improves = (plain < 0) == (dimension in BETTER_WHEN_LOW)
    factor = weight(effect.kind, improves, disc, style)
    if improves:
        factor *= disc.difficulty.get(difficulty, 1.0) * effect.again**before
    return round(plain * factor, 1)


def weight(kind: str, improves: bool, disc: Disc, style: str) -> float:
    """How much an effect of that kind means to a type, for the better or for the worse."""
    return sum(
        share * (profile.gain if improves else profile.loss).get(kind, 1.0)
        for profile, share in shares(disc, style)
    )


def shift(mood: Mood, moves: list[MoodMove]) -> Mood:
    """`mood` after `moves`, kept within 0..100."""
    after = mood.model_dump()
    for m in moves:
        after[m.dimension] = min(100.0, max(0.0, after[m.dimension] + m.delta))
    return Mood(**after)
