"""A small network that hears a reply clause by clause: what the sentence encoder alone does not tell apart.

The encoder knows what words mean in general; tuned together with this network on labelled replies
(`trainer.tuning`) it also knows a promise from a hope and blame from a fact. The network reads the tuned
vectors of the clauses in both directions, weighs them for each head, and says which level each head is
likely to have. Pure: numbers in, numbers out. It does not know the resident's type, so nothing it says
depends on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from trainer.scoring.meaning import Encoder

    Array = NDArray[np.float32]

STAGES = ("opening", "middle", "closing")
VENUES = ("hall", "community", "visit", "hotline", "incident", None)
SCALE = 20.0
"""A unit vector of 512 numbers has small ones; a network learns more quickly from larger."""
_NEVER = np.float32(-1e4)
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
    ) -> Array:
        """Each clause as the network takes it in, a row a clause, from its words."""
        a = self._arrays
        vectors = self._encoder.vectors(texts)
        told = np.column_stack([vectors * SCALE, actions, questions]).astype(np.float32)
        around = np.array([stage == s for s in STAGES] + [venue == v for v in VENUES], np.float32)
        return np.asarray(
            np.maximum(
                told @ a["inward.weight"].T
                + a["inward.bias"]
                + around @ a["around.weight"].T
                + a["around.bias"],
                0,
            ),
            np.float32,
        )

    def judge(self, heard: Array, masks: NDArray[np.bool_]) -> Array:
        """What each head's level is likely to be (0..2, `overall` 0..1) from parts of the reply.

        Row r has the clauses of `heard` where `masks[r]` is true; a part without any is judged 0.
        """
        a = self._arrays
        rows, n = masks.shape
        if not n:
            return np.zeros((rows, len(self.heads)), np.float32)
        read = self._read(heard, masks)
        here = masks[:, :, None]
        share = np.where(here, self._of_clauses("weigh", heard, read), _NEVER)
        share = np.exp(share - share.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        value = self._of_clauses("value", heard, read).reshape(rows, n, len(self.heads), 2)
        count = np.maximum(1, masks.sum(axis=1, keepdims=True))
        summary = np.concatenate(
            [
                np.where(here, heard, _NEVER).max(axis=1),
                np.where(here, read, _NEVER).max(axis=1),
                (masks @ heard) / count,
                (read * here).sum(axis=1) / count,
            ],
            axis=1,
        )
        whole = summary @ a["whole.weight"].T + a["whole.bias"]
        logits = np.einsum("rnh,rnhl->rhl", share, value) + whole.reshape(rows, -1, 2)
        chances = _sigmoid(logits)
        likely = chances.sum(axis=2)
        likely[:, -1] = chances[:, -1, 0]  # the overall score has one scale, not two levels
        return np.asarray(likely * masks.any(axis=1, keepdims=True), np.float32)

    def _of_clauses(self, layer: str, heard: Array, read: Array) -> Array:
        """A layer over each clause as it was heard and as it was read among the others."""
        weight = self._arrays[f"{layer}.weight"].T
        alone = heard @ weight[: heard.shape[1]] + self._arrays[f"{layer}.bias"]
        return np.asarray(alone + read @ weight[heard.shape[1] :], np.float32)

    def _read(self, heard: Array, masks: NDArray[np.bool_]) -> Array:
        """What was heard up to each clause and from it on; a clause that is left out changes nothing."""
        n, rows = len(heard), len(masks)
        width = self._onward.shape[1]
        # The second direction is turned round, so that both go forward together.
        given = heard @ self._into + self._into_bias
        given[1] = given[1, ::-1]
        kept = np.stack([masks.T, masks.T[::-1]])[..., None]
        state = np.zeros((2, rows, width), np.float32)
        read = np.zeros((n, 2, rows, width), np.float32)
        for i in range(n):
            step = given[:, i, None]
            onward = state @ self._onward + self._onward_bias
            gates = _sigmoid(step[..., : 2 * width] + onward[..., : 2 * width])
            reset, update = gates[..., :width], gates[..., width:]
            new = np.tanh(step[..., 2 * width :] + reset * onward[..., 2 * width :])
            state = np.where(kept[:, i], new + update * (state - new), state)
            read[i] = state
        both = np.concatenate([read[:, 0], read[::-1, 1]], axis=2)
        return np.ascontiguousarray(both.transpose(1, 0, 2))


def _sigmoid(x: Array) -> Array:
    return np.asarray(0.5 + 0.5 * np.tanh(0.5 * x), np.float32)
