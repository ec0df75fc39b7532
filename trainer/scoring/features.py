"""A reading in its context as numbers that a linear rule can weigh.

Everything is first measured per clause, then summed over any set of clauses. So a reply with a clause
taken away can be judged again without reading it again: that is how evidence is found.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from trainer.scoring.facts import CITED
from trainer.scoring.numbers import quantities
from trainer.scoring.reading import Reading
from trainer.scoring.text import fold
from trainer.scoring.wording import words_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from trainer.scoring.listener import Listener
    from trainer.scoring.meaning import Encoder, Memory

BUCKETS = 1 << 14
"""Hash buckets of character runs."""

_STYLES = "DISC"
_GENERAL = 8
VENUES = ("hall", "community", "visit", "hotline", "incident")
STAGES = ("opening", "middle", "closing")
_STYLE_SIGNALS = (
    "time", "soon", "we", "steps", "options", "no_hurry", "rush", "company", "source", "vague",
    "flattery", "lecture", "warmth", "yes_no", "order", "courtesy", "concern", "hear_back",
)  # fmt: skip


class Features(NamedTuple):
    """Some parts of one reply as numbers, a row a part.

    `runs` are the weights (sub-linear counts) of the character runs in `Measured.buckets`;
    `mix @ vectors` with `Measured.vectors` is of unit length, or zero for nothing. `heard` is what
    the listener says of them, a column for each of its heads.
    """

    dense: NDArray[np.float32]
    runs: NDArray[np.float32]
    mix: NDArray[np.float32]
    heard: NDArray[np.float32]


class Measured:
    """A reading's clauses in numbers: `vectors` are what they mean, `buckets` the character runs they have."""

    def __init__(
        self,
        reading: Reading,
        encoder: Encoder,
        memory: Memory,
        listener: Listener | None = None,
    ) -> None:
        """`memory` is the same encoder's."""
        self.reading = reading
        context, plain = reading.context, reading.plain
        n = len(reading.clauses)
        self.vectors = encoder.vectors(plain) if n else np.zeros((0, encoder.size), np.float32)
        self._action = np.array([c.action for c in reading.clauses], bool)
        self._questions = np.array([reading.asks(i) for i in range(n)], bool)
        self._listener = listener
        self._heard = None
        if listener:
            situation = (context.stage, context.venue)
            self._heard = listener.hear(
                plain, self._action, self._questions, *situation, reading.stock
            )
        self._count_hits()
        self._count_facts()
        self._count_words(memory)
        self._count_runs()
        self._context = np.array(
            [context.venue == v for v in VENUES]
            + [context.stage == s for s in STAGES]
            + [context.venue is None],
            float,
        )
        self._style = np.array([_style(context.disc, letter) for letter in _STYLES])

    def _count_hits(self) -> None:
        """A row a hit, a column a group: first the words that are used, then those only mentioned."""
        reading, book = self.reading, self.reading.book
        owner = np.full(len(reading.reply) + 1, -1)
        for i, c in enumerate(reading.clauses):
            owner[c.start : c.end] = i
        placed = [
            (h.group, h.use != "plain", owner[h.start], owner[h.end - 1])
            for h in reading.hits
            if owner[h.start] >= 0 and owner[h.end - 1] >= 0
        ]
        group, other, self._begin, self._end = np.array(placed, np.int64).reshape(-1, 4).T
        self._hits = np.zeros((len(placed), 2 * len(book.names)), np.float32)
        self._hits[range(len(placed)), group + other * len(book.names)] = 1
        signal = {name: i for i, (part, name) in enumerate(book.names) if part == "signal"}
        self._style_signals = [signal[s] for s in _STYLE_SIGNALS if s in signal]

    def _count_facts(self) -> None:
        """A column a fact: in which clauses it is."""
        reading = self.reading
        self._fact_share = np.array([f.share for f in reading.facts])
        self._fact_numbers = np.array([f.numbers for f in reading.facts], float)
        self._fact_clauses = np.zeros((len(reading.clauses), len(reading.facts)))
        for column, used in enumerate(reading.facts):
            self._fact_clauses[list(used.clauses), column] = 1
        self._fact_parts = np.maximum(1, self._fact_clauses.sum(axis=0))
        self._wrong = np.array(
            [
                any(c.start < piece.end and piece.start < c.end for c in reading.contradictions)
                for piece in reading.clauses
            ],
            bool,
        )

    def _count_words(self, memory: Memory) -> None:
        """How long each clause is, whom it names, how much of the resident's line and of a fact is in it."""
        reading, context, lang = self.reading, self.reading.context, self.reading.lang
        zh = lang.startswith("zh")
        self._lengths = np.array([len(t) if zh else len(t.split()) for t in reading.bare], float)
        numbers = [len(quantities(t, lang)) for t in reading.texts]
        line = fold(context.resident_line)
        line_words = words_of(line, lang)
        about = [words_of(t, lang) for t in reading.texts]
        shared = [len(words & line_words) for words in about]
        echo = [k / len(words) if words else 0.0 for k, words in zip(shared, about, strict=True)]
        back = np.array(shared, float) / max(4, len(line_words))
        self._named = np.array([reading.named(t) for t in reading.texts], bool)
        self._titled = np.array([reading.titled(t) for t in reading.texts], bool)
        near = self.vectors @ memory.vectors((line, *(fold(text) for _, text in context.facts))).T
        to_facts = near[:, 1:].max(axis=1) if context.facts else np.zeros(len(near))
        self._close = np.column_stack([echo, back, near[:, 0], to_facts])
        self._sums = np.column_stack([self._lengths, self._questions, numbers, self._close])

    def _count_runs(self) -> None:
        """A row a clause, a column a bucket of character runs."""
        runs = [runs_of(text.strip("?"), self.reading.lang) for text in self.reading.plain]
        self.buckets = np.array(sorted(set().union(*runs)), np.int64)
        place = {bucket: i for i, bucket in enumerate(self.buckets.tolist())}
        self._run_counts = np.zeros((len(runs), len(place)), np.float32)
        for i, counts in enumerate(runs):
            for bucket, count in counts.items():
                self._run_counts[i, place[bucket]] = count

    def features(self, masks: NDArray[np.bool_]) -> Features:
        """The features of parts of the reply: row r has the clauses where `masks[r]` is true."""
        runs = np.log1p(masks.astype(np.float32) @ self._run_counts)
        heard = np.zeros((len(masks), 0), np.float32)
        if self._listener:
            heard = self._listener.judge(self._heard, masks)
        return Features(self._dense(masks), runs, self._mix(masks), heard)

    @property
    def typed(self) -> int:
        """How many of the last named features see the resident's type."""
        return len(_STYLES) * (1 + len(self._style_signals) + _GENERAL)

    def whole(self) -> Features:
        """The features of the whole reply, one row."""
        return self.features(np.ones((1, len(self.reading.clauses)), bool))

    def _dense(self, masks: NDArray[np.bool_]) -> NDArray[np.float32]:
        rows = len(masks)
        zh = self.reading.lang.startswith("zh")
        spoken = masks & ~self._action
        any_spoken = spoken.any(axis=1)
        n = len(self.reading.clauses)
        opening = np.where(any_spoken, spoken.argmax(axis=1), -1) if n else np.full(rows, -1)
        closing = (
            np.where(any_spoken, n - 1 - spoken[:, ::-1].argmax(axis=1), -1)
            if n
            else np.full(rows, -1)
        )
        used, names = self._hits[:, : len(self.reading.book.names)], len(self.reading.book.names)
        kept = masks[:, self._begin] & masks[:, self._end]
        counted = kept.astype(np.float32) @ self._hits
        plain, other = counted[:, :names], counted[:, names:]
        first = (kept & (self._begin == opening[:, None])).astype(np.float32) @ used
        last = (kept & (self._end == closing[:, None])).astype(np.float32) @ used

        inside, said = masks.astype(float), spoken.astype(float)
        sums = said @ self._sums
        length, questions, numbers = sums[:, :3].T
        pieces = said.sum(axis=1)
        means = sums[:, 3:] / np.maximum(1, pieces)[:, None]
        most = np.where(spoken[:, :, None], self._close, 0.0).max(axis=1, initial=0.0)
        acts = inside @ self._action
        named = (spoken & self._named).any(axis=1)
        titled = (spoken & self._titled).any(axis=1)
        greeted = any_spoken & (self._named | self._titled)[opening] if n else named

        part = inside @ self._fact_clauses / self._fact_parts
        share = self._fact_share * part
        cited = (share >= CITED).sum(axis=1)
        weighted = (np.minimum(1.0, self._fact_share * 1.6) * part).sum(axis=1)
        strongest = share.max(axis=1, initial=0.0)
        matched = part @ self._fact_numbers
        wrong = inside @ self._wrong
        facts = len(self.reading.context.facts)

        columns = (
            np.log1p(length),
            np.minimum(length, 200) / 100,
            pieces / 5,
            length / np.maximum(1, pieces) / 10,
            length < (14 if zh else 9),
            length > (80 if zh else 45),
            length > (120 if zh else 80),
            np.minimum(questions, 3),
            any_spoken & self._questions[closing] if n else any_spoken,
            np.minimum(numbers, 5) / 2,
            numbers > 0,
            named,
            titled,
            greeted,
            acts > 0,
            np.minimum(acts, 3),
            np.minimum(cited, 4) / 2,
            cited > 0,
            weighted,
            weighted / max(1, facts),
            strongest,
            np.minimum(matched, 5) / 2,
            np.minimum(wrong, 3),
            facts > 0,
            (numbers > matched) & (facts > 0),
            most[:, 0],
            means[:, 0],
            most[:, 1],
            sums[:, 4],
            most[:, 2],
            means[:, 2],
            most[:, 3],
            means[:, 3],
            ~any_spoken,
        )
        values = np.empty((rows, len(columns) + len(self._context)))
        for place, column in enumerate(columns):
            values[:, place] = column
        values[:, len(columns) :] = self._context
        counts = np.minimum(plain, 3) / 1.5
        general = np.column_stack([values[:, [0, 4, 5, 7, 10, 16, 11]], plain.sum(axis=1) / 10])
        assert general.shape[1] == _GENERAL
        chosen = np.column_stack([counts[:, self._style_signals], general])
        crossed = (self._style[None, :, None] * chosen[:, None, :]).reshape(rows, -1)
        density = plain / np.maximum(1.0, length / (10 if zh else 7))[:, None]
        return np.concatenate(
            [
                values,
                counts,
                plain > 0,
                np.minimum(other, 2),
                density,
                first > 0,
                last > 0,
                np.tile(self._style, (rows, 1)),
                crossed,
            ],
            axis=1,
        ).astype(np.float32)

    def _mix(self, masks: NDArray[np.bool_]) -> NDArray[np.float32]:
        """What each clause gives to the mean vector of a part, by the square root of its length."""
        mix = masks * np.sqrt(np.maximum(1, self._lengths))
        size = np.linalg.norm(mix @ self.vectors, axis=1, keepdims=True)
        return np.asarray(mix / np.maximum(1e-6, size), np.float32)


def _style(disc: str | None, letter: str) -> float:
    if not disc or letter not in disc:
        return 0.0
    if len(disc) == 1:
        return 1.0
    return 0.65 if disc[0] == letter else 0.35


def runs_of(text: str, lang: str) -> dict[int, int]:
    """Counts of the character runs of a folded text, by hash bucket."""
    counts: dict[int, int] = {}
    body = re.sub(r"\s+", "" if lang.startswith("zh") else " ", text)
    shortest, longest = (1, 3) if lang.startswith("zh") else (3, 5)
    if not lang.startswith("zh"):
        body = f" {body} "
    raw = body.encode("utf-32-le")
    for size in range(shortest, longest + 1):
        for i in range(len(body) - size + 1):
            bucket = zlib.crc32(raw[4 * i : 4 * (i + size)]) % BUCKETS
            counts[bucket] = counts.get(bucket, 0) + 1
    return counts
