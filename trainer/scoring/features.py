"""A reply in its context as numbers that a linear rule can weigh.

Everything is first measured per clause (`Reading`), then summed over any set of clauses
(`Reading.features`). So a reply with a clause taken away can be judged again without reading it
again: that is how evidence is found.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from trainer.model.assessment import Context
from trainer.scoring.facts import CITED, uses
from trainer.scoring.numbers import quantities
from trainer.scoring.phrases import PhraseBook
from trainer.scoring.text import MOST, Clause, clauses, fold, inside_actions, outside_actions
from trainer.scoring.wording import words_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from trainer.scoring.listener import Listener
    from trainer.scoring.marks import Marks
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
_MARKS = " ,.!;:~，。、；：！…—～-“”\"'「」『』()（）"
"""What is taken off the ends of a clause: many type, and all dictate, without marks."""


class Features(NamedTuple):
    """Some parts of one reply as numbers, a row a part.

    `runs` are the weights (sub-linear counts) of the character runs in the reading's `buckets`;
    `mix @ vectors` with the reading's `vectors` is of unit length, or zero for nothing. `heard` is what
    the listener says of them, a column for each of its heads.
    """

    dense: NDArray[np.float32]
    runs: NDArray[np.float32]
    mix: NDArray[np.float32]
    heard: NDArray[np.float32]


class Reading:
    """A reply read once: its clauses and all that was found in them.

    `plain` are the clauses folded, without marks at their ends but that of a question, with one word for all
    people of a kind.
    """

    def __init__(
        self,
        reply: str,
        context: Context,
        lang: str,
        book: PhraseBook,
        encoder: Encoder,
        memory: Memory,
        recital: frozenset[str] = frozenset(),
        marks: Marks | None = None,
        listener: Listener | None = None,
    ) -> None:
        """`recital` are the rubric's own words, by `keys_of`: saying them does nothing."""
        self.reply = reply
        self.context = context
        self.lang = lang
        self.book = book
        self.folded = fold(reply)
        breaths = _told(_breaths(clauses(reply, lang, marks)), self.folded, context, lang, recital)
        self.clauses = [clause for breath in breaths for clause in breath]
        ends = np.cumsum([0, *map(len, breaths)]).tolist()
        self.breaths = [tuple(range(a, b)) for a, b in pairwise(ends)]
        kept = _only(self.folded, self.clauses)
        n = len(self.clauses)
        spoken, acted = outside_actions(kept), inside_actions(kept)
        texts = [self.folded[c.start : c.end].strip() for c in self.clauses]
        # Whom it is about changes nothing: a woman or a man, whatever the name.
        self._names = _names(context)
        self._known = " ".join(self._names)
        bare = [t.strip(_MARKS) for t in texts]
        self._action = np.array([c.action for c in self.clauses], bool)
        self._questions = np.zeros(n, bool)
        self._questions[_asking(self.breaths, self.folded, self.clauses, book, marks)] = True
        # What asks has its mark, whether it was set or not: to the encoder that is another sentence.
        bare = [
            t.rstrip("?") + "?" if asking else t
            for t, asking in zip(bare, self._questions, strict=True)
        ]
        self.plain = plain = [book.impersonal(t, self._names) for t in bare]
        self.vectors = encoder.vectors(plain) if n else np.zeros((0, encoder.size), np.float32)
        self.hits = book.find(spoken, acted)
        said = [_together(breath, reply) for breath in breaths]
        keys = ["" if c.action else _key(self.folded[c.start : c.end]) for c in said]
        self.stock = self._inside(book.courtesies(keys))
        harmless = book.harmless(keys)
        self.harmless = {fault: frozenset(self._inside(b)) for fault, b in harmless.items()}
        owner = np.full(len(reply) + 1, -1)
        for i, c in enumerate(self.clauses):
            owner[c.start : c.end] = i
        placed = [
            (h.group, h.use != "plain", owner[h.start], owner[h.end - 1])
            for h in self.hits
            if owner[h.start] >= 0 and owner[h.end - 1] >= 0
        ]
        group, other, self._begin, self._end = np.array(placed, np.int64).reshape(-1, 4).T
        # A row a hit, a column a group: first the words that are used, then those only mentioned.
        self._hits = np.zeros((len(placed), 2 * len(book.names)), np.float32)
        self._hits[range(len(placed)), group + other * len(book.names)] = 1
        asking = [b for b, inside in enumerate(self.breaths) if self._questions[list(inside)].any()]
        found, against = uses(said, self.folded, context, lang, asking)
        self.facts = [use._replace(clauses=self._inside(use.clauses)) for use in found]
        self.contradictions = [
            c._replace(
                clause=next(i for i in self.breaths[c.clause] if c.start < self.clauses[i].end)
            )
            for c in against
        ]
        self._fact_share = np.array([f.share for f in self.facts])
        self._fact_numbers = np.array([f.numbers for f in self.facts], float)
        self._fact_clauses = np.zeros((n, len(self.facts)))
        for column, used in enumerate(self.facts):
            self._fact_clauses[list(used.clauses), column] = 1
        self._fact_parts = np.maximum(1, self._fact_clauses.sum(axis=0))
        self._wrong = np.array(
            [
                any(c.start < piece.end and piece.start < c.end for c in self.contradictions)
                for piece in self.clauses
            ],
            bool,
        )
        zh = lang.startswith("zh")
        self._lengths = np.array([len(t) if zh else len(t.split()) for t in bare], float)
        numbers = [len(quantities(t, lang)) for t in texts]
        self._listener = listener
        heard_in = (plain, self._action, self._questions, context.stage, context.venue, self.stock)
        self._heard = listener.hear(*heard_in) if listener else None
        line = fold(context.resident_line)
        line_words = words_of(line, lang)
        about = [words_of(t, lang) for t in texts]
        shared = [len(words & line_words) for words in about]
        echo = [k / len(words) if words else 0.0 for k, words in zip(shared, about, strict=True)]
        back = np.array(shared, float) / max(4, len(line_words))
        names = [name for name in map(fold, context.address_as) if name]
        self._named = np.array([any(name in t for name in names) for t in texts], bool)
        self._titled = np.array([book.titled_at(t, self._known) is not None for t in texts], bool)
        near = self.vectors @ memory.vectors((line, *(fold(text) for _, text in context.facts))).T
        to_facts = near[:, 1:].max(axis=1) if context.facts else np.zeros(n)
        self._close = np.column_stack([echo, back, near[:, 0], to_facts])
        self._sums = np.column_stack([self._lengths, self._questions, numbers, self._close])
        self._context = np.array(
            [context.venue == v for v in VENUES]
            + [context.stage == s for s in STAGES]
            + [context.venue is None],
            float,
        )
        self._style = np.array([_style(context.disc, letter) for letter in _STYLES])
        signal = {name: i for i, (part, name) in enumerate(book.names) if part == "signal"}
        self._style_signals = [signal[s] for s in _STYLE_SIGNALS if s in signal]
        runs = [runs_of(t.strip("?"), lang) for t in plain]
        self.buckets = np.array(sorted(set().union(*runs)), np.int64)
        place = {bucket: i for i, bucket in enumerate(self.buckets.tolist())}
        self._run_counts = np.zeros((n, len(place)), np.float32)
        for i, counts in enumerate(runs):
            for bucket, count in counts.items():
                self._run_counts[i, place[bucket]] = count

    def _inside(self, breaths: Iterable[int]) -> tuple[int, ...]:
        """The places of the clauses of some breaths."""
        return tuple(i for b in breaths for i in self.breaths[b])

    @property
    def numbers(self) -> list[tuple[int, int]]:
        """Where quantities stand."""
        return [(q.start, q.end) for q in quantities(outside_actions(self.folded), self.lang)]

    @property
    def against(self) -> frozenset[str]:
        """The criteria whose wording says that they were not met."""
        names = (self.book.names[hit.group] for hit in self.hits if hit.use == "plain")
        return frozenset(criterion for criterion, group in names if group == "against")

    @property
    def questions(self) -> list[Clause]:
        """The clauses that ask."""
        return [c for c, asks in zip(self.clauses, self._questions, strict=True) if asks]

    @property
    def address(self) -> tuple[int, int] | None:
        """Where a proper form of address stands first."""
        for name in map(fold, self.context.address_as):
            if name and (start := self.folded.find(name)) >= 0:
                return start, start + len(name)
        found = self.book.titled_at(self.folded, self._known)
        return found.span() if found else None

    @property
    def misnamed(self) -> bool:
        """Whether the reply opens by calling the resident by a name that is not theirs."""
        if not self._names or any(n in self.folded for n in self._names):
            return False
        called = self.called
        return bool(called) and called not in self._known

    @property
    def called(self) -> str:
        """The name by which the reply opens, in Chinese the surname; empty where it opens with none."""
        spoken = next((c for c in self.clauses if not c.action), None)
        if spoken is None:
            return ""
        here = slice(spoken.start, spoken.end)
        return self.book.called_first(self.folded[here], self.reply[here])

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
        return self.features(np.ones((1, len(self.clauses)), bool))

    def _dense(self, masks: NDArray[np.bool_]) -> NDArray[np.float32]:
        rows = len(masks)
        zh = self.lang.startswith("zh")
        spoken = masks & ~self._action
        any_spoken = spoken.any(axis=1)
        n = len(self.clauses)
        opening = np.where(any_spoken, spoken.argmax(axis=1), -1) if n else np.full(rows, -1)
        closing = (
            np.where(any_spoken, n - 1 - spoken[:, ::-1].argmax(axis=1), -1)
            if n
            else np.full(rows, -1)
        )
        used, names = self._hits[:, : len(self.book.names)], len(self.book.names)
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
        facts = len(self.context.facts)

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


def _names(context: Context) -> list[str]:
    """What the resident is called, longest first."""
    return sorted({n for n in map(fold, (*context.address_as, context.name or "")) if n}, key=len)[
        ::-1
    ]


def _breaths(pieces: Iterable[Clause]) -> list[list[Clause]]:
    """The clauses that are said in one breath, together."""
    return [list(inside) for _breath, inside in groupby(pieces, lambda c: c.breath)]


def _together(breath: Sequence[Clause], reply: str) -> Clause:
    """What is said in one breath, as one clause."""
    first, last = breath[0], breath[-1]
    return first._replace(end=last.end, text=reply[first.start : last.end])


def _asking(
    breaths: Iterable[Sequence[int]],
    folded: str,
    pieces: Sequence[Clause],
    book: PhraseBook,
    marks: Marks | None,
) -> list[int]:
    """The places of the clauses that ask: of a breath that does as a whole those that do by themselves, else its last."""

    def asks(start: int, end: int) -> bool:
        text = folded[start:end].strip().strip(_MARKS)
        return book.asks(text) or (marks is not None and marks.asks(text))

    found: list[int] = []
    for inside in breaths:
        first, last = pieces[inside[0]], pieces[inside[-1]]
        if not first.action and asks(first.start, last.end):
            alone = [i for i in inside if len(inside) > 1 and asks(*pieces[i][:2])]
            found += alone or [inside[-1]]
    return found


def _told(
    breaths: Sequence[Sequence[Clause]],
    folded: str,
    context: Context,
    lang: str,
    recital: frozenset[str],
) -> list[list[Clause]]:
    """The breaths that say something: once each, not the rubric's words, not the resident's own.

    One in the resident's words is a copy only where most of the reply is: who restates a part to
    check it, or regrets it, says more than that.
    """
    seen: set[str] = set()
    kept: list[tuple[Sequence[Clause], str]] = []
    for breath in breaths:
        key = _key(folded[breath[0].start : breath[-1].end])
        if key not in seen and (breath[0].action or key not in recital):
            seen.add(key)
            kept.append((breath, key))
    line = _key(fold(context.resident_line))
    shortest = 4 if lang.startswith("zh") else 10
    copies = {
        key
        for breath, key in kept
        if not breath[0].action and len(key) >= shortest and _copied(key, line)
    }
    total = sum(len(key) for breath, key in kept if not breath[0].action)
    if sum(map(len, copies)) < 0.6 * total:
        copies = set()
    else:
        copies |= {key for breath, key in kept if not breath[0].action and key in line}
    left = [clause for breath, key in kept if key not in copies for clause in breath]
    return _breaths(left[:MOST])


def _copied(key: str, line: str) -> bool:
    if key in line:
        return True
    runs = [key[i : i + 6] for i in range(len(key) - 5)]
    return bool(runs) and sum(run in line for run in runs) >= 0.7 * len(runs)


def keys_of(texts: Iterable[str], lang: str) -> frozenset[str]:
    """Clauses of texts as they are compared: letters, digits and ideographs only."""
    found: set[str] = set()
    for text in texts:
        folded = fold(text)
        found |= {_key(folded[c.start : c.end]) for c in clauses(text, lang)} | {_key(folded)}
    return frozenset(found)


def _key(folded: str) -> str:
    return re.sub(r"\W+", "", folded)


def _only(folded: str, kept: Sequence[Clause]) -> str:
    """The text with all but the clauses blanked out, every other character in its place."""
    left = [" "] * len(folded)
    for c in kept:
        left[c.start : c.end] = folded[c.start : c.end]
    return "".join(left).rstrip()


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
