"""A scenario file in the making."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.session.small import CONTENT, library
from trainer.errors import NotFound
from trainer.session.draft import Draft, has_changed, read_draft


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copy(next(CONTENT.rglob("counter.yaml")), tmp_path / "counter.yaml"))


def write(file: Path, old: str, new: str) -> None:
    """Change the file, and its time, however coarse the clock of the file system is."""
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    status = file.stat()
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000))


def read(file: Path, before: Draft | None = None) -> Draft:
    return read_draft(library(), file, before)


def test_a_good_file_is_its_own_last_good_version(file: Path) -> None:
    draft = read(file)
    assert draft.scenario is not None
    assert draft.rubric is not None
    assert draft.disc is not None
    assert not draft.stale
    assert not has_changed(library(), draft)


def test_with_mistakes_the_last_good_version_stays(file: Path) -> None:
    good = read(file)
    write(file, "venue:", "venu:")
    assert has_changed(library(), good)
    broken = read(file, good)
    assert broken.stale
    assert broken.mistakes
    assert broken.scenario == good.scenario
    assert not has_changed(library(), broken)
    write(file, "venu:", "venue:")
    mended = read(file, broken)
    assert not mended.stale
    assert not [m for m in mended.mistakes if m.severity == "error"]


def test_a_file_that_was_never_good_has_only_mistakes(file: Path) -> None:
    write(file, "venue:", "venu:")
    draft = read(file)
    assert draft.scenario is None
    assert draft.stale


def test_a_file_that_is_gone_for_a_moment_changes_nothing(file: Path) -> None:
    good = read(file)
    text = file.read_bytes()
    file.unlink()
    gone = read(file, good)
    assert gone.scenario == good.scenario
    assert not gone.stale
    file.write_bytes(text)
    assert has_changed(library(), gone)
    with pytest.raises(NotFound):
        read(file.with_name("never.yaml"))
