from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

import trainer
from tests.cli.driver import drive
from tests.shipped import library
from trainer import i18n
from trainer.cli.run import run
from trainer.session.desk import Desk

ROOT = Path(trainer.__file__).parents[1]
Run = Callable[..., "subprocess.CompletedProcess[str]"]
Drive = Callable[[Sequence[str]], int]


def environment(home: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT", "TEMP", "TMP")}
    tests = str(Path(__file__).parents[2])
    return kept | {
        "TRAINER_HOME": str(home),
        "PYTHONPATH": os.pathsep.join(dict.fromkeys([str(ROOT), tests])),
        "PYTHONWARNINGS": "error",
        "LC_ALL": "C",
    }


def checked(
    arguments: Sequence[str], code: int, out: bytes, err: bytes
) -> subprocess.CompletedProcess[str]:
    """What every run must keep to, however it ends."""
    said, told = out.decode(), err.decode()
    assert "Traceback" not in said + told
    assert "\x1b" not in said + told
    return subprocess.CompletedProcess(arguments, code, said, told)


@pytest.fixture
def within(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Drive], Run]]:
    """Runs of the program within this process, in a home of their own."""

    def running(drive: Drive) -> Run:
        def run(
            *arguments: str, given: str | bytes = "", **more: str
        ) -> subprocess.CompletedProcess[str]:
            with monkeypatch.context() as patch:
                for name in ("TRAINER_LANG", "BROKEN", "SLOW"):
                    patch.delenv(name, raising=False)
                for name, value in {"TRAINER_HOME": str(tmp_path), "LC_ALL": "C", **more}.items():
                    patch.setenv(name, value)
                raw = given.encode() if isinstance(given, str) else given
                streams = {"stdin": io.BytesIO(raw), "stdout": io.BytesIO(), "stderr": io.BytesIO()}
                for name, stream in streams.items():
                    patch.setattr(sys, name, io.TextIOWrapper(stream, encoding="utf-8"))
                code = drive(arguments)
                sys.stdout.flush()
                sys.stderr.flush()
                return checked(
                    arguments, code, streams["stdout"].getvalue(), streams["stderr"].getvalue()
                )

        return run

    before = i18n.current()
    yield running
    i18n.use(before)


@pytest.fixture
def small(within: Callable[[Drive], Run]) -> Run:
    """The program on the small content."""
    return within(drive)


@pytest.fixture
def installed(within: Callable[[Drive], Run]) -> Run:
    """The program on the installed content, which is read once for all tests."""
    return within(lambda arguments: run(arguments, Desk(None, "en", library=library())))


@pytest.fixture
def program(tmp_path: Path) -> Run:
    """The program as it is installed, in a home and a process of its own."""

    def run(
        *arguments: str, given: str | bytes = "", **more: str
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "trainer.cli", *arguments],
            input=given.encode() if isinstance(given, str) else given,
            capture_output=True,
            env=environment(tmp_path) | more,
            timeout=60,
            check=False,
        )
        return checked(arguments, done.returncode, done.stdout, done.stderr)

    return run
