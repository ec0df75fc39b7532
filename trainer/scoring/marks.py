"""What marks would say, for replies typed or dictated without: where one would pause, and what asks.

Learned from the labelled replies that have marks. A pause: how often words around a gap stand at a mark and
how often not (log odds, summed as in naive Bayes); used only on runs too long to be said in one breath. A
question: a ridge on the words of a clause and on those at its ends.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from trainer.scoring.numbers import quantities
from trainer.scoring.ridge import solved
from trainer.scoring.text import clauses

if TYPE_CHECKING:
    from numpy.typing import NDArray

BUCKETS = 1 << 15
"""Hash buckets of the words around a gap, and of those of a clause."""
ENOUGH = 0.3
"""Log odds from which on a gap may be a pause. To what is judged one cut more does less harm than one too few: without any
marks the overall moved by 2.8 points, with fewer cuts by 3.6 to 4.2 (from -0.3 to 0.8 it is much the same)."""
SURE = 1.5
"""Log odds from which on it is one as people set them: best F1 on replies of authors left out (0.54 zh, 0.58 en)."""
ASKED = 0.45
"""How likely a clause must be a question, 0..1. Of those it finds people set a question mark after 76 (zh) and 81 (en) of
100, and most of the others ask too; it finds 57 and 63 of 100 that people set one after (replies kept apart)."""
_CALM = 30.0
"""Penalty of the ridge: among 3 to 30 the largest is best on authors left out."""
MARKS = frozenset("，,。！？!?；;：:、…—~～.\n")
_FULL = tuple("。！!.")
_ZH_TOKEN = re.compile(r"[^\W_]|_")
_TOKEN = re.compile(r"[\w'£$%&/@-]+(?:[.:,]\d+)*")


class Marks:
    """What is to be told of folded text without marks; `weights` are those of `learn_marks`."""

    def __init__(self, weights: NDArray[np.float32], lang: str) -> None:
        zh = lang.startswith("zh")
        self._around, self._asking = weights
        self._zh = zh
        self._breath = 14 if zh else 10
        self._longest, self._least = (7, 4) if zh else (7, 3)

    def pauses(self, run: str) -> list[tuple[int, bool]]:
        """Where pauses may stand in a folded run without marks, as offsets, and where one surely does.

        In a short run there is none, in what can be said in one breath no sure one.
        """
        words, places = _words(run, self._zh)
        n = len(words)
        if n <= self._longest:
            return []
        numbers = [(q.start, q.end) for q in quantities(run, "zh" if self._zh else "en")]
        odds = [float(self._around[_around(words, i, self._zh)].sum()) for i in range(1, n)]
        likely = sorted(
            (i for i in range(self._least, n - self._least + 1) if odds[i - 1] > ENOUGH),
            key=lambda i: -odds[i - 1],
        )
        kept: list[int] = []
        for i in likely:
            if any(start < places[i] < end for start, end in numbers):
                continue  # nobody pauses inside “8号窗口”
            if all(abs(i - other) >= self._least for other in kept):
                kept.append(i)
        sure = n > self._breath
        return sorted((places[i], sure and odds[i - 1] > SURE) for i in kept)

    def asks(self, clause: str) -> bool:
        """Whether a clause, said without a mark, is a question; a single word is none."""
        seen = _of_clause(_words(clause, self._zh)[0], self._zh)
        return bool(seen) and float(self._asking[seen].sum()) > ASKED


def learn_marks(texts: Sequence[str], lang: str) -> NDArray[np.float32]:
    """The weights of `Marks` from folded texts of which most have their marks: 2 rows, pauses and questions."""
    zh = lang.startswith("zh")
    return np.stack([_pauses(texts, zh), _questions(texts, lang)])


def _pauses(texts: Iterable[str], zh: bool) -> NDArray[np.float32]:
    at, not_at = np.full(BUCKETS, 0.5), np.full(BUCKETS, 0.5)
    pauses = others = 1
    for words, marked in _marked(texts, zh):
        for i in range(1, len(words)):
            around = _around(words, i, zh)
            if i in marked:
                at[around] += 1
                pauses += 1
            else:
                not_at[around] += 1
                others += 1
    return np.asarray(np.log(at / pauses) - np.log(not_at / others), np.float32)


def _marked(texts: Iterable[str], zh: bool) -> Iterator[tuple[list[str], set[int]]]:
    """Words of each text that has marks enough to learn from, and before which of them one stands."""
    for text in texts:
        words, places = _words(text, zh)
        marked = {
            i
            for i in range(1, len(words))
            if any(c in MARKS for c in text[places[i - 1] + len(words[i - 1]) : places[i]])
        }
        if len(words) >= 8 and (1 + len(marked)) * (14 if zh else 9) >= len(words):
            yield words, marked


def _words(text: str, zh: bool) -> tuple[list[str], list[int]]:
    found = [(m[0], m.start()) for m in (_ZH_TOKEN if zh else _TOKEN).finditer(text)]
    return [word for word, _ in found], [place for _, place in found]


def _around(words: Sequence[str], i: int, zh: bool) -> list[int]:
    """Buckets of what stands before and after the gap in front of word `i`."""
    glue = "" if zh else " "
    reach = 3 if zh else 2
    seen = [f"<{glue.join(words[max(0, i - k) : i])}" for k in range(1, reach + 1)]
    seen += [f">{glue.join(words[i : i + k])}" for k in range(1, reach + 1)]
    seen.append(f"{words[i - 1]}|{words[i]}")
    return [zlib.crc32(s.encode()) % BUCKETS for s in seen]


def _questions(texts: Iterable[str], lang: str) -> NDArray[np.float32]:
    """Weights that tell a clause before a question mark from others; of texts that have none, those before a full stop."""
    zh = lang.startswith("zh")
    rows, asked = [], []
    for text in texts:
        some = "?" in text
        for clause in clauses(text, lang):
            said = clause.text.rstrip().rstrip("\"'”’)）")
            if not some and said[-1:] not in _FULL:
                continue  # who sets no question mark asks without one
            if seen := _of_clause(_words(said, zh)[0], zh):
                rows.append(seen)
                asked.append(said.endswith("?"))
    if not any(asked):
        return np.zeros(BUCKETS, np.float32)
    return _ridge(rows, np.array(asked, np.float32))


def _of_clause(words: Sequence[str], zh: bool) -> list[int]:
    """Buckets of a clause's words, alone and by two, and of those at its ends; of a single word none.

    The first stands for any clause.
    """
    if len(words) < 2:
        return []
    glue = "" if zh else " "
    seen = {""} | set(words) | {glue.join(words[i : i + 2]) for i in range(len(words) - 1)}
    seen |= {f"^{glue.join(words[:k])}" for k in (1, 2, 3)}
    seen |= {f"{glue.join(words[-k:])}$" for k in ((1, 2, 3, 4) if zh else (1, 2, 3))}
    return [zlib.crc32(s.encode()) % BUCKETS for s in sorted(seen)]


def _ridge(rows: Sequence[Sequence[int]], wanted: NDArray[np.float32]) -> NDArray[np.float32]:
    """A weight a bucket, so that the sum over a row is about what is wanted."""
    buckets = np.concatenate([np.array(row) for row in rows])
    owner = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    size = (np.bincount(buckets, minlength=BUCKETS)[:, None] + _CALM).astype(np.float32)

    def into_buckets(by_row: NDArray[Any]) -> NDArray[np.float32]:
        total = np.bincount(buckets, by_row[owner], BUCKETS)
        return total[:, None].astype(np.float32)

    def times(weights: NDArray[np.float32]) -> NDArray[np.float32]:
        sums = np.bincount(owner, weights[buckets, 0], len(rows))
        return into_buckets(sums) + np.float32(_CALM) * weights

    found = solved(times, lambda left: left / size, into_buckets(wanted))
    return found[:, 0]
