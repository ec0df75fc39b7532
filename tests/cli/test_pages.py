"""Every code has a page in both languages, and what the pages show is true."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.cli import pages_base
from tests.shipped import scorer
from trainer import i18n
from trainer.cli.pages import Example, codes_with_pages, page
from trainer.content import codes
from trainer.content.library import Library
from trainer.content.places import installed_roots
from trainer.proof.check import check
from trainer.scoring.scorer import Scorer

CODES = list(codes.titles())
LANGS = ("en", "zh-CN")
HEADINGS = {
    "en": ["What", "Why", "Example", "Cure"],
    "zh-CN": ["是什么", "为什么", "例子", "怎么改"],
}
UNSHOWN = {
    *("YAML-001", "YAML-002", "YAML-003", "VAL-009", "WALK-003", "REPLY-002"),
    *("NOTE-001", "NOTE-002"),
}
"""What cannot be written on a page: a file that is too large or ill named, no text, or the program's own fault."""


_TOP = re.compile(r"^(?=[^\s#\-\]}])", re.MULTILINE)
SHOWN = [
    (lang, code, number)
    for lang in LANGS
    for code in CODES
    if (found := page(code, lang))
    for number, _example in enumerate(found.examples)
]


@pytest.mark.parametrize("lang", LANGS)
def test_every_code_has_a_page_and_every_page_a_code(lang: str) -> None:
    assert codes_with_pages(lang) == sorted(CODES)


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_has_its_title_and_four_parts_that_say_something(lang: str) -> None:
    i18n.use(lang)
    titles = codes.titles()
    i18n.use("en")
    for code in CODES:
        found = page(code, lang)
        assert found is not None
        assert found.title == f"{code} {titles[code]}"
        assert re.findall(r"^## (.*)$", found.markdown, re.MULTILINE) == HEADINGS[lang]
        assert all((found.what, found.why, found.example, found.cure))
        if code in UNSHOWN:
            assert found.examples == []
        else:
            assert [each.quality for each in found.examples] == ["bad", "good"]


def laid_over(base: str, example: str) -> str:
    """`base` with its top-level keys replaced by those of `example`, both as they are written."""
    blocks = _blocks(example)
    kept = {key: text for key, text in _blocks(base).items() if key not in blocks}
    return "".join((kept | blocks).values())


def _blocks(text: str) -> dict[str, str]:
    blocks: dict[str, str] = {}
    for piece in filter(None, _TOP.split(text)):
        key = re.split(r"[:：\s]", piece, maxsplit=1)[0]
        blocks[key] = blocks.get(key, "") + piece
    return blocks


class Desk:
    """A folder in which examples are laid out and checked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (root,) = installed_roots()
        rubrics = folder / "rubrics"
        phrases = [f"reception/phrases.{lang}.yaml" for lang in LANGS]
        for name in ("reception/rubric.yaml", "disc.yaml", *phrases):
            (rubrics / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / "rubrics" / name, rubrics / name)
        resident = folder / "scenarios" / "residents" / "yu-lan.yaml"
        resident.parent.mkdir(parents=True)
        resident.write_text(pages_base.RESIDENT, "utf-8")
        self.library = Library([folder])

    def check(self, lang: str, example: Example, scorer: Scorer | None) -> list[str]:
        base, name = pages_base.base(example.kind, lang)
        path = self.folder / name
        before = path.read_bytes() if path.exists() else None
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(example.text if example.whole else laid_over(base, example.text), "utf-8")
        try:
            found = check(
                self.library,
                [path],
                scorer_of=(lambda _rubric: scorer) if scorer else None,
            )
        finally:
            path.unlink() if before is None else path.write_bytes(before)
        return [f"{each.code}" for each in found]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("pages"))


@pytest.mark.parametrize(("lang", "code", "number"), SHOWN)
def test_a_bad_example_has_exactly_its_mistake_and_a_good_one_none(
    desk: Desk, lang: str, code: str, number: int
) -> None:
    found = page(code, lang)
    assert found is not None
    example = found.examples[number]
    judged = scorer() if code.startswith(("SCORE", "WALK")) else None
    wanted = [code] if example.quality == "bad" else []
    assert desk.check(lang, example, judged) == wanted


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", ["scenario", "resident", "rubric", "disc", "drill"])
def test_the_files_that_examples_are_laid_over_have_no_mistake(
    desk: Desk, lang: str, kind: str
) -> None:
    assert desk.check(lang, Example("good", kind, False, ""), None) == []  # type: ignore[arg-type]
