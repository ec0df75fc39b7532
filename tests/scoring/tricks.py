"""Replies that try to look good without doing anything."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from tests.scoring import changes
from tests.scoring.replies import Case, cases
from tests.shipped import library
from trainer.model.assessment import Context

Tries = list[tuple[str, Context]]


def cites_well(case: Case) -> bool:
    """Whether a reply states its facts and states them right."""
    return (
        case.labels.levels.get("policy_basis") == 2
        and bool(case.context.facts)
        and case.labels.trap != "fact_error"
        and (case.labels.overall or 0) >= 65
    )


def recited(lang: str) -> list[str]:
    """The rubric's own words: what the levels say, what the criteria are called."""
    criteria = library().rubric("reception").value.criteria
    merits = [c for c in criteria if c.kind == "merit"]
    stop = "。" if lang.startswith("zh") else ". "
    return [
        stop.join(c.levels[2].descriptor[lang] for c in merits),
        stop.join(c.definition[lang] for c in merits),
        stop.join(c.title[lang] for c in merits),
        *(c.levels[2].descriptor[lang] for c in merits),
    ]


def stocked(lang: str) -> list[str]:
    """Stuffed courtesies, and all stock phrases at once."""
    glue = "" if lang.startswith("zh") else " "
    return [
        *changes.STUFFED[lang],
        glue.join(changes.COURTESY[lang]),
        glue.join(changes.STUFFED[lang]),
    ]


def elsewhere(lang: str, asked: Sequence[Case]) -> Tries:
    """Model replies of one scene given in another."""
    good = [c for c in cases(lang) if (c.labels.overall or 0) >= 88]
    dice = random.Random(11)
    made: Tries = []
    for case in asked:
        other = dice.choice(good)
        while other.context.situation == case.context.situation:
            other = dice.choice(good)
        made.append((other.reply, case.context))
    return made


def tricks(lang: str, asked: Sequence[Case]) -> Mapping[str, tuple[Tries, int]]:
    """By name: replies in contexts, and the overall that they must not pass."""
    dice = random.Random(12)
    descriptors, phrases = recited(lang), stocked(lang)
    return {
        "stuffing": ([(dice.choice(phrases), c.context) for c in asked], 45),
        "rubric recited": ([(dice.choice(descriptors), c.context) for c in asked], 45),
        "line copied back": ([(c.context.resident_line, c.context) for c in asked], 35),
        "reply of another scene": (elsewhere(lang, asked), 45),
    }
