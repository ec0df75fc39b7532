"""`trainer check` as its users see it: text as compilers write it, forms for programs, mending, watching."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.content.conftest import Folder, folder
from trainer.cli import out, watch
from trainer.cli.faults import rows
from trainer.cli.github import as_commands
from trainer.content.library import Library
from trainer.model.diagnostic import Diagnostic
from trainer.report.excerpt import excerpt

__all__ = ["folder"]

CONTENT = Path(__file__).parents[1] / "session" / "content"
WHOLE = (CONTENT / "scenarios" / "en" / "counter.yaml").read_text("utf-8")


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A scenario with two misspelt names, an error each."""
    path = tmp_path / "faulty: 1,2%.yaml"
    text = WHOLE.replace("venue: hall", "venu: hall").replace("{to: more", "{to: moer")
    path.write_text(text, "utf-8")
    return path


# Text


def test_the_text_ends_with_a_summary_and_the_way_to_a_page(small: Run, faulty: Path) -> None:
    lines = small("check", str(faulty)).stdout.splitlines()
    assert lines[0].startswith(f"{faulty}:4:1: error KEY-001: ")
    assert lines[1:3] == ["    venu: hall", "    ^"]
    assert lines[-2] == "2 errors; 1 file checked."
    assert lines[-1].endswith("trainer explain KEY-001")
    assert small("explain", "KEY-001").stdout.startswith("# KEY-001 ")


def test_nothing_is_said_on_standard_output_when_nothing_is_wrong(
    small: Run, folder: Folder
) -> None:
    done = small("check", "--no-scored", str(folder.scenario))
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "No mistakes found; 1 file checked.\n"


@pytest.mark.parametrize(
    ("line", "column", "width", "shown", "caret"),
    [
        ("venu: hall", 1, 40, "venu: hall", 0),
        ("名称: 大厅", 5, 40, "名称: 大厅", 6),
        ("\tvenue: hall", 2, 40, "→ venue: hall", 2),
        ("a: \x1b[31mred", 8, 40, "a: ␛[31mred", 8),
        ("a\u202eb: c", 2, 40, "a<U+202E>b: c", 9),
        ("[bold]x[/]: c", 7, 40, "[bold]x[/]: c", 6),
        ("x" * 100, 1, 20, "x" * 18 + "…", 0),
        ("x" * 99 + "Y", 100, 20, "…" + "x" * 17 + "Y", 18),
        ("short", 99, 40, "short", 5),
        ("", 1, 40, "", 0),
    ],
)
def test_a_line_is_shown_with_its_caret_under_the_place(
    line: str, column: int, width: int, shown: str, caret: int
) -> None:
    assert excerpt(line, column, width) == (shown, caret)


@pytest.mark.parametrize("column", [1, 40, 150, 299, 300])
def test_a_long_line_is_cut_around_the_caret(column: int) -> None:
    line = "".join(chr(0x4E00 + n) for n in range(300))
    shown, caret = excerpt(line, column, 60)
    cells = [cell for character in shown for cell in [character] * (1 + (character != "…"))]
    assert len(cells) <= 60
    assert cells[caret] == line[column - 1]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "said", "coloured"),
    [
        (Terminal(), {}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {}, False),
    ],
)
def test_colour_is_for_terminals_unless_it_was_declined(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, said: dict[str, str], coloured: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("WT_SESSION", "1")
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", stream)
    message = "Unknown key “[red]\x1b[2J”."
    found = Diagnostic(code="KEY-001", file="none.yaml", line=1, column=1, message=message)
    out.put_rows(rows([found]))
    assert ("\x1b[1;31m" in stream.getvalue()) is coloured
    assert "\x1b[2J" not in stream.getvalue()
    assert "[red]" in stream.getvalue()


# Forms for programs


def test_github_commands_escape_what_has_a_meaning(small: Run, faulty: Path) -> None:
    lines = small("check", str(faulty), "--format", "github").stdout.splitlines()
    assert len(lines) == 2
    assert re.fullmatch(r"::error file=[^,:]*faulty%3A 1%2C2%25\.yaml,line=4,col=1,title=KEY-001::.*", lines[0])  # fmt: skip
    [line] = as_commands(
        [
            Diagnostic(
                code="X", severity="warning", file="a", line=1, column=2,
                message="50 %:\r\nno, really", hint="a\nb",
            )
        ]
    )  # fmt: skip
    assert line == "::warning file=a,line=1,col=2,title=X::50 %25:%0Ano, really%0Aa%0Ab"


def test_sarif_has_what_the_standard_requires(small: Run, faulty: Path) -> None:
    log: dict[str, Any] = json.loads(small("check", str(faulty), "--format", "sarif").stdout)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    [run] = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "trainer"
    assert run["columnKind"] == "unicodeCodePoints"
    rules = driver["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules) == 2
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["help"]["markdown"].startswith(f"# {rule['id']} ")
    assert len(run["results"]) == 2
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] == "error"
        assert result["message"]["text"]
        [location] = result["locations"]
        place = location["physicalLocation"]
        assert re.fullmatch(r"[A-Za-z0-9\-._~!$&'()*+,;=:@/%]+", place["artifactLocation"]["uri"])
        assert 0 < place["region"]["startColumn"] < place["region"]["endColumn"]
        assert place["region"]["startLine"] == place["region"]["endLine"] >= 1
    [replacement] = run["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacement["insertedContent"] == {"text": "venue"}
    assert replacement["deletedRegion"] == {
        "startLine": 4, "startColumn": 1, "endLine": 4, "endColumn": 5,
    }  # fmt: skip


def test_every_form_gives_the_same_exit_code(small: Run, faulty: Path) -> None:
    for form in ("text", "json", "github", "sarif"):
        assert small("check", str(faulty), "--format", form).returncode == 1
    assert small("check", str(faulty), "--format", "xml").returncode == 2


# Mending


def test_fix_shows_the_changes_and_checks_again(small: Run, faulty: Path) -> None:
    done = small("check", "--fix", "--no-scored", str(faulty))
    assert faulty.read_text("utf-8") == WHOLE
    assert "-venu: hall" in done.stdout
    assert "+venue: hall" in done.stdout
    assert "KEY-001" not in done.stdout
    assert done.returncode == 0
    assert "venue" not in small("check", "--fix", "--no-scored", str(faulty)).stdout


def test_fix_needs_a_path_and_leaves_what_is_not_named_alone(small: Run, tmp_path: Path) -> None:
    assert small("check", "--fix").returncode == 2
    residents = tmp_path / "residents"
    residents.mkdir()
    other = residents / "lane.yaml"
    other.write_text("nam: Ms Lane\naddress_as: [Ms Lane]\ndisc: D\n", "utf-8")
    path = tmp_path / "one.yaml"
    start, end = WHOLE.index("resident:"), WHOLE.index("facts:")
    path.write_text(WHOLE[:start] + "resident: lane\n" + WHOLE[end:], "utf-8")
    small("check", "--fix", "--no-scored", str(path))
    assert other.read_text("utf-8").startswith("nam:")


# Watching


@pytest.mark.parametrize("more", [[], ["--fix"], ["--format", "json"]])
def test_a_folder_without_content_is_not_found_to_be_without_mistakes(
    small: Run, tmp_path: Path, more: list[str]
) -> None:
    (tmp_path / "empty").mkdir()
    done = small("check", str(tmp_path / "empty"), *more)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("There is no YAML file in “")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
@pytest.mark.parametrize("more", [[], ["--fix"], ["--format", "sarif"]])
def test_a_pipe_is_told_and_not_waited_for(small: Run, tmp_path: Path, more: list[str]) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    done = small("check", str(tmp_path / "pipe.yaml"), *more)
    assert done.returncode == 1
    assert "YAML-001" in done.stdout


def test_watching_looks_again_only_when_something_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "one.yaml"
    path.write_text("a: b\n", "utf-8")
    naps = 0

    def sleep(_seconds: float) -> None:
        nonlocal naps
        naps += 1
        if naps == 3:
            path.write_text("a: changed\n", "utf-8")
        if naps == 5:
            path.unlink()

    monkeypatch.setattr(watch, "sleep", sleep)
    changes = watch.watched(Library([tmp_path / "none"]), [path])
    seen = [(naps, path in next(changes)) for _change in range(3)]
    assert [there for _naps, there in seen] == [True, True, False]
    assert naps == 5


def test_ctrl_c_ends_watching_with_the_last_result(
    small: Run, faulty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sleep(_seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(watch, "sleep", sleep)
    done = small("check", "--watch", str(faulty))
    assert done.returncode == 1
    assert "KEY-001" in done.stdout


# Explaining


def test_explain_lists_by_family_and_knows_what_was_meant(small: Run) -> None:
    listed = small("explain").stdout
    assert listed.index("YAML-001") < listed.index("KEY-001") < listed.index("REF-001")
    assert small("explain", "reply").stdout.startswith("Labelled replies\n")
    only = small("explain", "flow").stdout
    assert "FLOW-006" in only
    assert "KEY-001" not in only
    assert small("explain", "key-002").stdout.startswith("# KEY-002 ")
    wrong = small("explain", "KEY-2")
    assert wrong.returncode == 2
    assert "KEY-00" in wrong.stderr
    assert small("--lang", "zh-CN", "explain", "KEY-002").stdout.startswith("# KEY-002 缺少")
