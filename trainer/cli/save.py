"""Putting a document where it was asked for."""

from __future__ import annotations

from pathlib import Path

from trainer.errors import StorageError
from trainer.i18n import gettext as _


def save(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step, so that a failure leaves what was there.

    Raises StorageError.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StorageError(
            _("{path} cannot be written: {reason}.").format(
                path=path, reason=error.strerror or error
            )
        ) from error
