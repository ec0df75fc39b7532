"""Training a listener, and what each labelled reply looks like to one that has not seen its family.

This is the only learning that is not done in closed form, and the only thing that is not made from the
files by itself: it takes an hour and PyTorch, so it is done for a rubric that is handed on, and kept in
`fitted/listener.npz`. All that a rubric learns afterwards builds on it as on the sentence encoder.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.utils import clip_grad_norm_

from trainer.i18n import gettext as _
from trainer.scoring.listener import likely, situation
from trainer.tuning.network import Batch, Network, TunedEncoder

EPOCHS = 4
SIZE = 64
"""Replies a step."""
OF_ENCODER, OF_NETWORK = 3e-4, 1.5e-3
"""How far a step goes, at most: the encoder has much to lose."""
WARM_UP = 200
DECAY = 0.02
LEFT_OUT = 0.04
"""Share of word pieces left out at random in training: people mistype, and dictation mishears."""
UNMARKED = 0.3
"""Share of replies that are heard without marks, or with half of them: so people type, and dictation sets none."""
OVERALL_COUNTS = 4.0
FOLDS = 3
FEWEST = 5
"""Word pieces a clause needs for any to be left out."""

_FIRST, _LAST = 1, 2
"""The word pieces by which the encoder marks the beginning and the end of a text."""


class Clauses(NamedTuple):
    """A reply as it was cut: the word pieces of each clause, whether it is an action, whether it asks."""

    pieces: Sequence[Sequence[int]]
    actions: Sequence[bool]
    questions: Sequence[bool]


@dataclass(frozen=True)
class Sample:
    """A labelled reply as it stands, as it would be `unmarked` or with few marks, and the situation.

    `levels` has a row a head: whether level 1 was reached and whether level 2, NaN where it was not called
    for; the last row is `overall`, 0..1, and NaN.
    """

    key: int
    family: str
    clauses: Clauses
    unmarked: Clauses
    stage: str | None
    venue: str | None
    levels: np.ndarray[Any, Any]


def fold_of(sample: Sample) -> int:
    """Which part of the replies it is judged with; a family is judged together."""
    return zlib.crc32(sample.family.encode()) % FOLDS


class Training:
    """Samples made ready for networks on any of them; `weights` are those of the encoder, by name."""

    def __init__(
        self, samples: Sequence[Sample], weights: Mapping[str, np.ndarray[Any, Any]]
    ) -> None:
        self._samples = samples
        self._weights = weights
        cut = (clauses for sample in samples for clauses in (sample.clauses, sample.unmarked))
        used = {p for clauses in cut for pieces in clauses.pieces for p in pieces}
        self._pieces = np.array(sorted(used | {_FIRST, _LAST}))
        self._place = {piece: i for i, piece in enumerate(self._pieces.tolist())}

    def network(self, chosen: Sequence[int], seed: int, tell: Callable[[str], None]) -> Network:
        """A network trained on the samples `chosen`."""
        torch.manual_seed(seed)
        chance = np.random.default_rng(seed)
        heads = len(self._samples[0].levels)
        network = Network(TunedEncoder(self._weights, self._pieces), heads)
        tuned = [p for p in network.encoder.parameters() if p.requires_grad]
        others = [p for n, p in network.named_parameters() if not n.startswith("encoder.")]
        groups = [
            {"params": tuned, "lr": OF_ENCODER, "weight_decay": 0.0},
            {"params": others, "lr": OF_NETWORK, "weight_decay": DECAY},
        ]
        optimizer = torch.optim.AdamW(groups)
        steps = EPOCHS * math.ceil(len(chosen) / SIZE)
        pace = torch.optim.lr_scheduler.LambdaLR(
            optimizer,
            lambda step: min(1, step / WARM_UP) * (1 + math.cos(math.pi * step / steps)) / 2,
        )
        step = 0
        for _epoch in range(EPOCHS):
            order = chance.permutation(np.asarray(chosen))
            for start in range(0, len(order), SIZE):
                rows = order[start : start + SIZE]
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    said = network(self._batch(rows, chance))
                loss = _loss(said.float(), self._wanted(rows))
                optimizer.zero_grad()
                loss.backward()
                clip_grad_norm_(network.parameters(), 1.0)
                optimizer.step()
                pace.step()
                step += 1
                if step % 100 == 0:
                    tell(_("Training: step {step} of {steps}.").format(step=step, steps=steps))
        network.eval()
        return network

    def judged(self, network: Network, chosen: Sequence[int]) -> np.ndarray[Any, Any]:
        """What a network says of the samples `chosen`, a row each, as `Listener.judge` does."""
        found = []
        with torch.no_grad():
            for start in range(0, len(chosen), 2 * SIZE):
                rows = np.asarray(chosen[start : start + 2 * SIZE])
                chances = network(self._batch(rows)).sigmoid().numpy()
                found.append(likely(chances))
        return np.concatenate(found)

    def unseen(self, tell: Callable[[str], None]) -> np.ndarray[Any, Any]:
        """What networks say of all samples that have not seen their families."""
        folds = np.array([fold_of(sample) for sample in self._samples])
        found = np.zeros((len(folds), len(self._samples[0].levels)), np.float32)
        for fold in range(FOLDS):
            network = self.network(np.flatnonzero(folds != fold).tolist(), fold, tell)
            rows = np.flatnonzero(folds == fold).tolist()
            found[rows] = self.judged(network, rows)
        return found

    def _wanted(self, rows: Iterable[int]) -> Tensor:
        return torch.tensor(np.stack([self._samples[row].levels for row in rows]))

    def _batch(self, rows: Iterable[int], chance: np.random.Generator | None = None) -> Batch:
        pieces: list[list[int]] = []
        clauses: list[int] = []
        told: list[tuple[float, float]] = []
        around: list[np.ndarray[Any, Any]] = []
        for row in rows:
            sample = self._samples[row]
            unmarked = chance is not None and chance.random() < UNMARKED
            cut = sample.unmarked if unmarked else sample.clauses
            for text in cut.pieces or [[_FIRST, _LAST]]:
                kept = _thinned(text, chance) if chance else text
                pieces.append([self._place[piece] for piece in kept])
            clauses.append(max(1, len(cut.pieces)))
            known = zip(cut.actions, cut.questions, strict=True)
            told += [(float(a), float(q)) for a, q in known] or [(0.0, 0.0)]
            around.append(situation(sample.stage, sample.venue))
        return Batch(
            torch.tensor([piece for text in pieces for piece in text]),
            torch.tensor([len(text) for text in pieces]),
            torch.tensor(clauses),
            torch.tensor(told),
            torch.tensor(np.stack(around)),
        )


def _thinned(pieces: Sequence[int], chance: np.random.Generator) -> Sequence[int]:
    if len(pieces) < FEWEST:
        return pieces
    stays = chance.random(len(pieces)) > LEFT_OUT
    stays[0] = stays[-1] = True
    return [piece for piece, stay in zip(pieces, stays, strict=True) if stay]


def _loss(said: Tensor, wanted: Tensor) -> Tensor:
    """Cross entropy over the levels that were given; `overall` counts for more."""
    known = torch.isfinite(wanted)
    weights = torch.ones(wanted.shape[1], 1)
    weights[-1] = OVERALL_COUNTS
    each = functional.binary_cross_entropy_with_logits(
        said, torch.nan_to_num(wanted), reduction="none"
    )
    counted = known * weights
    total: Tensor = (each * counted).sum() / counted.sum()
    return total
