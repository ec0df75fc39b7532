"""What went well in a session and what to practise, each with the reply that shows it best."""

from __future__ import annotations

from typing import NamedTuple

from trainer.model.assessment import CriterionScore, Evidence, Finding
from trainer.model.rubric import Criterion
from trainer.scoring.text import clauses
from trainer.session.transcript import Transcript, Turn

WELL, WEAK = 0.65, 0.6
"""Means from which a merit counts as a strength, and below which it is to be practised."""


class Highlight(NamedTuple):
    """A criterion over the session, and the finding that shows it best."""

    criterion: Criterion
    card: CriterionScore
    turn: Turn
    finding: Finding


class WrongFact(NamedTuple):
    """A fact that replies said otherwise: the replies by number, each with the words that did."""

    fact: str
    said: tuple[tuple[int, str], ...]


def wrong_facts(transcript: Transcript) -> list[WrongFact]:
    """Every fact that was said otherwise, in the order in which that happened."""
    facts = {fact.id: fact.text for fact in transcript.started.scenario.facts}
    found: dict[str, dict[tuple[int, str], None]] = {}
    for turn in transcript.turns:
        for mention in turn.assessment.contradicted if turn.assessment else ():
            said = _clause(turn.reply, mention.evidence, transcript.started.scenario.lang)
            found.setdefault(mention.id, {})[turn.number, said] = None
    return [WrongFact(facts.get(name, name), tuple(said)) for name, said in found.items()]


def _clause(reply: str, evidence: Evidence, lang: str) -> str:
    """What was said around the evidence, which may be a bare figure, as far as the next pause."""
    over = [c for c in clauses(reply, lang) if c.start < evidence.end and evidence.start < c.end]
    said = reply[over[0].start : over[-1].end] if over else evidence.text
    return " ".join(said.split()).rstrip(",，、:：;；")


def strengths(transcript: Transcript, most: int = 3) -> list[Highlight]:
    """The merits that were strongest, each with its best reply."""
    found = [h for h in _all(transcript) if h.criterion.kind == "merit" and h.card.mean >= WELL]
    return sorted(found, key=lambda h: -h.card.mean)[:most]


def to_practise(transcript: Transcript, most: int = 3) -> list[Highlight]:
    """The faults that occurred, then the weakest merits, each with its worst reply."""
    faults = [h for h in _all(transcript) if h.finding.level < 0]
    merits = [h for h in _all(transcript) if h.criterion.kind == "merit" and h.card.mean < WEAK]
    faults.sort(key=lambda h: h.finding.level)
    merits.sort(key=lambda h: -h.criterion.weight * (1 - h.card.mean))
    return (faults + merits)[:most]


def _all(transcript: Transcript) -> list[Highlight]:
    found: list[Highlight] = []
    for card in transcript.scorecard.criteria:
        criterion = transcript.started.rubric.criterion(card.criterion)
        pairs = [
            (turn, finding)
            for turn in transcript.turns
            if turn.assessment is not None
            for finding in turn.assessment.findings
            if finding.criterion == card.criterion and finding.called
        ]
        if criterion is None or not pairs:
            continue
        if criterion.kind == "penalty":
            shown = min(pairs, key=lambda pair: (pair[1].level, -pair[1].score))
        elif card.mean >= WELL:
            shown = max(pairs, key=lambda pair: pair[1].score)
        else:
            shown = min(pairs, key=lambda pair: pair[1].score)
        found.append(Highlight(criterion, card, *shown))
    return found
