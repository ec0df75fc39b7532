"""A reply in its context as numbers that a linear rule can weigh.

Everything is first measured per clause (`Reading`), then summed over any set of clauses
(`Reading.features`). So a reply with a clause taken away can be judged again without reading it
again: that is how evidence is found.
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from trainer.model.assessment import Context
from trainer.scoring.facts import CITED, uses, words_of
from trainer.scoring.numbers import quantities
from trainer.scoring.phrases import PhraseBook
from trainer.scoring.text import Clause, clauses, fold, inside_actions, outside_actions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from trainer.scoring.meaning import Encoder, Memory

BUCKETS = 1 << 14
"""Hash buckets of character runs."""

_STYLES = "DISC"
_VENUES = ("hall", "community", "visit", "hotline", "incident")
_STAGES = ("opening", "middle", "closing")
_STYLE_SIGNALS = (
    "time", "soon", "we", "steps", "options", "no_hurry", "rush", "company", "source", "vague",
    "flattery", "lecture", "warmth", "yes_no", "order", "courtesy", "concern", "hear_back",
)  # fmt: skip
_SENTENCE_QUESTION = re.compile(r"[?？]|[吗呢么][。!！~～ ]*$")


class Reading:
    """A reply read once: its clauses and all that was found in them."""

    def __init__(
        self,
        reply: str,
        context: Context,
        lang: str,
        book: PhraseBook,
        encoder: Encoder,
        memory: Memory,
    ) -> None:
        self.reply = reply
        self.context = context
        self.lang = lang
        self.book = book
        self.folded = fold(reply)
        pieces = clauses(reply, lang)
        # Saying it twice is saying it once.
        seen: set[str] = set()
        self.clauses: list[Clause] = []
        for piece in pieces:
            key = re.sub(r"\W+", "", self.folded[piece.start : piece.end])
            if key not in seen:
                seen.add(key)
                self.clauses.append(piece)
        n = len(self.clauses)
        spoken, acted = outside_actions(self.folded), inside_actions(self.folded)
        texts = [self.folded[c.start : c.end].strip() for c in self.clauses]
        self.vectors = encoder.vectors(texts) if n else np.zeros((0, encoder.size), np.float32)
        self.hits = book.find(spoken, acted)
        owner = np.full(len(reply) + 1, -1)
        for i, c in enumerate(self.clauses):
            owner[c.start : c.end] = i
        self._hits = [
            (h.group, h.use, owner[h.start], owner[max(h.start, h.end - 1)])
            for h in self.hits
            if owner[h.start] >= 0 and owner[max(h.start, h.end - 1)] >= 0
        ]
        self.facts, self.contradictions = uses(self.clauses, self.folded, context, lang)
        self._lengths = np.array([len(t) if lang.startswith("zh") else len(t.split()) for t in texts])
        self._numbers = [len(quantities(t, lang)) for t in texts]
        self._questions = [
            bool(_SENTENCE_QUESTION.search(t)) and not c.action
            for t, c in zip(texts, self.clauses, strict=True)
        ]
        self._grams = [_grams(t, lang) for t in texts]
        line = fold(context.resident_line)
        line_words = words_of(line, lang)
        self._echo = [
            len(w & line_words) / len(w) if (w := words_of(t, lang)) else 0.0 for t in texts
        ]
        self._back = [len(words_of(t, lang) & line_words) / max(4, len(line_words)) for t in texts]
        names = [fold(name) for name in context.address_as]
        self._named = [any(name and name in t for name in names) for t in texts]
        self._titled = [bool(book.address and book.address.search(t)) for t in texts]
        self._to_line = self.vectors @ memory.vector(line)
        self._to_facts = (
            np.max([self.vectors @ memory.vector(fold(text)) for _, text in context.facts], axis=0)
            if context.facts
            else np.zeros(n)
        )

    def dense(self, kept: Sequence[int]) -> NDArray[np.float32]:
        """The named features over the clauses `kept` (indices, ascending)."""
        spoken = [i for i in kept if not self.clauses[i].action]
        have = set(kept)
        groups = len(self.book.names)
        plain = np.zeros(groups)
        other = np.zeros(groups)
        first = np.zeros(groups)
        last = np.zeros(groups)
        opening = spoken[0] if spoken else -1
        closing = spoken[-1] if spoken else -1
        for group, use, a, b in self._hits:
            if a in have and b in have:
                if use == "plain":
                    plain[group] += 1
                    first[group] += a == opening
                    last[group] += b == closing
                else:
                    other[group] += 1
        length = float(sum(self._lengths[i] for i in spoken))
        clauses_ = len(spoken)
        sentences = len({self.clauses[i].sentence for i in spoken})
        scale = length / (10 if self.lang.startswith("zh") else 7)
        questions = sum(self._questions[i] for i in spoken)
        numbers = sum(self._numbers[i] for i in spoken)
        used = [
            (f, len([c for c in f.clauses if c in have]) / max(1, len(f.clauses)))
            for f in self.facts
        ]
        cited = sum(f.share * part >= CITED for f, part in used)
        weighted = sum(min(1.0, f.share * 1.6) * part for f, part in used)
        strongest = max((f.share * part for f, part in used), default=0.0)
        matched = sum(f.numbers * part for f, part in used)
        wrong = len({c.clause for c in self.contradictions if c.clause in have})
        nf = len(self.context.facts)
        echo = [self._echo[i] for i in spoken]
        back = [self._back[i] for i in spoken]
        context = self.context
        acts = [i for i in kept if self.clauses[i].action]
        values = [
            math.log1p(length),
            min(length, 200) / 100,
            clauses_ / 5,
            sentences / 4,
            length / max(1, clauses_) / 10,
            float(length < (14 if self.lang.startswith("zh") else 9)),
            float(length > (80 if self.lang.startswith("zh") else 45)),
            float(length > (120 if self.lang.startswith("zh") else 80)),
            min(questions, 3),
            float(bool(spoken) and self._questions[closing]),
            min(numbers, 5) / 2,
            float(numbers > 0),
            float(sum(self._named[i] for i in spoken) > 0),
            float(sum(self._titled[i] for i in spoken) > 0),
            float(opening >= 0 and (self._named[opening] or self._titled[opening])),
            float(bool(acts)),
            min(len(acts), 3),
            min(cited, 4) / 2,
            float(cited > 0),
            weighted,
            weighted / max(1, nf),
            strongest,
            min(matched, 5) / 2,
            min(wrong, 3),
            float(nf > 0),
            float(numbers > matched and nf > 0),
            max(echo, default=0.0),
            float(np.mean(echo)) if echo else 0.0,
            max(back, default=0.0),
            sum(back),
            max((float(self._to_line[i]) for i in spoken), default=0.0),
            float(np.mean([self._to_line[i] for i in spoken])) if spoken else 0.0,
            max((float(self._to_facts[i]) for i in spoken), default=0.0),
            float(np.mean([self._to_facts[i] for i in spoken])) if spoken else 0.0,
            float(not spoken),
            *(float(context.venue == v) for v in _VENUES),
            *(float(context.stage == s) for s in _STAGES),
            float(context.venue is None),
        ]
        style = np.array([_style(context.disc, letter) for letter in _STYLES])
        counts = np.minimum(plain, 3) / 1.5
        signal = {name: i for i, (part, name) in enumerate(self.book.names) if part == "signal"}
        chosen = np.array([counts[signal[s]] if s in signal else 0.0 for s in _STYLE_SIGNALS])
        general = np.array(
            [values[0], values[5], values[6], values[8], values[11], values[17], values[12], plain.sum() / 10]
        )
        crossed = np.outer(style, np.concatenate([chosen, general])).ravel()
        density = plain / max(1.0, scale)
        return np.concatenate(
            [
                np.array(values),
                counts,
                plain > 0,
                np.minimum(other, 2),
                density,
                first > 0,
                last > 0,
                style,
                crossed,
            ]
        ).astype(np.float32)

    def grams(self, kept: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Character runs over the clauses `kept`: buckets and weights (sub-linear counts)."""
        total: dict[int, int] = {}
        for i in kept:
            for bucket, count in self._grams[i].items():
                total[bucket] = total.get(bucket, 0) + count
        buckets = np.fromiter(total.keys(), np.int64, len(total))
        weights = np.log1p(np.fromiter(total.values(), np.float32, len(total)))
        return buckets, weights.astype(np.float32)

    def pooled(self, kept: Sequence[int]) -> NDArray[np.float32]:
        """The mean of the clause vectors `kept`, by square root of length, of unit length."""
        if not len(kept):
            return np.zeros(self.vectors.shape[1], np.float32)
        weights = np.sqrt(np.maximum(1, self._lengths[list(kept)]))
        mean = weights @ self.vectors[list(kept)]
        return (mean / max(1e-6, float(np.linalg.norm(mean)))).astype(np.float32)


def _style(disc: str | None, letter: str) -> float:
    if not disc or letter not in disc:
        return 0.0
    if len(disc) == 1:
        return 1.0
    return 0.65 if disc[0] == letter else 0.35


def _grams(text: str, lang: str) -> dict[int, int]:
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
