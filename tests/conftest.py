"""Several processes read the same tests."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

# Never the user's own; what tests unpack here the next run finds.
os.environ["XDG_CACHE_HOME"] = str(Path(tempfile.gettempdir()) / "trainer-tests" / "caches")

sys.dont_write_bytecode = (
    False  # what one has compiled the others and the next run need not compile
)
