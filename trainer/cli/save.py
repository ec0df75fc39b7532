"""Putting a document where it was asked for."""

from __future__ import annotations

import os
from pathlib import Path

from trainer.cli import out
from trainer.i18n import gettext as _
from trainer.session.disk import PRIVATE, cannot_write, replace_whole


def save(path: Path, content: bytes, *, private: bool = False) -> None:
    """Put `content` at `path` in one step, so that a failure leaves what was there.

    Where a link stands, the file that it leads to is written; what is no file, such as a device or a pipe, is
    written into. `private`: readable by its owner alone, as what a person said has to be. Raises StorageError.
    """
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            path.write_bytes(content)
            return
        real = Path(os.path.realpath(path))
        real.parent.mkdir(parents=True, exist_ok=True)
        replace_whole(real, content, PRIVATE if private else 0o666 & ~_umask())
    except OSError as error:
        raise cannot_write(path, error) from error


def keep(path: Path, content: bytes) -> None:
    """Save what a person said, for its owner alone, and tell where and whether it replaced something. Raises StorageError."""
    is_there = path.is_file()
    save(path, content, private=True)
    said = _("Written: {path}, in place of what was there") if is_there else _("Written: {path}")
    out.tell(said.format(path=path))


def hand_over(content: bytes, into: str) -> None:
    """Keep `content` in the file `into`, or with “-” give it to standard output. Raises StorageError."""
    if into == "-":
        out.put_bytes(content)
    else:
        keep(Path(into), content)


def _umask() -> int:
    """What new files must not allow; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
