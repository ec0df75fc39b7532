"""A small network that hears a reply clause by clause: what the sentence encoder alone does not tell apart.

The encoder knows what words mean in general; tuned together with this network on labelled replies
(`trainer.tuning`) it also knows a promise from a hope and blame from a fact. The network reads the tuned
vectors of the clauses in both directions, weighs them for each head, and says which level each head is
likely to have. Pure: numbers in, numbers out. It does not know the resident's type, so nothing it says
depends on it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from trainer.scoring.features import STAGES, VENUES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from trainer.scoring.meaning import Encoder

    Array = NDArray[np.float32]

SITUATION = len(STAGES) + len(VENUES) + 1
SCALE = 20.0
"""A unit vector of 512 numbers has small ones; a network learns more quickly from larger."""
_NEVER = np.float32(-1e4)
_LEAST = np.float32(-60)
ENCODER = "encoder."
"""What the names of the encoder's arrays begin with."""


@dataclass(frozen=True)
class Listening:
    """What a listener has learned: its heads, the last of them `overall`, and its arrays.

    `arrays` are those of `trainer.tuning.network`: `inward`, `around` (what the situation adds), the
    two directions of a recurrent layer (GRU, Cho et al. 2014), `weigh` and `value` a clause and `whole`; those
    of the tuned encoder begin with `ENCODER`.
    """

    heads: tuple[str, ...]
    arrays: Mapping[str, Array]

    @property
    def of_encoder(self) -> dict[str, Array]:
        """The encoder's arrays, under its own names."""
        return {
            name.removeprefix(ENCODER): values
            for name, values in self.arrays.items()
            if name.startswith(ENCODER)
        }


class Heard(NamedTuple):
    """A reply as it was heard: once and as a whole. A part of it is what is left when the rest is taken out.

    A row a clause: the clause among the others; by head how much it weighs; what it says of each level, times that.
    """

    clauses: Array
    weight: Array
    value: Array


class Listener:
    """Hears replies and judges them as it has learned to."""

    def __init__(self, learned: Listening, encoder: Encoder) -> None:
        """`encoder` is the tuned one."""
        self.learned = learned
        self.heads = learned.heads
        self._encoder = encoder
        self._arrays = a = learned.arrays
        # Both directions in one product, gates beside each other: reset, update, new.
        self._into = np.stack([a["ahead.input"].T, a["back.input"].T])
        self._onward = np.stack([a["ahead.state"].T, a["back.state"].T])
        self._into_bias = np.stack([a["ahead.input_bias"], a["back.input_bias"]])[:, None]
        self._onward_bias = np.stack([a["ahead.state_bias"], a["back.state_bias"]])[:, None]

    def hear(
        self,
        texts: Sequence[str],
        actions: NDArray[np.bool_],
        questions: NDArray[np.bool_],
        stage: str | None,
        venue: str | None,
        stock: Collection[int] = (),
    ) -> Heard | None:
        """Hear a reply of these clauses; None of none.

        Those whose places are `stock` courtesies change nothing in how the others are heard.
        """
        if not texts:
            return None
        a = self._arrays
        told = np.column_stack([self._encoder.vectors(texts) * SCALE, actions, questions])
        around = situation(stage, venue)
        alone = told @ a["inward.weight"].T + a["inward.bias"]
        alone += around @ a["around.weight"].T + a["around.bias"]
        alone = np.maximum(alone, 0).astype(np.float32)
        clauses = np.concatenate([alone, self._read(alone, stock)], axis=1)
        weight = clauses @ a["weigh.weight"].T + a["weigh.bias"]
        weight = np.exp(np.maximum(weight - weight.max(axis=0), _LEAST))
        value = clauses @ a["value.weight"].T + a["value.bias"]
        value = value.reshape(len(texts), len(self.heads), 2) * weight[..., None]
        return Heard(clauses, weight, value.reshape(len(texts), -1))

    def judge(self, heard: Heard | None, masks: NDArray[np.bool_]) -> Array:
        """What each head's level is likely to be (0..2, `overall` 0..1) from parts of the reply.

        Row r has the clauses where `masks[r]` is true; a part without any is judged 0.
        """
        rows, heads = len(masks), len(self.heads)
        if heard is None:
            return np.zeros((rows, heads), np.float32)
        a = self._arrays
        inside = masks.astype(np.float32)
        most = np.where(masks[:, :, None], heard.clauses, _NEVER).max(axis=1)
        mean = inside @ heard.clauses / np.maximum(1, inside.sum(axis=1, keepdims=True))
        whole = np.concatenate([most, mean], axis=1) @ a["whole.weight"].T + a["whole.bias"]
        total = np.maximum(inside @ heard.weight, np.float32(1e-30))
        weighed = (inside @ heard.value).reshape(rows, heads, 2) / total[..., None]
        chances = _sigmoid(weighed + whole.reshape(rows, heads, 2))
        return np.asarray(likely(chances) * masks.any(axis=1, keepdims=True), np.float32)

    def _read(self, alone: Array, stock: Collection[int]) -> Array:
        """Each clause as it is read after those before it, and before those after it."""
        n, width = len(alone), self._onward.shape[1]
        # The second direction is turned round, so that both go forward together.
        given = alone @ self._into + self._into_bias
        given[1] = given[1, ::-1]
        goes_on = np.array([i not in stock for i in range(n)])
        goes_on = np.stack([goes_on, goes_on[::-1]])[..., None, None]
        state = np.zeros((2, 1, width), np.float32)
        read = np.zeros((n, 2, width), np.float32)
        for i in range(n):
            step = given[:, i, None]
            onward = state @ self._onward + self._onward_bias
            gates = _sigmoid(step[..., : 2 * width] + onward[..., : 2 * width])
            reset, update = gates[..., :width], gates[..., width:]
            new = np.tanh(step[..., 2 * width :] + reset * onward[..., 2 * width :])
            new = new + update * (state - new)
            read[i] = new[:, 0]
            state = np.where(goes_on[:, i], new, state)
        return np.concatenate([read[:, 0], read[::-1, 1]], axis=1)


def situation(stage: str | None, venue: str | None) -> Array:
    """Where and when a reply is given, as the network takes it: `SITUATION` numbers."""
    known = [stage == s for s in STAGES] + [venue == v for v in (*VENUES, None)]
    return np.array(known, np.float32)


def likely(chances: Array) -> Array:
    """What each head's level is likely to be, by reply, from the chances of level 1 and of level 2."""
    found = chances.sum(axis=2)
    found[:, -1] = chances[:, -1, 0]  # the overall score has one scale, not two levels
    return np.asarray(found, np.float32)


def _sigmoid(x: Array) -> Array:
    return np.asarray(0.5 + 0.5 * np.tanh(0.5 * x), np.float32)
