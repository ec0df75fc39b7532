"""A fit in a file, with what it was made from."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from trainer.scoring.fit import Fitted
from trainer.session.disk import write_private

_UNREADABLE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)
"""What a file that is absent or damaged is met with."""
_HALF = ("run_weights", "landmarks", "dense_weights", "marks")


@dataclass(frozen=True)
class Origin:
    """What a fit was made from: a hash of all of it, one of its features' meaning, those of the replies.

    `heads` are what it has learned to judge.
    """

    digest: str
    frame: str
    lines: frozenset[int]
    heads: frozenset[str] = frozenset()


def rounded(fitted: Fitted) -> Fitted:
    """A fit as it comes back from its file: half precision where that is enough."""
    return _load(io.BytesIO(packed(fitted, Origin("", "", frozenset()))))


def write_fit(path: Path, fitted: Fitted, origin: Origin) -> None:
    """Keep a fit in a cache, for its owner alone, whole or not at all."""
    write_private(path, packed(fitted, origin))


def read_fit(path: Path) -> Fitted | None:
    """The fit in a file; None where there is none, or not what it should be."""
    try:
        with path.open("rb") as file:
            return _load(file)
    except _UNREADABLE:
        return None


def read_origin(path: Path) -> Origin | None:
    """What the fit in a file was made from, without reading the fit."""
    try:
        # Opened here: the library leaves a damaged file open.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return Origin(
                str(arrays["digest"]),
                str(arrays["frame"]),
                frozenset(arrays["lines"].tolist()),
                frozenset(str(h) for h in arrays["heads"]),
            )
    except _UNREADABLE:
        return None


def packed(fitted: Fitted, origin: Origin) -> bytes:
    """A fit and what it was made from, as a file has them."""
    arrays = {
        f.name: np.asarray(getattr(fitted, f.name), np.float16 if f.name in _HALF else np.float32)
        for f in fields(fitted)
        if f.name != "heads"
    }
    arrays |= {
        "heads": np.array(fitted.heads),
        "digest": np.array(origin.digest),
        "frame": np.array(origin.frame),
        "lines": np.array(sorted(origin.lines), np.uint64),
    }
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()


def _load(file: io.BufferedIOBase) -> Fitted:
    with np.load(file, allow_pickle=False) as arrays:
        values = {
            f.name: arrays[f.name].astype(np.float32) for f in fields(Fitted) if f.name != "heads"
        }
        return Fitted(heads=tuple(str(h) for h in arrays["heads"]), **values)
