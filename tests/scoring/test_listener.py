"""The listener hears clauses in their order, and only those it is asked about."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from trainer.scoring.listener import Listener, Listening

Array = NDArray[np.float32]
KNOWN = json.loads(Path(__file__).with_name("data").joinpath("listener.json").read_text("utf-8"))
"""A small network with made-up weights, three clauses, and what PyTorch says of them."""
TEXTS = ("one", "two", "three")
ACTIONS = np.array([False, True, False])
QUESTIONS = np.array([False, False, True])


class Encoder:
    size = 4

    def vectors(self, texts: Sequence[str]) -> Array:
        return np.array([KNOWN["vectors"][TEXTS.index(t)] for t in texts], np.float32)


def listener() -> Listener:
    arrays = {name: np.array(values, np.float32) for name, values in KNOWN["arrays"].items()}
    return Listener(Listening(("a", "b", "overall"), arrays), Encoder())


def judged(places: Sequence[int], mask: Sequence[int], stock: Sequence[int] = ()) -> Array:
    """What is said of the clauses at these places where the mask is 1."""
    ears = listener()
    heard = ears.hear(
        [TEXTS[i] for i in places],
        ACTIONS[list(places)],
        QUESTIONS[list(places)],
        "middle",
        "hall",
        stock,
    )
    found: Array = ears.judge(heard, np.array([mask], bool))[0]
    return found


def test_it_says_what_pytorch_says() -> None:
    np.testing.assert_allclose(judged((0, 1, 2), (1, 1, 1)), KNOWN["likely"], atol=2e-5)


def test_what_is_taken_away_counts_for_nothing_of_its_own() -> None:
    whole = judged((0, 1, 2), (1, 1, 1))
    for mask in ((0, 1, 1), (1, 0, 1), (1, 1, 0)):
        assert not np.allclose(judged((0, 1, 2), mask), whole, atol=1e-4)
    alone = judged((1,), (1,))
    assert np.isfinite(alone).all()
    assert not np.allclose(judged((0, 1, 2), (0, 1, 0)), alone, atol=1e-4)  # heard among others


def test_a_courtesy_changes_nothing_in_how_the_rest_is_heard() -> None:
    rest = judged((0, 2), (1, 1))
    np.testing.assert_allclose(judged((0, 1, 2), (1, 0, 1), stock=(1,)), rest, atol=1e-6)
    assert not np.allclose(judged((0, 1, 2), (1, 1, 1), stock=(1,)), rest, atol=1e-4)


def test_the_order_counts() -> None:
    assert not np.allclose(judged((0, 1, 2), (1, 1, 1)), judged((2, 1, 0), (1, 1, 1)), atol=1e-4)


def test_of_nothing_it_says_nothing() -> None:
    assert not judged((0, 1, 2), (0, 0, 0)).any()


def test_the_arrays_of_the_tuned_encoder_go_by_its_own_names() -> None:
    weights = np.ones(3, np.float32)
    learned = Listening(("overall",), {"encoder.w1.0": weights, "inward.bias": weights})
    assert list(learned.of_encoder) == ["w1.0"]
