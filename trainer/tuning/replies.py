"""From a rubric's labelled replies to its listener."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from trainer.content.language import phrase_files
from trainer.content.library import Library
from trainer.model.assessment import Context
from trainer.model.rubric import Rubric
from trainer.scoring.fit import OVERALL
from trainer.scoring.labelled import Labels
from trainer.scoring.listener import Listening
from trainer.scoring.marks import MARKS, Marks, learn_marks
from trainer.scoring.reading import Reading
from trainer.scoring.text import fold, outside_actions
from trainer.session.encoder import SentenceEncoder
from trainer.session.learning import read_book, read_patterns, replies_of
from trainer.session.listener_file import packed_listener
from trainer.tuning.training import FOLDS, Clauses, Sample, Training, fold_of

if TYPE_CHECKING:
    from numpy.typing import NDArray


def tuned(
    library: Library, rubric_id: str | Path, cache: Path, tell: Callable[[str], None]
) -> bytes | None:
    """The file of a listener made from a rubric's labelled replies; None where it has too few.

    Raises NotFound, ContentFaults, StorageError.
    """
    loaded = library.rubric(rubric_id)
    folder, rubric = loaded.path.parent, loaded.value
    encoder = SentenceEncoder(cache)
    heads = heads_of(rubric)
    samples = [
        sample
        for path in phrase_files(folder)
        for sample in _samples(folder, path, rubric, heads, encoder)
    ]
    if len(set(map(fold_of, samples))) < FOLDS:  # each is judged by what the others teach
        return None
    training = Training(samples, encoder.parts.weights)
    unseen = training.unseen(tell)
    network = training.network(range(len(samples)), FOLDS, tell)
    keys = (sample.key for sample in samples)
    return packed_listener(Listening(heads, network.arrays()), dict(zip(keys, unseen, strict=True)))


def heads_of(rubric: Rubric) -> tuple[str, ...]:
    """What a listener judges: all criteria but the one of the resident's type, which it does not know."""
    of_type = rubric.style.criterion if rubric.style else None
    return (*(c.id for c in rubric.criteria if c.id != of_type), OVERALL)


def _samples(
    folder: Path, path: Path, rubric: Rubric, heads: Sequence[str], encoder: SentenceEncoder
) -> Iterator[Sample]:
    book = read_book(path, rubric)
    read_patterns(path, book)
    lang = book.phrases.lang
    replies = [(reply.key, *reply.read()) for reply in replies_of(folder, lang)]
    marks = Marks(
        learn_marks([outside_actions(fold(line.reply)) for _, line, _ in replies], lang), lang
    )
    for key, line, labels in replies:

        def cut(reply: str, context: Context = line.context) -> Clauses:
            reading = Reading(reply, context, lang, book, marks=marks)
            return Clauses(
                [encoder.pieces(text) for text in reading.plain],
                [clause.action for clause in reading.clauses],
                [reading.asks(i) for i in range(len(reading.clauses))],
            )

        yield Sample(
            key,
            labels.family or str(key),
            cut(line.reply),
            cut(unmarked(line.reply, lang, np.random.default_rng(key))),
            line.context.stage,
            line.context.venue,
            _levels(labels, heads, line.context.venue is not None),
        )


def unmarked(reply: str, lang: str, chance: np.random.Generator) -> str:
    """A reply without marks or, as often, with half of them; those inside figures and actions stay."""
    share = chance.choice([0.5, 1.0])
    space = "" if lang.startswith("zh") else " "
    return "".join(
        space if said in MARKS and not _in_figure(reply, i) and chance.random() < share else written
        for i, (written, said) in enumerate(zip(reply, outside_actions(reply), strict=True))
    )


def _in_figure(text: str, i: int) -> bool:
    return text[i - 1 : i].isdigit() and text[i + 1 : i + 2].isdigit()


def _levels(labels: Labels, heads: Sequence[str], placed: bool) -> NDArray[np.float32]:
    """By head whether level 1 was reached and whether level 2; `overall` only where the venue is known."""
    found = np.full((len(heads), 2), np.nan, np.float32)
    for row, head in enumerate(heads[:-1]):
        if (level := labels.levels.get(head)) is not None:
            found[row] = abs(level) >= 1, abs(level) >= 2
    if labels.overall is not None and placed:
        found[-1, 0] = labels.overall / 100
    return found
