"""`trainer schema` prints what stands in the package."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Run
from trainer.content.keys import FOLDER


def test_a_schema_goes_to_standard_output(installed: Run) -> None:
    done = installed("--lang", "zh-CN", "schema", "resident")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (FOLDER / "resident.schema.json").read_text(encoding="utf-8")


def test_it_is_explained_in_one_language_on_request(installed: Run) -> None:
    said = json.loads(installed("schema", "drill", "--lang", "zh-CN").stdout)
    assert said["properties"]["title"]["description"] == "列表里显示的标题。"


def test_it_can_be_read_as_tables(installed: Run) -> None:
    said = installed("--lang", "zh-CN", "schema", "drill", "--format", "markdown").stdout
    assert "| **`title`** | 文字 | 列表里显示的标题。 |" in said
    assert "| `age` | 0–120 | 年龄。 |" in said


@pytest.mark.parametrize(
    "wrong", [["scene"], ["drill", "--format", "yaml"], ["drill", "--lang", "fr"], []]
)
def test_wrong_usage_is_told(installed: Run, wrong: list[str]) -> None:
    done = installed("schema", *wrong)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
