"""The pages that explain the codes: `trainer/pages/<lang>/<CODE>.md`, in four parts each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, NamedTuple

from trainer.content.places import Kind

_FOLDER = Path(__file__).parents[1] / "pages"
_FENCE = re.compile(
    r"^```(?:yaml|json) (bad|good)(?: (\w+))?(?: (whole))?\n(.*?)^```$", re.M | re.S
)
_HEADING = re.compile(r"^## .*$", re.MULTILINE)


class Example(NamedTuple):
    """A piece of a file that has the mistake, or has it no more.

    Its keys stand in a file of that `kind`, whatever else is in it; or it is the `whole` file.
    """

    quality: Literal["bad", "good"]
    kind: Kind
    whole: bool
    text: str


class Page(NamedTuple):
    """A page: all of it as Markdown, and its parts."""

    code: str
    markdown: str
    title: str
    what: str
    why: str
    example: str
    cure: str

    @property
    def examples(self) -> list[Example]:
        """What the page shows, bad and good. None where a mistake cannot be shown in writing."""
        return [
            Example(
                "bad" if found[1] == "bad" else "good",
                _kind(found[2]),
                found[3] is not None,
                found[4],
            )
            for found in _FENCE.finditer(self.example)
        ]


def page(code: str, lang: str) -> Page | None:
    """The page of a code in a language, None when there is none."""
    path = _FOLDER / lang / f"{code}.md"
    if not path.is_file():
        return None
    markdown = path.read_text("utf-8")
    title, *parts = (part.strip() for part in _HEADING.split(markdown))
    what, why, example, cure = parts
    return Page(code, markdown, title.removeprefix("# ").strip(), what, why, example, cure)


def codes_with_pages(lang: str) -> list[str]:
    """The codes that have a page in a language."""
    return sorted(path.stem for path in (_FOLDER / lang).glob("*.md"))


def _kind(word: str | None) -> Kind:
    match word:
        case "resident" | "rubric" | "disc" | "drill" | "replies":
            return word
        case _:
            return "scenario"
