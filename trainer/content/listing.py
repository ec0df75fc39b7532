"""What a list of content shows, read without reading whole files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from trainer.content import source
from trainer.content.nodes import Fields, Scalar, text_of
from trainer.content.problems import Problems
from trainer.content.tree import compose
from trainer.model.base import Value
from trainer.model.drill import Drill
from trainer.model.scenario import Scenario

_BODY = re.compile(r"^(?:facts|limits|anytime|scenes|moments|endings|walkthroughs):", re.MULTILINE)
_WANTED = ("id", "title", "lang", "venue", "difficulty", "resident")


Kind = Literal["scenario", "drill"]


class Entry(Value):
    """One row of the list. What a faulty file does not tell is None."""

    id: str
    kind: Kind = "scenario"
    title: str
    lang: str
    venue: str | None = None
    disc: str | None = None
    difficulty: int | None = None
    path: str


def head(path: Path) -> Fields | None:
    """The keys of `path` above its scenes or moments, or all of it when some stand below; None when unreadable."""
    problems = Problems(str(path))
    text = source.read(path, problems).text
    if text is None:
        return None
    body = _BODY.search(text)
    start = compose(text[: body.start()], Problems(str(path))) if body else None
    if start and all(key in start.entries for key in _WANTED):
        return start
    return compose(text, problems)


def entry(path: Path, root: Fields, disc: str | None, kind: Kind = "scenario") -> Entry:
    """The row of what is in `path`; `disc` is its resident's where that has a file of its own."""
    resident = root.get("resident")
    if isinstance(resident, Fields):
        disc = text_of(resident.get("disc"))
    difficulty = root.get("difficulty")
    usual = Drill if kind == "drill" else Scenario
    level = (
        difficulty.value
        if isinstance(difficulty, Scalar)
        else usual.model_fields["difficulty"].default
    )
    identifier = text_of(root.get("id")) or path.stem
    return Entry(
        id=identifier,
        kind=kind,
        title=text_of(root.get("title")) or identifier,
        lang=text_of(root.get("lang")) or "zh-CN",
        venue=text_of(root.get("venue")),
        disc=disc,
        difficulty=level if isinstance(level, int) else None,
        path=str(path),
    )
