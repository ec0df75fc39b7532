"""Whether a reply answers this matter at all, or one quite other: a model answer learned by heart.

What a reply shares with its context (words, rare character runs, numbers, meaning) is weighed by a
kernel ridge that has learned labelled replies in their own context against the same in another's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from trainer.model.assessment import Context
from trainer.scoring.features import BUCKETS, Measured, runs_of
from trainer.scoring.kernel import Nearness
from trainer.scoring.numbers import quantities
from trainer.scoring.ridge import ridge
from trainer.scoring.text import fold
from trainer.scoring.wording import words_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from trainer.scoring.meaning import Memory

    Array = NDArray[np.float32]

FEWEST = 12
"""Words (character pairs in Chinese) below which a reply may well share none with its context."""
MEASURES = 12
MATCH_STRENGTH = 0.3
MATCH_WIDTH = 2.0
SOUND = 0.4
"""Overall score, 0..1, from which on a reply is passable. Vaguer ones often take up as little of their own
context as of another's."""
MISTAKEN = 0.01
"""Share of sound replies that may be taken for an answer to another matter."""
KNOWN = 0.98
"""Share of replies given to another matter at which it is enough: where that mistakes still fewer, better so."""
WORTH = (0.5, 0.7, 0.9)
"""Overall scores, each with a cut of its own: the better a reply is, the more it takes up of its context, and
the more it would earn in another's."""
_AROUND = 0.1
_FEWEST = 30
_MARKS = re.compile(r"[^\w\s]+")


class Said(NamedTuple):
    """What of a reply can be found in a context. `called` is the name it opens with."""

    words: frozenset[str]
    buckets: NDArray[np.int64]
    weights: Array
    vectors: Array
    quantities: frozenset[tuple[str, float]]
    names: frozenset[str]
    called: str


class Ground(NamedTuple):
    """What a context offers to be taken up. `lines` are unit vectors: the resident's line, the facts.

    `text` is all it says, folded, `names` who is known to it and `surnames` how those begin.
    """

    text: str
    names: str
    surnames: tuple[str, ...]
    words: frozenset[str]
    buckets: NDArray[np.bool_]
    lines: Array
    quantities: frozenset[tuple[str, float]]


def said(reply: Measured) -> Said:
    """The spoken part of a reply but for stock courtesies, which belong to every matter and to none."""
    reading = reply.reading
    pieces = [i for i, c in enumerate(reading.clauses) if not c.action and i not in reading.stock]
    text = " ".join(
        reading.folded[reading.clauses[i].start : reading.clauses[i].end].strip() for i in pieces
    )
    counts = _runs(text, reading.lang)
    return Said(
        words_of(text, reading.lang),
        np.fromiter(counts, np.int64, len(counts)),
        np.log1p(np.fromiter(counts.values(), np.float32, len(counts))),
        reply.vectors[pieces],
        frozenset((q.unit, q.value) for q in quantities(text, reading.lang)),
        frozenset(reading.book.names_in(text)),
        reading.called,
    )


def _runs(text: str, lang: str) -> dict[int, int]:
    """Counts of character runs by bucket; marks, which some set and others do not, are in none."""
    return runs_of(_MARKS.sub(" ", text), lang)


def given(context: Context) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """All that a context says, folded; of it the resident's line and the facts one by one; who is known."""
    lines = (context.resident_line, *(fact for _, fact in context.facts))
    names = (*context.address_as, context.name or "")
    text = " ".join((context.situation, *lines, *context.history, *names))
    return fold(text), tuple(map(fold, lines)), tuple(fold(name) for name in names if name)


def ground(
    text: str, lines: tuple[str, ...], names: tuple[str, ...], lang: str, memory: Memory
) -> Ground:
    """What a context offers, from what is `given` by it."""
    buckets = np.zeros(BUCKETS, bool)
    buckets[list(_runs(text, lang))] = True
    return Ground(
        text,
        " ".join(names),
        tuple(name[0] for name in names) if lang.startswith("zh") else (),
        words_of(text, lang),
        buckets,
        memory.vectors(lines),
        frozenset((q.unit, q.value) for q in quantities(text, lang)),
    )


def measures(reply: Said, context: Ground, rarity: Array) -> Array:
    """How much a reply takes up of a context: `MEASURES` numbers."""
    shared = len(reply.words & context.words)
    weights = reply.weights * rarity[reply.buckets]
    found = weights * context.buckets[reply.buckets]
    cover = float((found**2).sum() / ((weights**2).sum() + 1e-6))
    rare = float(found[rarity[reply.buckets] > _RARE].sum())
    known = sum(name in context.text or name.startswith(context.surnames) for name in reply.names)
    near = (reply.vectors @ context.lines.T).max(axis=0, initial=0.0)
    return np.array(
        [
            shared / max(4, len(reply.words)),
            np.log1p(shared),
            near[0],
            near[1:].max(initial=0.0),
            min(3, len(reply.quantities - context.quantities)),
            min(3, len(reply.quantities & context.quantities)),
            np.sqrt(cover),
            np.log(cover + 0.02),
            np.log1p(rare),
            min(2, known),
            min(2, len(reply.names) - known),
            bool(reply.called and context.names) and reply.called not in context.names,
        ],
        np.float32,
    )


_RARE = 6.0
"""Rarity of a run that says what the matter is: it stands in fewer than one reply in 150."""


def crosswise(count: int, families: Sequence[str], most: int = 1500) -> list[tuple[int, int]]:
    """Pairs of a reply and another of a different family, spread evenly: whose context to lend it."""
    pairs: list[tuple[int, int]] = []
    for i in np.linspace(0, count - 1, min(most, count)).astype(int).tolist():
        other = (i + count // 3) % count
        if families[i] != families[other]:
            pairs.append((i, other))
    return pairs


def learn_match(
    own: Array,
    lent: Array,
    families: NDArray[np.int64],
    overall: NDArray[np.float64],
    predicted: NDArray[np.float64],
) -> dict[str, Array]:
    """The ridge that tells a reply in its own context from one in another's, as `Fitted` has it.

    A row a reply: its measures in both, its family, its overall score 0..1, and what is predicted of that
    with its family left out. Where too few are sound nothing is told apart.
    """
    measured = np.concatenate([own, lent])
    center = np.zeros(measured.shape[1], np.float32)
    spread = np.ones(measured.shape[1], np.float32)
    points, weights = measured, np.zeros(len(measured), np.float32)
    cuts = [-np.inf] * len(WORTH)
    sound = overall >= SOUND
    if sound.sum() >= _FEWEST:
        center, spread = measured.mean(axis=0), measured.std(axis=0) + np.float32(1e-6)
        points = (measured - center) / spread
        y = np.repeat([1.0, 0.0], [len(own), len(lent)])
        near = Nearness(np.asarray(points, np.float32), MATCH_WIDTH)(points)
        weights, held_out = ridge(near, y, np.tile(families, 2), MATCH_STRENGTH)
        mine, others = (held_out - float(y.mean())).reshape(2, -1)[:, sound]
        cuts = _cuts(mine, others, predicted[sound])
    return {
        "match_points": np.asarray(points, np.float32),
        "match_weights": np.asarray(weights, np.float32),
        "match_center": np.asarray(center, np.float32),
        "match_spread": np.asarray(spread, np.float32),
        "match_cut": np.asarray(cuts, np.float32),
    }


def _cuts(
    own: NDArray[np.float64], lent: NDArray[np.float64], predicted: NDArray[np.float64]
) -> list[float]:
    """For each overall score of `WORTH` the cut between sound replies of about that score at home and away."""
    cuts: list[float] = []
    for worth in WORTH:
        near = np.abs(predicted - worth) <= _AROUND
        near |= near.sum() < _FEWEST
        found = min(np.quantile(own[near], MISTAKEN), np.quantile(lent[near], KNOWN))
        cuts.append(max([float(found), *cuts[-1:]]))
    return cuts
