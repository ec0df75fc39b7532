"""Where things lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from trainer.session.home import common_cache


def test_what_all_homes_share_is_kept_once_and_in_the_home_where_it_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import platformdirs

    shared, mine = tmp_path / "caches" / "trainer", tmp_path / "home" / "cache"
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: shared)
    assert common_cache(otherwise=mine) == shared
    assert shared.is_dir()
    shared.rmdir()
    shared.write_text("no folder", "utf-8")
    assert common_cache(otherwise=mine) == mine
