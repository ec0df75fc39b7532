"""What of a model reply to offer as better wording: the fewest words that by themselves do it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trainer.model.assessment import Context
from trainer.model.rubric import Criterion
from trainer.scoring.evidence import Judged
from trainer.scoring.reading import Reading

_MOST = 3
"""Sentences, actions among them, that are offered at once: more is a speech, not a hint."""
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
    """By criterion the fewest sentences in a row that alone reach level 2, of those the best; what none does is left out.

    What would be missed from the whole reply is not enough for that: a “Yes.” may be, and says nothing alone.
    """
    sentences = _sentences(judged.reading)
    rows = [
        [
            tuple(i for sentence in sentences[first : first + size] for i in sentence)
            for first in range(len(sentences) - size + 1)
        ]
        for size in range(1, _MOST + 1)
    ]
    judged.predict([part for row in rows for part in row])
    found: dict[str, str] = {}
    for criterion in criteria:
        for row in rows:
            results = {part: judged.level(criterion, judged.raw(part), part) for part in row}
            best = max(results, key=results.__getitem__, default=())
            if best and results[best][0] == 2:
                found[criterion.id] = _text(judged.reading, best)
                break
    return found


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
