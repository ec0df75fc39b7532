"""`trainer preview` without a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.session.small import CONTENT


@pytest.mark.parametrize(
    ("form", "begins"),
    [("text", ""), ("mermaid", "flowchart TD"), ("svg", "<?xml"), ("html", "<!DOCTYPE html>")],
)
def test_the_flow_goes_to_standard_output(small: Run, form: str, begins: str) -> None:
    done = small("preview", "counter", "--to", form)
    assert done.returncode == 0
    assert done.stdout.startswith(begins)
    assert done.stderr == ""


def test_without_a_terminal_it_is_text(small: Run) -> None:
    assert small("preview", "counter").stdout == small("preview", "counter", "--to", "text").stdout


def test_it_speaks_the_language_asked_for(small: Run) -> None:
    assert "Endings" in small("preview", "counter").stdout
    told = small("--lang", "zh-CN", "preview", "counter", TRAINER_LANG="zh-CN").stdout
    assert "Endings" not in told


def test_the_file_s_ending_says_what_to_write(small: Run, tmp_path: Path) -> None:
    for name, begins in (("f.svg", "<?xml"), ("f.html", "<!DOCTYPE"), ("f.mmd", "flowchart")):
        done = small("preview", "counter", "--out", str(tmp_path / "made" / name))
        assert done.returncode == 0
        assert done.stdout == ""
        assert (tmp_path / "made" / name).read_text("utf-8").startswith(begins)
    assert small("preview", "counter", "--out", str(tmp_path)).returncode == 3


def test_a_scenario_with_mistakes_is_not_drawn(small: Run, tmp_path: Path) -> None:
    source = next(CONTENT.rglob("counter.yaml"))
    broken = tmp_path / "broken.yaml"
    broken.write_text(source.read_text("utf-8").replace("venue:", "venu:"), "utf-8")
    done = small("preview", str(broken), "--to", "svg")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "venu" in done.stderr


def test_wrong_usage_is_told(small: Run) -> None:
    assert small("preview", "countre").returncode == 2
    assert small("preview", "counter", "--to", "png").returncode == 2
