"""Labelled replies, hand-written ones, and a judge that remembers what it was asked."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from tests.shipped import library
from trainer.model.assessment import Assessment, Context
from trainer.scoring.labelled import Labels, context_from
from trainer.scoring.meaning import Encoder
from trainer.scoring.scorer import Scorer
from trainer.session.learning import replies_of

LANGS = ("zh-CN", "en")
DATA = Path(__file__).parent / "data"
EMPATHY = ("emotional_reaction", "interpretation", "exploration", "hear_out_reflect")
HANDLING = (
    "policy_basis", "clear_next_steps", "ownership_referral", "bounded_commitment", "safety_boundary",
)  # fmt: skip
FAULTS = ("buck_passing", "blame_dismiss", "empty_promise", "loss_of_control")


@dataclass(frozen=True)
class Case:
    """A labelled reply in its context."""

    id: str
    lang: str
    reply: str
    context: Context
    labels: Labels


@dataclass(frozen=True)
class Pair:
    """Two replies to one line: the first is the better on one criterion."""

    lang: str
    kind: str
    criterion: str
    context: Context
    better: str
    worse: str


@cache
def cases(lang: str) -> tuple[Case, ...]:
    """The rubric's labelled replies that stand in a whole context, in the order of its files."""
    folder = library().rubric("reception").path.parent
    return tuple(
        Case(str(line.id), lang, line.reply, line.context, labels)
        for line, labels in (reply.read() for reply in replies_of(folder, lang))
        if line.context.venue is not None and line.context.resident_line and line.reply.strip()
    )


@cache
def _shuffled(lang: str) -> tuple[Case, ...]:
    return tuple(random.Random(20).sample(cases(lang), len(cases(lang))))


def sample(
    lang: str, count: int | None, keep: Callable[[Case], bool] = lambda _: True
) -> list[Case]:
    """The first `count` that are to be kept of the labelled replies, shuffled once; all without a count.

    Smaller samples are part of larger ones, so that a judge with a memory is asked less.
    """
    return list(islice(filter(keep, _shuffled(lang)), count))


def pairs(lang: str) -> list[Pair]:
    """Minimal pairs written for these tests."""
    raw = yaml.safe_load((DATA / f"pairs.{lang}.yaml").read_text(encoding="utf-8"))
    known = {name: _context(lang, c) for name, c in raw["contexts"].items()}
    return [
        Pair(lang, kind, criterion, known[name], better, worse)
        for name, kind, criterion, better, worse in raw["pairs"]
    ]


def contrasts(lang: str) -> list[Pair]:
    """The contrast pairs of the development set (`CONTRAST.md`)."""
    lines = (DATA / "contrast.dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        Pair(lang, raw["kind"], raw["criterion"], context_from(raw), raw["better"], raw["worse"])
        for raw in map(json.loads, lines)
        if raw["lang"] == lang
    ]


def written(name: str, lang: str) -> list[Any]:
    """The rows of one of the hand-written files."""
    raw = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    rows: list[Any] = raw[lang]
    return rows


def asked(lang: str, line: str, facts: Sequence[str], disc: str = "S") -> Context:
    """A plain context around one line of a resident."""
    return Context(
        lang=lang,
        venue="hall",
        stage="middle",
        disc=disc,
        facts=tuple((str(n), text) for n, text in enumerate(facts, 1)),
        resident_line=line,
    )


def _context(lang: str, raw: dict[str, Any]) -> Context:
    return Context(
        lang=lang,
        venue=raw["venue"],
        stage=raw["stage"],
        disc=raw["disc"],
        name=raw["name"],
        address_as=tuple(raw["address_as"]),
        situation=raw["situation"],
        facts=tuple((str(n), text) for n, text in enumerate(raw["facts"], 1)),
        resident_line=raw["line"],
    )


class Judge:
    """Judges replies, each once: many changes leave a reply as it is."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self._known: dict[tuple[str, str], Assessment] = {}

    def __call__(self, reply: str, context: Context) -> Assessment:
        key = (reply, context.model_dump_json())
        if key not in self._known:
            self._known[key] = self._scorer.assess(reply, context)
        return self._known[key]


class Remembering:
    """An encoder that keeps the vector of every clause: a changed reply shares most of its clauses.

    Each is encoded alone, so a vector does not depend on what was asked before.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, NDArray[np.float32]] = {}

    @property
    def size(self) -> int:
        return self._encoder.size

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        for text in texts:
            if text not in self._known:
                self._known[text] = self._encoder.vectors([text])[0]
        return np.stack([self._known[text] for text in texts])


def levels(assessment: Assessment) -> dict[str, int]:
    """Levels by criterion."""
    return {f.criterion: f.level for f in assessment.findings}


def score(assessment: Assessment, criterion: str) -> float:
    """How good the reply is on a criterion, 0..1: for a fault 1 is free of it."""
    found = next(f for f in assessment.findings if f.criterion == criterion)
    return 1 - found.score if criterion in FAULTS else found.score
