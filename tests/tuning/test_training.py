"""What PyTorch trains is what the trainer runs without it; skipped where PyTorch is not installed."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")

from tests.shipped import HOME
from trainer.scoring.listener import Listener, Listening
from trainer.session.encoder import SentenceEncoder, TunedEncoder
from trainer.tuning.replies import unmarked
from trainer.tuning.training import Clauses, Sample, Training, fold_of

TEXTS = ("您别着急", "我这就给您查", "what a fright that must have been")
HEADS = ("empty_promise", "overall")


def sample(encoder: SentenceEncoder, number: int) -> Sample:
    texts = TEXTS[: 1 + number % 3]
    levels = np.array([[number % 2, 0], [number % 2, np.nan]], np.float32)
    nothing = [False] * len(texts)
    cut = Clauses([encoder.pieces(text) for text in texts], nothing, nothing)
    whole = Clauses([encoder.pieces("".join(texts))], [False], [False])
    return Sample(
        number,
        f"f{number}",
        cut,
        whole,
        "middle",
        None,
        levels,
    )


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder(HOME / "cache")


def test_the_trained_network_says_the_same_without_pytorch(encoder: SentenceEncoder) -> None:
    samples = [sample(encoder, number) for number in range(6)]
    training = Training(samples, encoder.parts.weights)
    network = training.network(range(6), 1, lambda said: None)
    learned = Listening(HEADS, network.arrays())
    listener = Listener(learned, TunedEncoder(encoder, learned.of_encoder))
    nothing = np.zeros(3, bool)
    heard = listener.hear(TEXTS, nothing, nothing, "middle", None)
    said = listener.judge(heard, np.ones((1, 3), bool))
    np.testing.assert_allclose(said, training.judged(network, [2]), atol=1e-4)


def test_what_is_said_of_a_family_comes_from_networks_without_it(encoder: SentenceEncoder) -> None:
    samples = [sample(encoder, number) for number in range(9)]
    training = Training(samples, encoder.parts.weights)
    asked: list[tuple[int, ...]] = []
    plain = training.network

    def network(chosen, seed, tell):  # type: ignore[no-untyped-def]
        asked.append(tuple(chosen))
        return plain(chosen, seed, tell)

    training.network = network  # type: ignore[method-assign]
    said = training.unseen(lambda said: None)
    assert said.shape == (9, 2)
    for fold, chosen in enumerate(asked):
        assert not {s.family for s in samples if fold_of(s) == fold} & {
            samples[i].family for i in chosen
        }


def test_a_reply_without_marks_keeps_its_figures_and_what_is_done() -> None:
    reply = "Fine, 9.30 then? [nods, smiles] It’s 1,200; bring both."
    made = {unmarked(reply, "en", np.random.default_rng(seed)) for seed in range(20)}
    assert "Fine  9.30 then  [nods, smiles] It’s 1,200  bring both " in made
    assert any(text.count("?") + text.count(";") == 1 for text in made)
    assert all("9.30" in t and "[nods, smiles]" in t and "1,200" in t for t in made)
