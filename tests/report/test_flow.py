"""The flow of a scenario: everything is in it, in each form, and nothing in it is obeyed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from rich.cells import cell_len

from tests.dialogue.world import scenario as small
from tests.shipped import library
from trainer import i18n
from trainer.model.rubric import Rubric
from trainer.model.scenario import Scenario
from trainer.report.flow.chart import Chart, chart
from trainer.report.flow.coverage import Coverage, coverage_of
from trainer.report.flow.layout import Box, lay_out
from trainer.report.flow.mermaid import label, mermaid
from trainer.report.flow.outline import outline
from trainer.report.flow.page import page
from trainer.report.flow.svg import svg

SHIPPED = ("dibao-refused", "pension-face-scan", "council-tax-reminder", "take-it-on")
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "]]> <script>alert(1)</script> [/red] \"q\" 'q' &amp; %%{init: x}%% `x` --> |y|\nnext # ; \x1b[31m"
SEEN = Coverage(
    runs=20,
    scenes=frozenset({"matter"}),
    branches=frozenset({"arrival/1", "anytime/1"}),
    endings=frozenset({"glad"}),
    counts={"content": 20},
)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")


def rubric() -> Rubric:
    return library().rubric().value


def flow(name: str, lang: str = "en") -> tuple[Chart, Scenario]:
    found = library().find_scenario(name).value
    return chart(found, lang, rubric()), found


def hostile() -> Scenario:
    """The small talk, every text of it hostile."""
    raw = small().model_dump(mode="json", by_alias=True)

    def spoil(value: object, key: str = "") -> object:
        if isinstance(value, dict):
            return {k: spoil(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [spoil(each, key) for each in value]
        told = ("title", "say", "because", "text", "hint", "goals", "role", "briefing",
                "model_replies", "name", "background", "address_as")  # fmt: skip
        return f"{HOSTILE}{value}" if isinstance(value, str) and key in told else value

    return Scenario.model_validate(spoil(raw))


# What the flow is


def test_every_branch_is_an_edge_with_its_number_and_its_condition_in_words() -> None:
    drawn, found = flow("dibao-refused", "zh-CN")
    by_id = {node.id: node for node in drawn.nodes}
    for scene in found.scenes:
        node = by_id[scene.id]
        assert [edge.number for edge in node.edges] == list(range(1, len(scene.branches) + 1))
        for edge, branch in zip(node.edges, scene.branches, strict=True):
            assert drawn.node(edge.to).id == branch.to
            assert edge.condition
    assert by_id["anytime"].edges[0].condition == "信任 < 8"
    assert by_id["arrival"].edges[-1].kind == "otherwise"
    assert by_id["arrival"].edges[2].condition.startswith("（问候称呼 ≥ 1 且 仪态动作 ≥ 1）或（")


def test_scenes_and_endings_are_numbered_through() -> None:
    drawn, found = flow("dibao-refused")
    numbered = [node for node in drawn.nodes if node.number is not None]
    assert [n.number for n in numbered] == list(range(1, len(numbered) + 1))
    assert [n.id for n in numbered] == [
        *(s.id for s in found.scenes),
        *(e.id for e in found.endings),
    ]


def test_end_leads_to_the_endings_in_the_order_in_which_they_are_tried() -> None:
    drawn = chart(small(), "en")
    choice = next(node for node in drawn.nodes if node.kind == "choice")
    assert [(drawn.node(e.to).id, e.condition) for e in choice.edges] == [
        ("glad", "trust ≥ 80"), ("content", "trust ≥ 50"), ("walks-out", "otherwise"),
    ]  # fmt: skip


def test_what_the_playtest_never_came_to_is_marked() -> None:
    drawn = chart(small(), "en", None, SEEN)
    unseen = {node.id for node in drawn.nodes if node.seen is False}
    assert unseen == {"matter", "glad"}
    missed = {(node.id, edge.number) for node, edge in drawn.edges if edge.seen is False}
    assert missed == {("arrival", 1), ("anytime", 1)}
    for told in (mermaid(drawn), svg(drawn), page(drawn, small(), "en")):
        assert "never in the playtest" in told
    text = outline(drawn, small(), "en")
    assert "2  matter  !" in text
    assert "glad  (glad)  !" in text.lower()


def test_a_result_is_read_as_the_playtest_writes_it_and_only_so() -> None:
    row = {"runs": 3, "scenes": {"missed": ["a"]}, "branches": {"missed": ["a/1"]},
           "lines": {"missed": []}, "endings": {"missed": ["e"], "counts": {"f": 3}}}  # fmt: skip
    read = coverage_of((row, True))
    assert read is not None
    assert read.branches == {"a/1"}
    assert read.outdated
    told = outline(chart(small(), "en", None, read), small(), "en")
    assert "The scenario has changed since then." in " ".join(told.split())
    assert coverage_of(None) is None
    for broken in ({}, {"runs": 3, "scenes": 1, "endings": {}}, row | {"runs": "many"}):
        assert coverage_of((broken, False)) is None


# Text


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_text_keeps_to_its_width_and_tells_every_branch(name: str, lang: str) -> None:
    i18n.use(lang)
    drawn, found = flow(name, lang)
    told = outline(drawn, found, lang, rubric())
    assert max(map(cell_len, told.splitlines())) <= 80
    flat = re.sub(r"\s", "", told)
    for _node, edge in drawn.edges:
        assert re.sub(r"\s", "", f"{edge.number}. {edge.condition}") in flat
    for scene in found.scenes:
        assert f"({scene.id})" in told


# Mermaid


@pytest.mark.parametrize("name", SHIPPED)
def test_mermaid_has_every_edge_with_its_label(name: str) -> None:
    drawn, _found = flow(name)
    lines = mermaid(drawn).splitlines()
    assert lines[0] == "flowchart TD"
    for node, edge in drawn.edges:
        assert (
            f'    {node.key} -->|"{label(f"{edge.number}. {edge.condition}")}"| {edge.to}' in lines
        )


def test_mermaid_takes_labels_literally() -> None:
    drawn = chart(hostile(), "en")
    shape = re.compile(
        r"flowchart TD"
        r'|    \w+(?:\[|\{\{|\(\[)"[^"<>%`\[\]{}|&]*"(?:\]|\}\}|\]\))'
        r'|    \w+ (?:-->|-\.->)\|"[^"<>%`\[\]{}|&]*"\| \w+'
        r"|    class \w+ \w+|    classDef [\w:#,\- ]+"
    )
    for line in mermaid(drawn).splitlines():
        assert shape.fullmatch(line), line
    assert re.sub(r"#(\d+);", lambda m: chr(int(m[1])), label(HOSTILE)) == HOSTILE


# Drawing


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_the_drawing_is_well_formed_and_has_every_edge_and_label(name: str, lang: str) -> None:
    i18n.use(lang)
    drawn, _found = flow(name, lang)
    root = ElementTree.fromstring(svg(drawn))
    wires = [p for p in root.iter(f"{SVG}path") if "wire" in p.attrib.get("class", "")]
    assert [w.findtext(f"{SVG}title") for w in wires] == [
        f"{n.name}: {e.number}. {e.condition} → {drawn.node(e.to).name}" for n, e in drawn.edges
    ]
    cards = {
        "".join(t.text or "" for t in g.iter(f"{SVG}text")) for g in root.iter(f"{SVG}g")
    }  # fmt: skip
    told = re.sub(r"\s", "", "".join(sorted(cards)))
    for _node, edge in drawn.edges:
        assert re.sub(r"\s", "", edge.condition) in told
    for node in drawn.nodes:
        assert re.sub(r"\s", "", node.name) in told


def boxes_apart(boxes: tuple[Box, ...]) -> bool:
    return not any(
        a.x < b.x + b.width
        and b.x < a.x + a.width
        and a.y < b.y + b.height
        and b.y < a.y + a.height
        for n, a in enumerate(boxes)
        for b in boxes[:n]
    )


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_lies_over_anything_else(name: str) -> None:
    layout = lay_out(flow(name, "zh-CN")[0])
    assert boxes_apart(layout.boxes)
    for box in layout.boxes:
        baselines = sorted({(text.x, text.y) for text in box.texts})
        assert len(baselines) == len(box.texts)
        for text in box.texts:
            assert box.y < text.y < box.y + box.height
            assert text.x + text.room <= box.x + box.width
    right = max(box.x + box.width for box in layout.boxes if box.node.kind != "ending")
    left = min(box.x for box in layout.boxes if box.node.kind == "ending")
    stretches: dict[tuple[float, str], list[float]] = {}
    for wire in layout.wires:
        assert right < wire.lane < left
        stretches.setdefault((wire.lane, wire.edge.to), []).extend((wire.start[1], wire.end[1]))
    spans = sorted((lane, min(ys), max(ys)) for (lane, _to), ys in stretches.items())
    for (lane, _low, high), (other, low, _high) in pairwise(spans):
        assert lane != other or high < low, "two targets share a stretch of a lane"


# Page


class Tags(HTMLParser):
    """The tags, their attributes, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "href":
                self.links.append(value or "")
            if name == "id":
                self.ids.add(value or "")

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    return tags


@pytest.mark.parametrize("name", SHIPPED)
def test_the_page_has_everything_an_instructor_asks_for(name: str) -> None:
    drawn, found = flow(name)
    told = read(page(drawn, found, "en", rubric()))
    criteria = [rubric().criterion(c) for scene in found.scenes for c in scene.calls_for]
    wanted = [
        *(line.say for scene in found.scenes for line in scene.lines),
        *(r for scene in found.scenes for r in (*scene.model_replies, *scene.poor_replies)),
        *(c.title["en"] for c in criteria if c),
        *(edge.condition for _node, edge in drawn.edges),
        *(branch.because for scene in found.scenes for branch in scene.branches if branch.because),
        *(fact.text for fact in found.facts),
        *(limit.text for limit in found.limits),
        *(ending.text for ending in found.endings),
    ]
    flat = " ".join(told.text.split())
    assert [each for each in wanted if " ".join(each.split()) not in flat] == []


def test_every_link_of_the_page_leads_somewhere_in_it() -> None:
    drawn, found = flow("dibao-refused")
    told = read(page(drawn, found, "en", rubric()))
    assert len(told.links) > 50
    assert {link.removeprefix("#") for link in told.links} <= told.ids


@pytest.mark.parametrize("write", [lambda d, s: svg(d), lambda d, s: page(d, s, "en")])
def test_hostile_texts_stay_texts(write: Callable[[Chart, Scenario], str]) -> None:
    told = hostile()
    written = write(chart(told, "en"), told)
    parsed = read(written)
    assert not parsed.tags & {"script", "img", "iframe", "object", "foreignobject", "link"}
    assert not {name for name in parsed.attributes if name.startswith("on")}
    assert all(link.startswith("#") for link in parsed.links)
    assert "<script>alert(1)</script>" in parsed.text
    assert "\x1b" not in written
    start = written.index("<svg")
    ElementTree.fromstring(written[start : written.index("</svg>") + 6])


def test_hostile_texts_do_not_break_the_lines_of_the_outline() -> None:
    told = outline(chart(hostile(), "en"), hostile(), "en")
    assert "\x1b" not in told
    assert max(map(cell_len, told.splitlines())) <= 80
