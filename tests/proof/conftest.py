from __future__ import annotations

from pathlib import Path

import pytest

from tests.content.conftest import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A small folder of content, correct throughout."""
    return Folder(tmp_path)
