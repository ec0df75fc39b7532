from __future__ import annotations

import io
import re
from datetime import UTC
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.report.hostile import HOSTILE, hostile
from tests.session.small import POLITE, SHOVE, played
from trainer.errors import StorageError
from trainer.report.debrief import debrief
from trainer.report.pdf import pdf

LATIN = re.sub(r"[^\x09\x0a\x20-\x7e]", "", HOSTILE)
"""What the fonts that come with the engine can show, so that these tests need none of the system's."""


def words(raw: bytes) -> str:
    pages = PdfReader(io.BytesIO(raw)).pages
    return re.sub(r"[\s\u200b]+", "", "".join(page.extract_text() for page in pages))


def test_it_is_a_document_with_its_text_in_it(tmp_path: Path) -> None:
    said = words(pdf(debrief(played(tmp_path, POLITE, SHOVE), "en"), system_fonts=False))
    for text in ("At the counter", "Reactions", "That is not my job.", "Scores are advisory"):
        assert text.replace(" ", "") in said


def test_hostile_text_is_whole_and_never_a_program(tmp_path: Path) -> None:
    transcript = hostile(tmp_path, LATIN, reply=LATIN + "x" * 5000)
    raw = pdf(debrief(transcript, "en"), system_fonts=False)
    said = words(raw)
    assert re.sub(r"\s+", "", LATIN) in said
    assert "#letx=[y]$x^2$" in said
    assert said.count("x") >= 5000
    reader = PdfReader(io.BytesIO(raw))
    assert not [page for page in reader.pages if page.get("/Annots")]
    assert b"/JavaScript" not in raw


def test_without_a_font_for_a_character_it_says_so_instead_of_printing_boxes(
    tmp_path: Path,
) -> None:
    document = debrief(hostile(tmp_path, LATIN, reply=LATIN + "请坐"), "en")
    with pytest.raises(StorageError, match="No font on this computer has these characters: 坐请 "):
        pdf(document, system_fonts=False)


def test_its_date_is_the_journals_and_the_same_session_gives_the_same_bytes(tmp_path: Path) -> None:
    transcript = played(tmp_path, POLITE, SHOVE)
    raw = pdf(debrief(transcript, "en"), system_fonts=False)
    assert raw == pdf(debrief(transcript, "en"), system_fonts=False)
    about = PdfReader(io.BytesIO(raw)).metadata
    assert about is not None
    assert transcript.finished is not None
    ended = transcript.finished.astimezone(UTC).replace(microsecond=0)
    assert about.creation_date == ended
    assert about.title == "At the counter"
