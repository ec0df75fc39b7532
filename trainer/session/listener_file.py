"""The listener that ships with a rubric, and what the replies it learned from look like to one that has not."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from trainer.scoring.listener import Listener, Listening
from trainer.session.encoder import SentenceEncoder, TunedEncoder

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NETWORK, _UNSEEN = "network.", "unseen."
_UNREADABLE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)


def listener_from(learned: Listening | None, encoder: SentenceEncoder) -> Listener | None:
    """The listener that has learned this, with the `encoder` tuned to it."""
    if learned is None:
        return None
    return Listener(learned, TunedEncoder(encoder, learned.of_encoder))


def listener_file(folder: Path) -> Path:
    """Where the listener of the rubric in a folder lies."""
    return folder / "fitted" / "listener.npz"


def digest_of_listener(folder: Path) -> str:
    """A hash of the listener of the rubric in a folder; empty where it has none."""
    path = listener_file(folder)
    try:
        there = path.stat()
        return _hash(path, there.st_size, there.st_mtime_ns)
    except OSError:
        return ""


@lru_cache(maxsize=8)
def _hash(path: Path, size: int, changed: int) -> str:
    """Megabytes, wanted for each language of a rubric: read once, unless the file has changed."""
    del size, changed
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_listening(folder: Path) -> Listening | None:
    """The listener of the rubric in a folder; None where it has none, or not what it should be."""
    try:
        with _opened(folder) as file, np.load(file, allow_pickle=False) as kept:
            return Listening(
                tuple(str(head) for head in kept["heads"]),
                {
                    name.removeprefix(_NETWORK): kept[name].astype(np.float32)
                    for name in kept.files
                    if name.startswith(_NETWORK)
                },
            )
    except _UNREADABLE:
        return None


def read_unseen(folder: Path) -> dict[int, NDArray[np.float32]]:
    """By a labelled reply's key what a listener says of it that has not learned from its family."""
    try:
        with _opened(folder) as file, np.load(file, allow_pickle=False) as kept:
            keys, said = kept[f"{_UNSEEN}keys"], kept[f"{_UNSEEN}said"].astype(np.float32)
            return dict(zip(keys.tolist(), said, strict=True))
    except _UNREADABLE:
        return {}


def _opened(folder: Path) -> BinaryIO:
    """Opened here: the library leaves a damaged file open."""
    return listener_file(folder).open("rb")


def packed_listener(listening: Listening, unseen: Mapping[int, NDArray[np.float32]]) -> bytes:
    """The file: numbers in half precision, not compressed, for it is read at every start."""
    keys = sorted(unseen)
    said = [unseen[key] for key in keys]
    arrays: dict[str, NDArray[Any]] = {
        "heads": np.array(listening.heads),
        f"{_UNSEEN}keys": np.array(keys, np.uint64),
        f"{_UNSEEN}said": np.array(said, np.float16).reshape(len(keys), len(listening.heads)),
    } | {
        f"{_NETWORK}{name}": values.astype(np.float16) for name, values in listening.arrays.items()
    }
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()
