from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.report.hostile import HOSTILE, LINES, LONG, flat, hostile
from tests.session.small import CURT, POLITE, SHOVE, played
from trainer.report.attempts import compared
from trainer.report.debrief import debrief
from trainer.report.document import Course, Series
from trainer.report.drawing import course
from trainer.report.html import html

VOID = {"meta", "br", "col", "rect", "circle", "line", "polyline"}


class Reader(HTMLParser):
    """What a browser would make of it: elements, attributes, text; every element must be closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.text.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def test_hostile_text_reads_as_it_was_written_and_is_nothing_else(tmp_path: Path) -> None:
    reader = read(html(debrief(hostile(tmp_path), "en")))
    words = " ".join("".join(reader.text).split())
    assert flat(HOSTILE) in words
    assert flat(LONG) in words
    assert "\x1b" not in "".join(reader.text)
    assert not {tag for tag, _a in reader.tags} & {
        "script",
        "img",
        "iframe",
        "link",
        "object",
        "form",
    }
    for tag, attributes in reader.tags:
        assert not [name for name in attributes if name.startswith("on") or name == "src"], tag
        assert (attributes.get("href") or "#").startswith("#")


def test_it_has_the_same_form_whatever_it_says(tmp_path: Path) -> None:
    said = {text: hostile(tmp_path, text, f"{text} {SHOVE}") for text in ("harmless", LINES)}
    forms = [[tag for tag, _a in read(html(debrief(t, "en"))).tags] for t in said.values()]
    assert forms[0] == forms[1]


def test_evidence_is_marked_where_it_stands(tmp_path: Path) -> None:
    page = html(debrief(played(tmp_path, POLITE, SHOVE), "en"))
    assert '<mark class="good" title="Politeness">Please</mark> sit down.' in page
    assert 'That is <mark class="fault" title="Brush-off">not my job</mark>.' in page


def test_it_tells_its_language_and_needs_nothing_from_anywhere(tmp_path: Path) -> None:
    page = html(debrief(played(tmp_path, CURT), "zh-CN"))
    reader = read(page)
    assert ("html", {"lang": "zh-CN"}) in reader.tags
    assert any(tag == "blockquote" and a.get("lang") == "en" for tag, a in reader.tags)
    assert "default-src 'none'" in page
    assert "url(" not in page
    assert "@import" not in page
    assert "评分仅供练习参考" in page


def test_mood_and_scores_are_drawn_with_their_numbers_beside_them(tmp_path: Path) -> None:
    transcript = played(tmp_path, POLITE, SHOVE)
    reader = read(html(debrief(transcript, "en")))
    drawn = [a.get("aria-label") or "" for tag, a in reader.tags if tag == "svg"]
    last = transcript.state.mood.anger
    assert f"Anger: {transcript.started.state.mood.anger:.0f} → {last:.0f}" in drawn
    lines = [a["points"] or "" for tag, a in reader.tags if tag == "polyline"]
    assert len(lines) == 7
    assert all(len(points.split()) == 3 for points in lines)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ((52.0, None, 70.5, 61.4), "52 → 61"),
        ((88.0, 88.0), "88 → 88"),
        ((None, 88.0), "88"),
        ((None,), "–"),
    ],
)
def test_a_panel_tells_of_a_way_only_where_there_are_two_values(
    values: tuple[float | None, ...], told: str
) -> None:
    chart = Course("All", "Attempt", ("1",) * len(values), (Series("Care", values),))
    assert f"<span>{told}</span>" in "".join(course(chart))


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_several_sessions_are_compared_on_one_page(tmp_path: Path, lang: str) -> None:
    first, second = played(tmp_path, CURT), played(tmp_path, POLITE)
    page = html(compared([second, first], lang))
    reader = read(page)
    assert page == html(compared([first, second], lang))
    assert sum(tag == "section" and a.get("class") == "apart" for tag, a in reader.tags) == 2
    assert first.started.session in page
    assert second.started.session in page
