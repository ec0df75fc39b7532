"""What a reply mentions: facts cited or contradicted, limits broken, actions. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from trainer.model.assessment import Evidence, Mention
from trainer.model.rubric import Rubric
from trainer.scoring.evidence import trimmed
from trainer.scoring.facts import CITED
from trainer.scoring.reading import Reading
from trainer.scoring.text import fold, places_of


def _mention(reading: Reading, mention_id: str, clause: int) -> Mention:
    return Mention(id=mention_id, evidence=_breath(reading, clause))


def _breath(reading: Reading, clause: int) -> Evidence:
    """All that was said in one breath with a clause."""
    inside = next(breath for breath in reading.breaths if clause in breath)
    first, last = reading.clauses[inside[0]], reading.clauses[inside[-1]]
    return trimmed(reading.reply, first.start, last.end)


def cited(reading: Reading) -> tuple[Mention, ...]:
    """Facts stated, and stated right."""
    wrong = {(c.fact, c.clause) for c in reading.contradictions}
    return tuple(
        _mention(reading, reading.context.facts[use.fact][0], use.clauses[0])
        for use in reading.facts
        if use.share >= CITED
        and use.clauses
        and not any((use.fact, c) in wrong for c in use.clauses)
    )


def contradicted(reading: Reading) -> tuple[Mention, ...]:
    """Facts that the reply says otherwise, once a clause; the note is the fact."""
    return tuple(
        Mention(
            id=reading.context.facts[c.fact][0],
            evidence=_breath(reading, c.clause)
            if (c.start, c.end) == reading.clauses[c.clause][:2]
            else trimmed(reading.reply, c.start, c.end),
            note=reading.context.facts[c.fact][1],
        )
        for c in {c.clause: c for c in reversed(reading.contradictions)}.values()
    )


def promised(reading: Reading) -> tuple[Mention, ...]:
    """Limits broken: one of their cue words is there, neither negated, disclaimed nor quoted."""
    found: list[Mention] = []
    for limit, cues in reading.context.limits.items():
        used = [
            (start, len(cue))
            for cue in cues
            for start in places_of(fold(cue), reading.folded)
            if reading.book.used(reading.folded, start)
            and not reading.book.disclaimed(reading.folded, start)
        ]
        if used:
            start, size = used[0]
            span = trimmed(reading.reply, start, start + size)
            found.append(Mention(id=limit, evidence=span))
    return tuple(found)


@lru_cache(maxsize=1024)
def _doing(word: str, spaced: bool) -> re.Pattern[str]:
    """What finds a word of an action; in spaced languages with the endings of verbs: no “pen” in “opens”."""
    if not spaced:
        return re.compile(re.escape(word))
    if word.endswith("e"):
        return re.compile(rf"\b{re.escape(word[:-1])}(?:e[sd]?|ing)\b")
    return re.compile(rf"\b{re.escape(word)}(?:e?s|{re.escape(word[-1])}?(?:ed|ing))?\b")


def actions(reading: Reading, rubric: Rubric) -> tuple[Mention, ...]:
    """Actions in brackets that the rubric knows."""
    found: list[Mention] = []
    for i, piece in enumerate(reading.clauses):
        if piece.action:
            text = reading.folded[piece.start : piece.end]
            found += [
                _mention(reading, kind.id, i)
                for kind in rubric.actions
                if any(
                    _doing(word, reading.book.spaced).search(text)
                    for word in kind.words.get(reading.lang, ())
                )
            ]
    return tuple(found)
