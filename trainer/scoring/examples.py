"""Labelled replies as features."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from trainer.model.assessment import Context
from trainer.model.rubric import Rubric
from trainer.scoring.features import Reading
from trainer.scoring.fit import OVERALL, Examples
from trainer.scoring.labelled import Labels
from trainer.scoring.meaning import Encoder, Memory
from trainer.scoring.phrases import PhraseBook


def read_examples(
    replies: Sequence[tuple[str, Context, Labels]],
    rubric: Rubric,
    lang: str,
    book: PhraseBook,
    encoder: Encoder,
) -> Examples:
    """The features and labels of labelled replies in one language.

    `overall` is learned only from replies whose venue is known: of a bare line nobody can say how
    well it handled the matter.
    """
    memory = Memory(encoder)
    dense, runs, vectors, families = [], [], [], []
    heads = [c.id for c in rubric.criteria]
    labels = {head: np.full(len(replies), np.nan) for head in (*heads, OVERALL)}
    for row, (reply, context, given) in enumerate(replies):
        reading = Reading(reply, context, lang, book, encoder, memory)
        whole = reading.whole()
        dense.append(whole.dense[0])
        runs.append((whole.buckets, whole.runs[0]))
        vectors.append(whole.vectors[0])
        families.append(given.family or f"#{row}")
        for head in heads:
            if (level := given.levels.get(head)) is not None:
                labels[head][row] = level
        if given.overall is not None and context.venue is not None:
            labels[OVERALL][row] = given.overall / 100
    return Examples(np.stack(dense), runs, np.stack(vectors), families, labels)
