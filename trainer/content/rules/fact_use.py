"""FACT-002: a fact can be cited, and somebody would."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from trainer.content import codes
from trainer.content.problems import Problems
from trainer.content.script import Script
from trainer.i18n import gettext as _

_NEAR = 0.25
"""Share of a fact's wording in a reply; less than what a scorer takes for citing it."""

_PIECE = re.compile(r"[a-z0-9]+|[^\W_]")


def check(script: Script, problems: Problems) -> None:
    """Warn of facts that no reply comes near, unless cue words and a branch wait for them."""
    asked = {
        name
        for each in script.conditions
        for kind, name in each.about
        if kind in ("cites", "contradicts")
    }
    replies = [text.casefold() for _path, text in (*script.good_replies, *script.played)]
    said = "\0".join(replies)  # which stands in no text
    pairs = cache(_pairs)
    for number, fact in enumerate(script.scenario.facts):
        cues = [cue.casefold() for cue in fact.cues]
        if any(cue in said for cue in cues):
            continue
        wording = _pairs(fact.text.casefold())
        if any(len(pairs(reply) & wording) >= _NEAR * len(wording) for reply in replies):
            continue
        if not cues:
            message = _(
                "Nothing said would count as citing “{name}”: it has no cue words, and no reply comes near its wording."
            )
        elif fact.id not in asked:
            message = _(
                "Nobody cites “{name}”: no reply has one of its cue words, and no branch asks for it."
            )
        else:
            continue
        problems.add(
            codes.NEVER_CITED,
            script.marks.at("facts", number),
            message.format(name=fact.id),
            _("Add “cues: […]” with words by which it is known, and use them in a model reply."),
            severity="warning",
        )


def _pairs(folded: str) -> set[tuple[str, str]]:
    return set(pairwise(_PIECE.findall(folded)))
