"""How soon the program is there: the first screen, the help page."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import pytest

from tests.bench.conftest import Told

ROUNDS = 7
TRIVIAL = """
from textual.app import App
from textual.widgets import Static
class Trivial(App):
    def compose(self):
        yield Static("接待演练")
Trivial().run()
"""


def alternately(*ways: Callable[[], float]) -> list[float]:
    """The median time of each, taken in turns so that other work on the machine meets all alike."""
    return [float(v) for v in np.median([[way() for way in ways] for _ in range(ROUNDS)], axis=0)]


def timed(command: Sequence[str]) -> float:
    start = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - start


def test_first_screen(benchmark: Any, told: Told, tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no pseudo-terminals of this kind")
    from tests.e2e.terminal import Terminal
    from tests.e2e.test_terminal import environment

    def painted(arguments: Sequence[str]) -> float:
        start = perf_counter()
        with Terminal([sys.executable, *arguments], environment(tmp_path)) as terminal:
            terminal.shows("接待演练")
            return perf_counter() - start

    ways = (lambda: painted(["-m", "trainer.cli"]), lambda: painted(["-c", TRIVIAL]))
    home, trivial = benchmark.pedantic(alternately, args=ways, rounds=1, iterations=1)
    told.figure("home: first screen", f"{home:.2f} s")
    told.figure("home: to a Textual app of one word", f"{home / trivial:.2f} x")


def test_help(benchmark: Any, told: Told) -> None:
    ways = (
        lambda: timed([sys.executable, "-m", "trainer.cli", "--help"]),
        lambda: timed([sys.executable, "-c", "import typer"]),
        lambda: timed([sys.executable, "-c", ""]),
    )
    asked, typer, python = benchmark.pedantic(alternately, args=ways, rounds=1, iterations=1)
    told.figure("trainer --help", f"{asked:.2f} s")
    told.figure("trainer --help: to python alone", f"{asked / python:.2f} x")
    told.figure("trainer --help: to python with typer", f"{asked / typer:.2f} x")
