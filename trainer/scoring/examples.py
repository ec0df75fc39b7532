"""Labelled replies as features."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np

from trainer.model.assessment import Context
from trainer.model.rubric import Rubric
from trainer.scoring.features import Measured
from trainer.scoring.fit import OVERALL, Examples
from trainer.scoring.kernel import in_how_many, rare
from trainer.scoring.labelled import Labels
from trainer.scoring.marks import Marks, learn_marks
from trainer.scoring.match import FEWEST, MEASURES, crosswise, given, ground, measures, said
from trainer.scoring.meaning import Encoder, Memory
from trainer.scoring.phrases import PhraseBook
from trainer.scoring.reading import Reading
from trainer.scoring.text import fold, outside_actions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from trainer.scoring.listener import Listener


def read_examples(
    replies: Sequence[tuple[str, Context, Labels]],
    rubric: Rubric,
    lang: str,
    book: PhraseBook,
    encoder: Encoder,
    marks: NDArray[np.float32] | None = None,
    listener: Listener | None = None,
    heard: Sequence[NDArray[np.float32] | None] | None = None,
) -> Examples:
    """The features and labels of labelled replies in one language.

    `overall` is learned only from replies whose venue is known: of a bare line nobody can say how
    well it handled the matter. Where the weights of `Marks` are given, nothing is learned about text
    without marks, nor what a reply takes up of its context. `heard` is, by reply, what a listener that has
    not learned from it says of it, where it is known; of the others the `listener` has not learned either.
    """
    memory = Memory(encoder)
    around = lru_cache(maxsize=64)(partial(ground, memory=memory))  # families stand together
    fresh = marks is None
    weights = (
        learn_marks([outside_actions(fold(reply)) for reply, _, _ in replies], lang)
        if marks is None
        else marks
    )
    unmarked = Marks(weights, lang)
    told = heard or [None] * len(replies)
    dense, runs, vectors, said_of, families, firm, spoken = [], [], [], [], [], [], []
    heads = [c.id for c in rubric.criteria]
    labels = {head: np.full(len(replies), np.nan) for head in (*heads, OVERALL)}
    typed = 0
    for row, (reply, context, labelled) in enumerate(replies):
        known = told[row]
        unheard = listener if known is None else None
        reading = Reading(reply, context, lang, book, marks=unmarked)
        measured = Measured(reading, encoder, memory, unheard)
        whole = measured.whole()
        said_of.append(whole.heard[0] if known is None else known)
        typed = measured.typed
        dense.append(whole.dense[0])
        runs.append((measured.buckets, whole.runs[0]))
        vectors.append(whole.mix[0] @ measured.vectors)
        families.append(labelled.family or f"#{row}")
        firm.append(labelled.raters > 1)
        for head in heads:
            if (level := labelled.levels.get(head)) is not None:
                labels[head][row] = level
        if labelled.overall is not None and context.venue is not None:
            labels[OVERALL][row] = labelled.overall / 100
        if fresh and (labelled.overall or 0) >= 25 and context.facts:
            mine = said(measured)
            if len(mine.words) >= FEWEST:
                spoken.append((mine, around(*given(context), lang), row))
    rarity = rare(in_how_many(runs), len(runs))
    own, lent, compared = [], [], []
    for i, other in crosswise(len(spoken), [families[row] for _, _, row in spoken]):
        own.append(measures(spoken[i][0], spoken[i][1], rarity))
        lent.append(measures(spoken[i][0], spoken[other][1], rarity))
        compared.append(spoken[i][2])
    return Examples(
        dense=np.stack(dense),
        typed=typed,
        runs=runs,
        vectors=np.stack(vectors),
        heard=np.stack(said_of).astype(np.float32),
        listens=listener.heads if listener else (),
        families=families,
        firm=np.array(firm, bool),
        labels=labels,
        marks=weights,
        own=np.array(own, np.float32).reshape(-1, MEASURES),
        lent=np.array(lent, np.float32).reshape(-1, MEASURES),
        compared=np.array(compared, np.int64),
    )
