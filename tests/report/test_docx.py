from __future__ import annotations

import io
import zipfile
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from tests.report.hostile import HOSTILE, LINES, LONG, flat, hostile
from tests.session.small import CURT, POLITE, SHOVE, played
from trainer.errors import UsageError
from trainer.report.attempts import compared
from trainer.report.debrief import debrief
from trainer.report.docx import docx


def opened(raw: bytes) -> Any:
    return Document(io.BytesIO(raw))


def texts(word: Any) -> list[str]:
    said = [paragraph.text for paragraph in word.paragraphs]
    said += [c.text for table in word.tables for row in table.rows for c in row.cells]
    return said


def headings(word: Any) -> list[str]:
    return [p.text for p in word.paragraphs if p.style.name == "Heading 1"]


def test_word_opens_it_with_headings_tables_quotes_and_lines_to_write_on(tmp_path: Path) -> None:
    word = opened(docx(debrief(played(tmp_path, POLITE, SHOVE), "en")))
    assert headings(word)[:3] == ["Reactions", "What happened", "Result"]
    said = texts(word)
    assert "That is not my job." in said
    assert any("Scores are advisory" in text for text in said)
    heads = [[c.text for c in table.rows[0].cells] for table in word.tables]
    assert ["Criterion", "Yourself", "Score", "In the replies"] in heads
    assert any("█" in text for text in said)
    ruled = [p for p in word.paragraphs if p._p.xpath("./w:pPr/w:pBdr/w:bottom") and not p.text]
    assert len(ruled) == 4


def test_evidence_is_underlined_and_a_fault_with_a_wave(tmp_path: Path) -> None:
    word = opened(docx(debrief(played(tmp_path, POLITE, SHOVE), "en")))
    marked = {
        run.text: run._r.xpath("./w:rPr/w:u/@w:val")[0]
        for paragraph in word.paragraphs
        for run in paragraph.runs
        if run._r.xpath("./w:rPr/w:u")
    }
    assert marked["Please"] == "single"
    assert marked["not my job"] == "wavyHeavy"


def test_every_style_names_a_font_for_chinese(tmp_path: Path) -> None:
    word = opened(docx(debrief(played(tmp_path, CURT), "zh-CN")))
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        fonts = word.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == "Microsoft YaHei", name
    everywhere = list(word.styles.element.iter(qn("w:rFonts")))
    assert not [f for f in everywhere for key in f.attrib if key.endswith("Theme")]
    assert word.core_properties.language == "zh-CN"


def test_hostile_text_is_whole_and_only_text(tmp_path: Path) -> None:
    raw = docx(debrief(hostile(tmp_path), "en"))
    said = [flat(text) for text in texts(opened(raw))]
    whole = flat(f"{LINES}{SHOVE}{LONG}")
    assert whole in said
    assert flat(LINES) in said
    xml = zipfile.ZipFile(io.BytesIO(raw)).read("word/document.xml").decode()
    assert "<w:fldSimple" not in xml
    assert "w:instrText" not in xml
    assert "<w:hyperlink" not in xml
    assert "<script" not in xml
    assert "\x1b" not in xml
    assert flat(HOSTILE) in flat(" ".join(said))


def test_its_dates_are_the_journals_and_the_archive_has_none(tmp_path: Path) -> None:
    transcript = played(tmp_path, POLITE, SHOVE)
    raw = docx(debrief(transcript, "en"))
    told = opened(raw).core_properties
    assert transcript.finished is not None
    ended = transcript.finished.astimezone(UTC).replace(microsecond=0)
    assert told.created.replace(tzinfo=UTC) == ended
    assert told.modified.replace(tzinfo=UTC) == ended
    assert {i.date_time[0] for i in zipfile.ZipFile(io.BytesIO(raw)).infolist()} == {1980}
    assert raw == docx(debrief(transcript, "en"))


def own_template(kind: str = "document") -> bytes:
    word = Document()
    word.styles["Heading 1"].font.name = "Papyrus"
    word.styles["Normal"].font.size = Pt(13)
    word.add_paragraph("What the template says")
    word.sections[0].header.paragraphs[0].text = "Our training centre"
    buffer = io.BytesIO()
    word.save(buffer)
    if kind == "document":
        return buffer.getvalue()
    made = io.BytesIO()
    with zipfile.ZipFile(buffer) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, content.replace(b"document.main+xml", f"{kind}.main+xml".encode()))
    return made.getvalue()


@pytest.mark.parametrize("kind", ["document", "template"])
def test_a_trainers_own_file_gives_styles_and_header_but_no_text(tmp_path: Path, kind: str) -> None:
    word = opened(docx(debrief(played(tmp_path, CURT), "en"), own_template(kind)))
    assert word.styles["Heading 1"].font.name == "Papyrus"
    assert word.styles["Normal"].font.size == Pt(13)
    assert word.sections[0].header.paragraphs[0].text == "Our training centre"
    assert "What the template says" not in texts(word)
    assert "Reactions" in headings(word)


def test_a_template_without_the_usual_styles_does_too(tmp_path: Path) -> None:
    word = Document()
    for name in ("Title", "Heading 1", "Heading 2", "List Bullet", "Table Grid"):
        word.styles[name].element.getparent().remove(word.styles[name].element)
    buffer = io.BytesIO()
    word.save(buffer)
    said = texts(opened(docx(debrief(played(tmp_path, POLITE), "en"), buffer.getvalue())))
    assert "Reactions" in said
    assert any(text.startswith("•\u2002") for text in said)


@pytest.mark.parametrize("raw", [b"", b"no zip", b"PK\x03\x04 torn"])
def test_what_is_no_template_is_told_in_a_sentence(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(UsageError, match="no Word document"):
        docx(debrief(played(tmp_path, CURT), "en"), raw)


def test_several_sessions_are_one_document_each_from_a_new_page(tmp_path: Path) -> None:
    word = opened(docx(compared([played(tmp_path, CURT), played(tmp_path, POLITE)], "en")))
    apart = [p.text for p in word.paragraphs if p.paragraph_format.page_break_before]
    assert apart == ["Attempt 1: At the counter", "Attempt 2: At the counter"]
