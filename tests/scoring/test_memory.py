"""The vectors of a context do not depend on the contexts before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from trainer.scoring.meaning import Memory

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Mingling:
    """An encoder whose vectors depend on all that is encoded in the same call, as real ones' do."""

    size = 2

    def __init__(self) -> None:
        self.calls: list[tuple[str, ...]] = []

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.calls.append(tuple(texts))
        return np.array([[len(text), len("".join(texts))] for text in texts], np.float32)


A, B = ("a line", "one fact", ""), ("another line", "one fact")


def test_a_fact_of_two_contexts_has_the_same_vector_whichever_came_first() -> None:
    first, second = Memory(Mingling()), Memory(Mingling())
    there = [first.vectors(A), first.vectors(B)]
    back = [second.vectors(B), second.vectors(A)]
    assert all(np.array_equal(x, y) for x, y in zip(there, reversed(back), strict=True))


def test_a_context_is_encoded_once_and_forgotten_in_the_end() -> None:
    encoder = Mingling()
    memory = Memory(encoder, keep=2)
    for texts in (A, B, A, ("new",), A, B):
        memory.vectors(texts)
    assert encoder.calls == [("a line", "one fact", " "), B, ("new",), B]
