"""Where a speaker would pause, for replies typed or dictated without marks.

Learned from the labelled replies that have marks: how often words around a gap stand at a mark and how
often not (log odds, summed as in naive Bayes). Used only on runs too long to be said in one breath.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from trainer.scoring.numbers import quantities

if TYPE_CHECKING:
    from numpy.typing import NDArray

BUCKETS = 1 << 15
"""Hash buckets of the words around a gap."""
ENOUGH = 1.5
"""Log odds from which on a gap is a pause: best F1 on replies of authors left out (0.54 zh, 0.58 en)."""
_MARKS = set("，,。！？!?；;：:、…—~～.\n")
_ZH_TOKEN = re.compile(r"[^\W_]|_")
_TOKEN = re.compile(r"[\w'£$%&/@-]+(?:[.:,]\d+)*")


class Pauses:
    """Log odds of a pause by what stands around a gap; `weights` has `BUCKETS` numbers."""

    def __init__(self, weights: NDArray[np.float32], lang: str) -> None:
        zh = lang.startswith("zh")
        self._weights = weights
        self._zh = zh
        self._longest, self._least = (14, 4) if zh else (10, 3)

    def inside(self, run: str) -> list[int]:
        """Where pauses stand in a folded run without marks, as offsets; none in a short one."""
        words, places = _words(run, self._zh)
        n = len(words)
        if n <= self._longest:
            return []
        numbers = [(q.start, q.end) for q in quantities(run, "zh" if self._zh else "en")]
        odds = [float(self._weights[_around(words, i, self._zh)].sum()) for i in range(1, n)]
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
        return sorted(places[i] for i in kept)


def learn_pauses(texts: Iterable[str], lang: str) -> NDArray[np.float32]:
    """The weights of `Pauses` from folded texts of which most have their marks."""
    zh = lang.startswith("zh")
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
            if any(c in _MARKS for c in text[places[i - 1] + len(words[i - 1]) : places[i]])
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
    return [zlib.crc32(f"{len(s.split())}{s}".encode()) % BUCKETS for s in seen]
