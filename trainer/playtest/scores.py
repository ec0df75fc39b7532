"""What replies are worth, each worked out once.

A reply is judged in its scene, as the answer to the line just heard, without the talk before it: so
that judgement can be shared by all talks that come by, and kept for the next playtest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

from trainer.model.assessment import Assessment, Context, Evidence, Finding, Mention
from trainer.model.scenario import Scenario
from trainer.scoring.context import context_of


class Ask(NamedTuple):
    """A reply in the scene of that id, to the words `heard` from the resident."""

    scene: str
    heard: str
    reply: str


Question = tuple[Context, str]
Judge = Callable[[Sequence[Question]], list[Assessment]]
"""Judges replies in their contexts, in order."""


class Store(Protocol):
    """Where assessments outlast the playtest."""

    def read(self, keys: Sequence[str]) -> Mapping[str, Assessment]:
        """Those that are kept."""

    def write(self, found: Mapping[str, Assessment]) -> None:
        """Keep these."""


class Nowhere:
    """A store that keeps nothing."""

    def read(self, keys: Sequence[str]) -> Mapping[str, Assessment]:  # noqa: ARG002 - as promised
        """Nothing."""
        return {}

    def write(self, found: Mapping[str, Assessment]) -> None:
        """Forget them."""


class Scores:
    """The assessments of one playtest of `scenario`.

    `version` names everything that decides an assessment besides context and reply.
    """

    def __init__(
        self, scenario: Scenario, judge: Judge, version: str = "", store: Store | None = None
    ) -> None:
        self._scenes = {scene.id: scene for scene in scenario.scenes}
        self._scenario = scenario
        self._judge = judge
        self._version = version
        self._store = store or Nowhere()
        self._known: dict[Ask, Assessment] = {}
        self._contexts: dict[tuple[str, str], tuple[Context, str]] = {}
        self.judged = 0

    def knows(self, ask: Ask) -> Assessment | None:
        """The assessment, if this playtest has asked for it before (whatever the store holds)."""
        return self._known.get(ask)

    def of(self, asks: Sequence[Ask]) -> list[Assessment]:
        """The assessments, in order."""
        new = [ask for ask in dict.fromkeys(asks) if ask not in self._known]
        if new:
            keys = {ask: self._key(ask) for ask in new}
            kept = self._store.read(list(keys.values()))
            found = {ask: kept[key] for ask, key in keys.items() if key in kept}
            missing = [ask for ask in new if ask not in found]
            if missing:
                questions = [(self._context(ask)[0], ask.reply) for ask in missing]
                fresh = dict(zip(missing, map(bare, self._judge(questions)), strict=True))
                self._store.write({keys[ask]: assessment for ask, assessment in fresh.items()})
                found |= fresh
                self.judged += len(missing)
            self._known.update(found)
        return [self._known[ask] for ask in asks]

    def _context(self, ask: Ask) -> tuple[Context, str]:
        """The context of a reply, and its hash."""
        place = (ask.scene, ask.heard)
        if place not in self._contexts:
            scene = self._scenes[ask.scene]
            context = context_of(self._scenario, scene, (("R", ask.heard),))
            # Better wording is for people; looking for it takes as long as the judgement.
            context = context.model_copy(update={"models": ()})
            told = f"{self._version}\n{context.model_dump_json()}"
            self._contexts[place] = context, hashlib.sha256(told.encode()).hexdigest()
        return self._contexts[place]

    def _key(self, ask: Ask) -> str:
        told = f"{self._context(ask)[1]}\n{ask.reply}"
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:40]


_NOWHERE = Evidence(start=0, end=0, text="")


def bare(assessment: Assessment) -> Assessment:
    """An assessment without evidence, reasons and wording: all that the talk goes by."""

    def named(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
        return tuple(mention(m.id) for m in mentions)

    return Assessment.model_construct(
        overall=assessment.overall,
        elsewhere=assessment.elsewhere,
        findings=tuple(
            finding(f.criterion, f.level, f.score, f.called) for f in assessment.findings
        ),
        cited=named(assessment.cited),
        contradicted=named(assessment.contradicted),
        promised=named(assessment.promised),
        actions=named(assessment.actions),
        features=(),
    )


def finding(criterion: str, level: int, score: float, called: bool) -> Finding:
    """A finding without evidence, made unchecked: there are a million of them."""
    return Finding.model_construct(
        criterion=criterion,
        level=level,
        score=score,
        called=called,
        evidence=(),
        why="",
        try_=None,
    )


def mention(mention_id: str) -> Mention:
    """A mention without its place."""
    return Mention.model_construct(id=mention_id, evidence=_NOWHERE, note=None)
