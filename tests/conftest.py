"""Several processes read the same tests."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from trainer import i18n

# Never the user's own; what tests unpack here the next run finds.
os.environ["XDG_CACHE_HOME"] = str(Path(tempfile.gettempdir()) / "trainer-tests" / "caches")

sys.dont_write_bytecode = (
    False  # what one has compiled the others and the next run need not compile
)


@pytest.fixture(autouse=True)
def spoken_in_english() -> Iterator[None]:
    """A command run in this process leaves its language behind; the next test may ask for a message in English."""
    yield
    i18n.use("en")
