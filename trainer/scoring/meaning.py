"""Sentence vectors: what a clause means, as a point on a sphere."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Encoder(Protocol):
    """Texts to unit vectors, `size` numbers each, float32."""

    @property
    def size(self) -> int:
        """Numbers in a vector."""

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text."""


class Memory:
    """Vectors of texts that come again with every reply: facts and the resident's line.

    Each is encoded alone. The last bits of a vector depend on what else was in the batch, and a reply
    must score the same alone and among others; so nothing is shared between replies but these.
    """

    def __init__(self, encoder: Encoder, keep: int = 4096) -> None:
        self._encoder = encoder
        self._keep = keep
        self._known: OrderedDict[str, NDArray[np.float32]] = OrderedDict()

    def vector(self, text: str) -> NDArray[np.float32]:
        """The vector of one text."""
        if text in self._known:
            self._known.move_to_end(text)
        else:
            self._known[text] = self._encoder.vectors([text or " "])[0]
            if len(self._known) > self._keep:
                self._known.popitem(last=False)
        return self._known[text]
