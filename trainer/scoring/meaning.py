"""Sentence vectors: what a clause means, as a point on a sphere."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

GRID = np.float32(4096)
"""Vectors are rounded to this grid: the last bits of a matrix product depend on what else was in the
batch, and a reply must score the same alone and among others."""


class Encoder(Protocol):
    """Texts to unit vectors, `size` numbers each, float32."""

    size: int

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text."""


class Remembering:
    """An encoder that remembers the texts it met: facts and lines come again with every reply."""

    def __init__(self, encode: Encoder, keep: int = 2048) -> None:
        self._inner = encode
        self._keep = keep
        self._known: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self.size = encode.size

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text."""
        missing = [t for t in dict.fromkeys(texts) if t not in self._known]
        if missing:
            fresh = np.round(self._inner.vectors(missing) * GRID) / GRID
            self._known.update(zip(missing, fresh, strict=True))
        rows = np.stack([self._known[t] for t in texts])
        while len(self._known) > self._keep:
            self._known.popitem(last=False)
        return rows
