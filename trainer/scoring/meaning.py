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
    """Vectors of texts that come again with every reply of a talk: the resident's line and facts.

    The last bits of a vector depend on what else was encoded in the same call, and a reply must score
    the same alone and among others. So the texts of a context are encoded in one call of their own,
    all of them and in their order, and kept together: whichever contexts came before, their vectors
    are the same.
    """

    def __init__(self, encoder: Encoder, keep: int = 1024) -> None:
        self._encoder = encoder
        self._keep = keep
        self._known: OrderedDict[tuple[str, ...], NDArray[np.float32]] = OrderedDict()

    def vectors(self, texts: tuple[str, ...]) -> NDArray[np.float32]:
        """The vectors of the texts of one context, one row per text."""
        if (known := self._known.get(texts)) is not None:
            self._known.move_to_end(texts)
            return known
        made = self._encoder.vectors([text or " " for text in texts])
        self._known[texts] = made
        if len(self._known) > self._keep:
            self._known.popitem(last=False)
        return made
