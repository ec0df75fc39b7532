"""What of a model reply to offer as better wording: the few sentences that best do it by themselves. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trainer.model.assessment import Context
from trainer.model.rubric import Criterion
from trainer.scoring.evidence import Judged
from trainer.scoring.reading import Reading
from trainer.scoring.text import fold
from trainer.scoring.wording import words_of

_MOST = 3
"""Sentences, actions among them, that are offered at once: more is a speech, not a hint."""
_DEARER = 0.05
"""By how much a score must rise for a further sentence."""
_SAID = 0.6
"""Share of a wording's words from which on it has been said already."""
_FULL = re.compile(r"[。！？!?.…\n][”’」』）)\"'\s]*$")
"""The end of a sentence: what goes on after a semicolon belongs to it."""


class Bare:
    """A model reply in its context, as a key: equal when the reply and what it answers are."""

    def __init__(self, reply: str, context: Context) -> None:
        self.reply = reply
        self.context = context
        self._key = (
            reply, context.lang, context.venue, context.stage, context.disc, context.name,
            context.address_as, context.situation, context.facts, str(context.fact_cues),
            context.history, context.resident_line,
        )  # fmt: skip

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Bare) and self._key == other._key


def offered(judged: Judged, criteria: Sequence[Criterion]) -> dict[str, str]:
    """By criterion the few sentences in a row that best do it alone, at level 2; what none does is left out.

    What would be missed from the whole reply is not enough for that: a “Yes.” may be, and says nothing alone.
    """
    sentences = _sentences(judged.reading)
    parts = {
        tuple(i for sentence in sentences[first : first + size] for i in sentence): size
        for size in range(1, _MOST + 1)
        for first in range(len(sentences) - size + 1)
    }
    judged.predict(list(parts))
    found: dict[str, str] = {}
    for criterion in criteria:
        results = {part: judged.level(criterion, judged.raw(part), part) for part in parts}
        doing = {
            p: score - _DEARER * parts[p] for p, (level, score) in results.items() if level == 2
        }
        if doing:
            best = max(doing, key=doing.__getitem__)
            found[criterion.id] = _text(judged.reading, best)
    return found


def is_said(wording: str, said: str, lang: str) -> bool:
    """Whether most of a wording has just been said, in the folded text `said`."""
    words = words_of(fold(wording), lang)
    return fold(wording) in said or len(words & words_of(said, lang)) > _SAID * len(words)


def _sentences(reading: Reading) -> list[tuple[int, ...]]:
    """The places of the clauses of each sentence, up to its full stop; an action stands alone."""
    found: list[tuple[int, ...]] = []
    begun: tuple[int, ...] = ()
    for i, clause in enumerate(reading.clauses):
        last = i + 1 == len(reading.clauses)
        if clause.action or last or reading.clauses[i + 1].action or _FULL.search(clause.text):
            found.append((*begun, i))
            begun = ()
        else:
            begun = (*begun, i)
    return found


def _text(reading: Reading, part: Sequence[int]) -> str:
    """The words of clauses standing together."""
    return reading.reply[reading.clauses[part[0]].start : reading.clauses[part[-1]].end].strip()
