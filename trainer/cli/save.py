"""Putting a document where it was asked for."""

from __future__ import annotations

import os
from pathlib import Path

from trainer.session.disk import PRIVATE, cannot_write, replace_whole


def save(path: Path, content: bytes, *, private: bool = False) -> None:
    """Put `content` at `path` in one step, so that a failure leaves what was there.

    `private`: readable by its owner alone, as what a person said has to be. Raises StorageError.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_whole(path, content, PRIVATE if private else 0o666 & ~_umask())
    except OSError as error:
        raise cannot_write(path, error) from error


def _umask() -> int:
    """What new files must not allow; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
