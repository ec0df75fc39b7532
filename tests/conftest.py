"""Several processes read the same tests."""

from __future__ import annotations

import sys

sys.dont_write_bytecode = (
    False  # what one has compiled the others and the next run need not compile
)
