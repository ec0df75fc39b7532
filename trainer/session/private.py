"""Writing what is nobody else's to read."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from trainer.session.home import own_folder


def write_private(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step, readable by its owner alone. Raises OSError."""
    own_folder(path.parent)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(path)
    except OSError:
        with suppress(OSError):
            Path(part).unlink()
        raise
