"""The content that is shipped, read once for all tests."""

from __future__ import annotations

from functools import cache

from trainer.content.library import Library


@cache
def library() -> Library:
    return Library.installed()
