"""From word pieces to a vector: what the sentence encoder's package computes, in an order that takes half the time.

The package's time goes into products, and more than half of them see one word piece at a time: the
projection before the convolutions, and the first convolution, which adds up what it sees of each piece
beside another. Those depend on nothing but the piece, and a day's talk uses some hundreds of them over
and over. So they are kept by piece. The numbers are the package's but for their last bits.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

BRANCHES = ((2, 0), (3, 1), (5, 2))
"""How many word pieces each branch of convolutions sees at once, and how many of them before its own."""
_MOST = max(size for size, _before in BRANCHES)
_EARLIEST = max(before for _size, before in BRANCHES)
_KEPT = 4096
"""Word pieces of which something is kept, 13 KB each; with more, all are forgotten."""
_AT_ONCE = 8
"""New word pieces in one product: always so many, for the last bits of a row depend on the number of rows."""
_TOGETHER = 384
"""Word pieces, about, of the texts worked out together: what fits a processor's cache."""


class Convolutions:
    """Multilingual sentence encoder (Yang et al. 2019) with these arrays, named as in the package.

    Those of a branch have its number: `w1.0`. Without `dense` layers the vector is the mean of
    what the convolutions saw.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]], *, dense: bool = True) -> None:
        """Raises KeyError, ValueError where the arrays are not those of this encoder."""
        self._arrays = a = dict(arrays)
        self._dense = dense
        self._eps = float(a["eps"])
        self.size = int(a["cnn_W"].shape[1])
        self._width = width = a["b1.0"].shape[0]
        branches = range(len(BRANCHES))
        # A piece's products with all that a first convolution holds for each place beside another, side by side.
        self._first = [
            np.hstack(list(a[f"w1.{i}"].reshape(size, width, width)))
            for i, (size, _before) in enumerate(BRANCHES)
        ]
        self._second = [(a[f"w2.{i}"], a[f"b2.{i}"]) for i in branches]
        self._forget(_KEPT)
        self._lock = threading.Lock()

    def vectors(self, texts: Sequence[Sequence[int]]) -> Array:
        """A unit vector for each text, given as the numbers of its word pieces; none may be empty."""
        found = np.empty((len(texts), self.size), np.float32)
        ends = np.cumsum([0, *map(len, texts)])
        first = 0
        with self._lock:
            for last in range(1, len(texts) + 1):
                if last == len(texts) or ends[last + 1] - ends[first] > _TOGETHER:
                    found[first:last] = self._together(texts[first:last])
                    first = last
        return found

    def _together(self, texts: Sequence[Sequence[int]]) -> Array:
        a = self._arrays
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        pieces = np.fromiter(chain.from_iterable(texts), np.int64, int(lengths.sum()))
        count, width = len(pieces), self._width
        rows = self._known(pieces)
        around = _around(lengths)
        pieces_around = np.append(rows, 0)[around]
        words = a["table"].shape[1]
        wide = np.empty((count, words + len(BRANCHES) * width), np.float32)
        wide[:, :words] = words_of(a, pieces)
        wide[:, words:] = self._projected[rows]
        before_it = np.zeros((count + 1, width), np.float32)  # the last row: nothing
        for i, (size, before) in enumerate(BRANCHES):
            seen = slice(_EARLIEST - before, _EARLIEST - before + size)
            own = wide[:, words + i * width : words + (i + 1) * width]
            first = self._seen[i][pieces_around[:, seen], range(size)].sum(axis=1)
            first += a[f"b1.{i}"]
            own += np.maximum(first, 0, out=first)
            before_it[:count] = own
            weight, bias = self._second[i]
            second = before_it[around[:, seen]].reshape(count, -1) @ weight
            second += bias
            own += np.maximum(second, 0, out=second)
        _normed(wide, a["ln_g"], a["ln_b"], self._eps)
        # The sum over a text first: its product with the last layer is a row a text instead of one a piece.
        mean = np.add.reduceat(wide, np.cumsum(lengths) - lengths, axis=0) @ a["cnn_W"]
        many = lengths.astype(np.float32)[:, None]
        mean = (mean + many * a["cnn_b"]) / np.sqrt(many)
        return _unit(self._through(mean) if self._dense else mean, self._eps)

    def _through(self, mean: Array) -> Array:
        """The dense layers: two with a way past each."""
        a = self._arrays
        inner = np.maximum(mean @ a["p1"] + np.maximum(mean @ a["d0"], 0) @ a["d1"], 0)
        return np.asarray(np.tanh(inner @ a["p3"] + np.maximum(inner @ a["d2"], 0) @ a["d3"]))

    def _known(self, pieces: NDArray[np.int64]) -> NDArray[np.int32]:
        """The row of each piece in what is kept; of a new one it is worked out."""
        new = np.unique(pieces[self._row[pieces] == 0])
        if self._rows + len(new) > len(self._projected):
            new = np.unique(pieces)
            self._forget(max(_KEPT, len(new)))
        for i in range(0, len(new), _AT_ONCE):
            self._learn(new[i : i + _AT_ONCE])
        return self._row[pieces]

    def _forget(self, room: int) -> None:
        """Keep nothing, with room for so many pieces. Row 0 is what lies outside a text: nothing."""
        self._row = np.zeros(len(self._arrays["table"]), np.int32)
        self._rows = 1
        self._projected = np.empty((1 + room, len(BRANCHES) * self._width), np.float32)
        self._seen = [np.empty((1 + room, size, self._width), np.float32) for size, _ in BRANCHES]
        for kept in (self._projected, *self._seen):
            kept[0] = 0

    def _learn(self, pieces: NDArray[np.int64]) -> None:
        a, width, count = self._arrays, self._width, len(pieces)
        words = np.zeros((_AT_ONCE, a["table"].shape[1]), np.float32)
        words[:count] = words_of(a, pieces)
        projected = words @ a["proj_W"] + a["proj_b"]
        _normed(projected, a["ln_g_all"], a["ln_b_all"], self._eps)
        rows = slice(self._rows, self._rows + count)
        self._projected[rows] = projected[:count]
        for i, (size, _before) in enumerate(BRANCHES):
            own = np.ascontiguousarray(projected[:, i * width : (i + 1) * width])
            self._seen[i][rows] = (own @ self._first[i])[:count].reshape(count, size, width)
        self._row[pieces] = range(rows.start, rows.stop)
        self._rows = rows.stop


def words_of(arrays: Mapping[str, NDArray[Any]], pieces: NDArray[Any]) -> Array:
    """The vectors of word pieces, which are kept as bytes, each in one of several scales."""
    scale = pieces % len(arrays["scale"])
    words: Array = arrays["table"][pieces].astype(np.float32)
    words *= arrays["scale"][scale, None]
    words += arrays["lo"][scale, None]
    return words


def _around(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """The pieces around each piece of the same text, by place; outside it, the place after the last."""
    ends = np.cumsum(lengths)
    around = np.arange(ends[-1])[:, None] + np.arange(-_EARLIEST, _MOST - _EARLIEST)
    outside = around < np.repeat(ends - lengths, lengths)[:, None]
    outside |= around >= np.repeat(ends, lengths)[:, None]
    around[outside] = ends[-1]
    return around


def _normed(rows: Array, gain: Array, bias: Array, eps: float) -> None:
    """Layer normalization (Ba et al. 2016), in place."""
    rows -= rows.mean(axis=1, keepdims=True)
    spread = np.einsum("ij,ij->i", rows, rows) / rows.shape[1]
    rows *= (1 / np.sqrt(spread + np.float32(eps)))[:, None]
    rows *= gain
    rows += bias


def _unit(rows: Array, eps: float) -> Array:
    squares = np.einsum("ij,ij->i", rows, rows)
    return np.asarray(rows / np.sqrt(np.maximum(squares, np.float32(eps)))[:, None], np.float32)
