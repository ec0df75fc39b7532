"""The second marker's workbook: written blind, opened and marked elsewhere, read back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.session.rated import session
from trainer import i18n
from trainer.errors import StorageError
from trainer.report.marksheet import read
from trainer.report.marksheet.read import Marksheet, read_marksheet
from trainer.report.marksheet.write import marksheet
from trainer.session.journal import read_journal
from trainer.session.transcript import Transcript, transcribe

NASTY = (
    "=cmd()", "<script>alert(1)</script> ]]>", "_x0041_ 您好 🚒 \U00020BB7", "http://a.example", "x" * 5000,
)  # fmt: skip


def transcript_of(home: Path, *replies: str) -> Transcript:
    return transcribe(read_journal(session(home, *replies)))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.current()
    i18n.use("en")
    yield
    i18n.use(before)


@pytest.fixture
def talk(tmp_path: Path) -> Transcript:
    return transcript_of(tmp_path, "polite 2", "polite 0, shove -1")


def edited(raw: bytes, edit: Callable[[Any], None]) -> bytes:
    book = load_workbook(io.BytesIO(raw))
    edit(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row_of(sheet: Any, turn: int, criterion: str) -> int:
    return next(
        row for row in range(1, 60)
        if (sheet.cell(row, 2).value, sheet.cell(row, 3).value) == (str(turn), criterion)
    )  # fmt: skip


def marked(talk: Transcript, cells: dict[str, Any], name: str | None = "Kim") -> Marksheet:
    """The sheet read back with these cells filled in; `2 polite` is a level, others are places."""

    def edit(sheet: Any) -> None:
        sheet["E4"] = name
        for place, value in cells.items():
            if " " in place:
                turn, criterion = place.split()
                sheet.cell(row_of(sheet, int(turn), criterion), 8, value)
            else:
                sheet[place] = value

    return read_marksheet(edited(marksheet(talk, "en"), edit), talk)


def texts(raw: bytes) -> list[str]:
    sheet = load_workbook(io.BytesIO(raw)).worksheets[0]
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def test_the_same_session_gives_the_same_bytes(talk: Transcript) -> None:
    assert marksheet(talk, "en") == marksheet(talk, "en")
    assert marksheet(talk, "en") != marksheet(talk, "zh-CN")


def test_it_is_blind_to_what_the_machine_gave(tmp_path: Path) -> None:
    told = [texts(marksheet(transcript_of(tmp_path / said, said), "en"))
            for said in ("polite 2", "polite 0")]  # fmt: skip
    same = [[t for t in each if "polite " not in t and not t.startswith(("2", "Session"))]
            for each in told]  # fmt: skip
    assert same[0] == same[1]


def test_it_has_what_a_marker_needs(talk: Transcript) -> None:
    told = texts(marksheet(talk, "en"))
    for part in (
        "Second marker: At the counter", "Marked by", "polite 0, shove -1", "Politeness",
        "0 curt: no courtesy\n1 fair: a little courtesy\n2 courteous: full courtesy",
        "0 none: none\n-1 mild: a brush-off\n-2 severe: a refusal",
        "I have been waiting for an hour.",
    ):  # fmt: skip
        assert part in told
    assert any(t.startswith("Scores are advisory") for t in told)
    assert "文明用语" in texts(marksheet(talk, "zh-CN"))
    sheet = load_workbook(io.BytesIO(marksheet(talk, "en"))).worksheets[0]
    lists = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}
    assert lists[f"H{row_of(sheet, 1, 'polite')}"] == '"0,1,2"'
    assert lists[f"H{row_of(sheet, 2, 'shove')}"] == '"0,-1,-2"'
    hidden = sheet.column_dimensions["A"]
    assert (hidden.hidden, hidden.min, hidden.max) == (True, 1, 3)
    assert sheet.row_dimensions[7].hidden


def test_what_was_said_is_text_and_nothing_else(tmp_path: Path) -> None:
    talk = transcript_of(tmp_path, "polite 2")
    turn = talk.turns[0]
    for said in NASTY:
        nasty = talk.model_copy(update={"turns": (turn.model_copy(update={"reply": said}),)})
        raw = marksheet(nasty, "en")
        assert said in texts(raw)
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
            assert not any("hyperlink" in name.lower() for name in parts.namelist())
    hidden = turn.model_copy(update={"reply": "a\x1b[31m\x00b\u202ec"})
    told = texts(marksheet(talk.model_copy(update={"turns": (hidden,)}), "en"))
    assert "a[31mbc" in told


def test_marks_come_back_as_they_were_given(talk: Transcript) -> None:
    found = marked(talk, {"1 polite": 1, "2 shove": -2, "2 polite": 0, "J8": "Warm =1+1"})
    assert found.wrong == ()
    assert found.rater == "Kim"
    assert found.levels == {(1, "polite"): 1, (2, "shove"): -2, (2, "polite"): 0}
    assert found.comments == {1: "Warm =1+1"}
    assert found.blank == len(counted_rows(talk)) - 3


def counted_rows(talk: Transcript) -> list[int]:
    sheet = load_workbook(io.BytesIO(marksheet(talk, "en"))).worksheets[0]
    return [row for row in range(8, 60) if sheet.cell(row, 3).value]


@pytest.mark.parametrize("value", ["1", " 1 ", "１", 1.0, "+1"])
def test_a_level_may_be_written_as_programs_write_it(talk: Transcript, value: object) -> None:
    assert marked(talk, {"1 polite": value}).levels == {(1, "polite"): 1}


@pytest.mark.parametrize("value", ["-2", "−2", "－２", -2.0])
def test_so_may_the_minus(talk: Transcript, value: object) -> None:
    assert marked(talk, {"2 shove": value}).levels == {(2, "shove"): -2}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (3, "“3” is no level here; choose one of 0, 1, 2"),
        (-1, "“-1” is no level"),
        (1.5, "“1.5” is no level"),
        (True, "“True” is no level"),
        ("good", "“good” is no level"),
        ("9" * 400, "9999"),
        ("=1+1", "holds a formula; type one of 0, 1, 2"),
        ("#REF!", "“#REF!” is no level"),
    ],
)
def test_a_wrong_level_is_told_with_its_place_and_cure(
    talk: Transcript, value: object, said: str
) -> None:
    found = marked(talk, {"1 polite": value, "2 polite": 2})
    (wrong,) = found.wrong
    assert (wrong.sheet, wrong.cell) == ("Marks", "H8")
    assert said in wrong.message


@pytest.mark.parametrize(
    ("cells", "place", "said"),
    [
        ({"A8": "another"}, "A8", "not session"),
        ({"A8": None}, "B8", "lost its hidden"),
        ({"B8": "17"}, "B8", "no such reply"),
        ({"B8": "=1"}, "B8", "no such reply"),
        ({"C8": "sings"}, "C8", "no such criterion"),
        ({"C9": "polite"}, "C9", "a second time"),
        ({"A60": "x"}, "A60", "lost its hidden"),
        ({"H60": 1}, "H60", "belongs to no criterion"),
        ({"J8": "=cmd()"}, "J8", "holds a formula"),
        ({"J8": "x" * 2001}, "J8", "at most 2000"),
        ({"E4": "=A1"}, "E4", "holds a formula"),
        ({"E4": "n" * 121}, "E4", "at most 120"),
    ],
)
def test_a_cell_that_was_changed_is_told(
    talk: Transcript, cells: dict[str, Any], place: str, said: str
) -> None:
    wrong = marked(talk, cells).wrong
    assert [each.cell for each in wrong] == [place]
    assert said in wrong[0].message


def test_moved_columns_and_rows_are_found(talk: Transcript) -> None:
    def edit(sheet: Any) -> None:
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        sheet.cell(row_of(sheet, 2, "polite"), 8, 2)
        sheet["E4"] = "Kim"
        sheet.insert_cols(5, 2)
        sheet.insert_rows(9, 3)

    found = read_marksheet(edited(marksheet(talk, "zh-CN"), edit), talk)
    assert (found.levels, found.wrong) == ({(2, "polite"): 2}, ())
    assert found.rater == "Kim"


def damaged(raw: bytes, **parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, parts.get(Path(name).stem, old.read(name)))
    return out.getvalue()


def test_what_is_no_workbook_is_told(talk: Transcript) -> None:
    good = marksheet(talk, "en")
    entity = b'<!DOCTYPE a [<!ENTITY x "y">]><worksheet/>'
    for raw in (
        b"", b"PK\x03\x04", b"no workbook", good[: len(good) // 2],
        damaged(good, sheet1=b"<worksheet"), damaged(good, workbook=b"<x"),
        damaged(good, sheet1=entity), damaged(good, sheet1=entity.decode().encode("utf-16")),
    ):  # fmt: skip
        with pytest.raises(StorageError, match="no XLSX workbook"):
            read_marksheet(raw, talk)


def test_a_workbook_of_another_kind_is_told(talk: Transcript) -> None:
    def edit(sheet: Any) -> None:
        sheet.delete_rows(7)

    with pytest.raises(StorageError, match="no marking sheet"):
        read_marksheet(edited(marksheet(talk, "en"), edit), talk)


def test_a_workbook_that_unpacks_to_too_much_is_not_read(
    talk: Transcript, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "MOST_BYTES", 2000)
    with pytest.raises(StorageError, match="far more"):
        read_marksheet(marksheet(talk, "en"), talk)


def test_each_changed_byte_is_harmless_or_told(talk: Transcript) -> None:
    raw = edited(marksheet(talk, "en"), lambda sheet: sheet.cell(8, 8, 2))
    for place in range(0, len(raw), max(1, len(raw) // 60)):
        changed = raw[:place] + bytes([raw[place] ^ 0x41]) + raw[place + 1 :]
        try:
            found = read_marksheet(changed, talk)
        except StorageError:
            continue
        assert found.wrong or found.levels == {(1, "polite"): 2}
