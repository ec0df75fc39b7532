from __future__ import annotations

import io
import zipfile
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.report.hostile import LINES, LONG, STARTS, hostile
from tests.session.small import CURT, POLITE, SHOVE, played
from trainer.content.sanitise import sanitise
from trainer.report.marksheet.read import read_marksheet
from trainer.report.xlsx import xlsx


def opened(raw: bytes) -> Any:
    return load_workbook(io.BytesIO(raw))


def rows(raw: bytes, sheet: str) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in opened(raw)[sheet].iter_rows()]


def cells(raw: bytes) -> list[Any]:
    return [c for sheet in opened(raw) for row in sheet.iter_rows() for c in row]


def test_its_sheets_hold_turns_findings_scores_mood_and_a_blank_one_to_mark(tmp_path: Path) -> None:
    transcript = played(tmp_path, POLITE, SHOVE)
    raw = xlsx([transcript], "en")
    assert opened(raw).sheetnames == [
        "Overview", "Turns", "Findings", "Scorecard", "Mood", "Second marker",
    ]  # fmt: skip
    turns = rows(raw, "Turns")
    assert [row[5] for row in turns[1:]] == [POLITE, SHOVE]
    found = [(row[1], row[2], row[3], row[5]) for row in rows(raw, "Findings")[1:]]
    assert (2, "Brush-off", -2, "not my job") in found
    scores = {row[1]: row[2] for row in rows(raw, "Scorecard")[1:]}
    assert scores["Overall"] == transcript.scorecard.overall
    assert scores["Free of: Brush-off"] == 50
    mood = rows(raw, "Mood")
    assert [row[1] for row in mood[1:]] == ["start", "1", "2"]
    assert mood[1][2] == round(transcript.started.state.mood.anger)
    assert "advisory" in rows(raw, "Overview")[1][0]


def test_the_second_markers_sheet_is_blank_and_can_be_read_back(tmp_path: Path) -> None:
    transcript = played(tmp_path, POLITE, SHOVE)
    book = opened(xlsx([transcript], "en"))
    sheet = book["Second marker"]
    lists = [rule.formula1 for rule in sheet.data_validations.dataValidation]
    assert any("0,1,2" in (told or "") for told in lists)
    assert any("-2" in (told or "") for told in lists)
    read = read_marksheet(xlsx([transcript], "en"), transcript)
    assert (read.levels, read.wrong) == ({}, ())
    for row in sheet.iter_rows():
        if row[1].value == "2" and row[2].value == "shove":
            sheet.cell(row[0].row, 8).value = -1
    buffer = io.BytesIO()
    book.save(buffer)
    assert read_marksheet(buffer.getvalue(), transcript).levels == {(2, "shove"): -1}


def test_hostile_text_is_whole_and_never_a_formula_a_link_or_a_number(tmp_path: Path) -> None:
    raw = xlsx([hostile(tmp_path)], "en")
    there = cells(raw)
    assert not [c.coordinate for c in there if c.data_type == "f" or c.hyperlink]
    texts = {c.value for c in there if isinstance(c.value, str)}
    assert sanitise(f"{LINES}{SHOVE}{LONG}") in texts
    names = zipfile.ZipFile(io.BytesIO(raw)).namelist()
    assert not [name for name in names if "externalLink" in name or "vba" in name.lower()]
    shared = zipfile.ZipFile(io.BytesIO(raw)).read("xl/sharedStrings.xml").decode()
    assert "\x1b" not in shared
    assert "<script" not in shared


@pytest.mark.parametrize("start", [*STARTS, "{=1}", "http://evil.example", "12", "TRUE"])
def test_a_reply_that_looks_like_something_else_is_text(tmp_path: Path, start: str) -> None:
    sheet = opened(xlsx([hostile(tmp_path, "harmless", reply=start)], "en"))["Turns"]
    cell = sheet.cell(2, 6)
    assert (cell.data_type, cell.value) == ("s", sanitise(start))
    assert cell.hyperlink is None


def test_several_sessions_are_one_workbook_with_what_changed(tmp_path: Path) -> None:
    first, second = played(tmp_path, CURT), played(tmp_path, POLITE)
    raw = xlsx([second, first], "zh-CN")
    book = opened(raw)
    assert len([name for name in book.sheetnames if name.startswith("第二评分人")]) == 2
    scores = rows(raw, book.sheetnames[3])
    assert scores[0][2:4] == [first.started.session, second.started.session]
    change = {row[1]: row[-1] for row in scores[1:]}
    assert change["文明用语"] == 100


def test_its_date_is_the_journals_and_the_same_sessions_give_the_same_bytes(tmp_path: Path) -> None:
    transcript = played(tmp_path, POLITE, SHOVE)
    raw = xlsx([transcript], "en")
    assert raw == xlsx([transcript], "en")
    assert transcript.finished is not None
    ended = transcript.finished.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    assert opened(raw).properties.created == ended
    assert {i.date_time[0] for i in zipfile.ZipFile(io.BytesIO(raw)).infolist()} == {1980}
