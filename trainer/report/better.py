"""What to say instead: each sentence of advice once a reply, and none that the trainee said already."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from trainer.i18n import N_
from trainer.i18n import gettext as _
from trainer.model.assessment import Finding
from trainer.model.base import in_language
from trainer.model.event import Started
from trainer.model.rubric import Criterion
from trainer.report import words
from trainer.scoring.text import Clause, clauses, outside_actions
from trainer.session.transcript import Turn

_WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)*|[^\W_]")


class Kind(Enum):
    """What a piece of advice is: its value is how it is told."""

    SAY = N_("Try: {words}")
    """Words for this very moment."""
    EXAMPLE = N_("For example: {words}")
    """The rubric's own words, written for another matter: they show how it is done."""
    ASKED = N_("At its best: {words}")
    """What the best level asks for, where no words are known that would fit."""


class Better(NamedTuple):
    """Advice on one criterion."""

    kind: Kind
    text: str

    @property
    def lead(self) -> str:
        """What stands before it, in the language now in use."""
        return _(self.kind.value).format(words="")

    @property
    def told(self) -> str:
        """Both as one line."""
        return _(self.kind.value).format(words=self.text)


def better(turn: Turn, started: Started, lang: str) -> dict[str, Better]:
    """The advice on a judged reply, by criterion: on its faults, and on merits short of the best level.

    Where two criteria were offered the same sentence, it goes to the one that was offered less beside it.
    A manner that counts in every reply is in nearly every sentence that could be offered, so what the best
    level asks for is told instead; never the level between, which is described by what it lacks.
    """
    found = turn.assessment
    if found is None:
        return {}
    short = words.faults(found, started.rubric)
    short += [pair for pair in words.merits(found, started.rubric) if pair[1].level < 2]
    offered = {c.id: _offered(c, f, started) for c, f in short}
    criteria = {c.id: c for c, _finding in short}
    cut = {name: list(_sentences(said.text, started)) for name, said in offered.items() if said}
    given: set[str] = set()
    spoken = _words(turn.reply)
    told: dict[str, Better] = {}
    for name, sentences in sorted(cut.items(), key=lambda each: len(each[1])):
        kept = [
            each
            for each, its_words in ((each, _words(each)) for each in sentences)
            if not its_words or (its_words not in given and its_words not in spoken)
        ]
        given.update(map(_words, kept))
        offer = offered[name]
        if offer is not None and _advises(criteria[name], "".join(kept)):
            whole = len(kept) == len(sentences)
            told[name] = offer if whole else offer._replace(text="".join(kept).strip())
    return {
        c.id: told.get(c.id) or _best_level(c, lang)
        for c, _finding in short
        if c.id in told or c.kind == "merit"
    }


def _offered(criterion: Criterion, finding: Finding, started: Started) -> Better | None:
    """What the judge offered, where it can be said here or shows how it is done."""
    style = started.rubric.style
    of_style = style is not None and style.criterion == criterion.id
    if not finding.try_ or (criterion.always and criterion.kind == "merit" and not of_style):
        return None
    if not _advises(criterion, finding.try_):
        return None
    scenario = started.scenario
    address = scenario.resident.address_as[0] if scenario.resident.address_as else ""
    fact = scenario.facts[0].text if scenario.facts else ""
    for key, offers in criterion.tries.items():
        for offer in offers:
            filled = offer.replace("{address}", address).replace("{fact}", fact).strip(" ,，")
            if filled != finding.try_:
                continue
            if "{fact}" in offer:
                return None  # the scenario's first fact, whatever was asked about
            made_for = "/" in key or "{address}" in offer
            return Better(Kind.SAY if made_for else Kind.EXAMPLE, finding.try_)
    return Better(Kind.SAY, finding.try_)


def _advises(criterion: Criterion, text: str) -> bool:
    """Whether it has words for the criterion: something done is none where something has to be said."""
    return bool(_words(text if criterion.called_by == "action" else outside_actions(text)))


def _best_level(criterion: Criterion, lang: str) -> Better:
    best = criterion.levels.get(2)
    asked = in_language(best.descriptor if best else criterion.definition, lang)
    return Better(Kind.ASKED, words.sentence(asked))


def _sentences(said: str, started: Started) -> Iterator[str]:
    """The sentences of an offer with the space behind them; an action stands alone."""
    starts: list[int] = []
    last: Clause | None = None
    for clause in clauses(said, started.scenario.lang):
        goes_on = (
            last is not None
            and not (clause.action or last.action)
            and (clause.sentence == last.sentence or last.text.rstrip().endswith((";", "；")))
        )
        if not goes_on:
            starts.append(clause.start)
        last = clause
    for start, end in zip(starts, [*starts[1:], len(said)], strict=True):
        yield said[start:end]


def _words(said: str) -> str:
    """What is compared: words, and letters of scripts without them, neither marks nor case between."""
    return "".join(f" {word} " for word in _WORD.findall(said.casefold()))
