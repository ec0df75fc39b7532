from __future__ import annotations

import csv as reader
import io
from pathlib import Path

import pytest

from tests.report.hostile import HOSTILE, LINES, LONG, STARTS, hostile
from tests.session.small import CURT, POLITE, SHOVE, played
from trainer.content.sanitise import sanitise
from trainer.report.csv import csv
from trainer.session.transcript import Transcript


def rows(*transcripts: Transcript) -> list[dict[str, str]]:
    raw = csv(transcripts, "en")
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(reader.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True))


def test_each_reply_is_a_row_with_its_levels(tmp_path: Path) -> None:
    first, second = rows(played(tmp_path, POLITE, SHOVE))
    assert (first["turn"], first["reply"], first["level_polite"]) == ("1", POLITE, "2")
    assert (second["level_shove"], second["ending"]) == ("-2", "gone")
    assert first["resident"] == "I have been waiting for an hour."
    assert "advisory" in first["notice"]


def test_hostile_text_is_whole_and_no_formula(tmp_path: Path) -> None:
    first, _second = rows(hostile(tmp_path))
    assert first["reply"] == "'" + sanitise(f"{LINES}{SHOVE}{LONG}")
    assert first["trainee"] == "'" + sanitise(LINES)
    assert sanitise(HOSTILE) in first["resident"]
    for name, cell in first.items():
        assert not cell.startswith(("=", "+", "@", "\t", "\r")), name
        assert not cell.startswith("-") or int(cell) in (-1, -2), name


@pytest.mark.parametrize("start", STARTS)
def test_what_a_spreadsheet_would_run_has_an_apostrophe_before_it(
    tmp_path: Path, start: str
) -> None:
    assert rows(hostile(tmp_path, reply=start))[0]["reply"].startswith("'")
    assert rows(hostile(tmp_path, reply=f"x{start}"))[0]["reply"].startswith("x")


def test_several_sessions_are_one_table_in_their_order(tmp_path: Path) -> None:
    first, second = played(tmp_path, CURT), played(tmp_path, POLITE)
    assert csv([second, first], "en") == csv([first, second], "en")
    assert [row["reply"] for row in rows(second, first)] == [CURT, POLITE]
