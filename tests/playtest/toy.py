"""A small scenario that can be walked whole, and a scorer that goes by single words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from tests.session.small import CONTENT as SMALL
from tests.session.small import ByWord
from trainer.content.library import Library
from trainer.model.assessment import Assessment, Context, Evidence, Mention
from trainer.playtest.judges import alone
from trainer.playtest.playtest import playtest
from trainer.playtest.report import Report
from trainer.playtest.scores import Question, Scores, Store
from trainer.playtest.walk import Play

CONTENT = Path(__file__).parent / "content"
WAITING = CONTENT / "scenarios" / "en" / "waiting.yaml"


class ByWords(ByWord):
    """Breaks a limit where its words occur, too."""

    version = "by-words"

    def assess(self, reply: str, context: Context) -> Assessment:
        promised = tuple(
            Mention(id=limit, evidence=Evidence(start=0, end=1, text=reply[:1]))
            for limit, cues in context.limits.items()
            if any(cue in reply for cue in cues)
        )
        return super().assess(reply, context).model_copy(update={"promised": promised})


class Counting:
    """Judges, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def __call__(self, questions: Sequence[Question]) -> list[Assessment]:
        self.asked += [(context.resident_line, reply) for context, reply in questions]
        return alone(ByWords())(questions)


def library(folder: Path = CONTENT) -> Library:
    return Library((folder, SMALL))


def play(**changes: Any) -> Play:
    """The scenario as it stands, or with other top keys."""
    shelf = library()
    book = shelf.trainees("plain", "en")
    scenario = shelf.find_scenario("waiting").value
    return Play(
        scenario.model_copy(update=changes),
        shelf.rubric("plain").value,
        shelf.disc().value,
        book.value if book else None,
    )


def changed(folder: Path, scene: int, branch: int, **values: Any) -> Path:
    """The scenario's file with one branch written otherwise, in a folder of its own."""
    told = yaml.safe_load(WAITING.read_text("utf-8"))
    told["scenes"][scene]["branches"][branch] |= values
    path = folder / "waiting.yaml"
    path.write_text(yaml.safe_dump(told), "utf-8")
    return path


def played(
    piece: Play | None = None,
    runs: int = 120,
    seed: int = 1,
    store: Store | None = None,
    judge: Counting | None = None,
) -> Report:
    piece = piece or play()
    return playtest(piece, Scores(piece.scenario, judge or Counting(), "v", store), runs, seed)
