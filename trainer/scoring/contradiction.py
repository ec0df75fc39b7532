"""What in a reply contradicts a fact: a yes against a no. Numbers have a module of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from trainer.scoring.known import NO, KnownFact, Part, part_of
from trainer.scoring.text import Clause

ALIKE, DENIED, BARE = 0.4, 0.35, 0.7
"""Share of a part of a fact that a clause must have to deny it: with a modal verb (“may not”), with
the very word that is denied, with nothing but a “not”."""

_ASKED = re.compile(
    r"[?？]\W*$|(?:吗|没有|不)[。\s]*$|\b(?:whether|if|unless|until|till|before|only|without)\b"
    r"|^\W*(?:do|does|did|is|are|was|were|have|has|can|could|would|will) (?:i|you|it|he|she|they|we|there|the|your)\b"
    r"|如果|要是|的话|只|才|超过|逾期|([一-鿿])[不没]\1"
)
"""Says neither yes nor no: a question, a condition, a restriction."""
_IF = re.compile(r"[没不无].{1,8}(?:[也就打找拨]|又没)|没.{1,8}不|没有.{0,2}可以")
_ORDER = re.compile(r"^\W*(?:请|please\b|and\b)|[您你][填写交选]的")
"""Neither says how things are: what to do, a list, what the resident has written."""
_TODAY = re.compile(r"[今明昨][天日]|\b(?:today|tomorrow|yesterday)\b")
"""About one day only, where the fact tells what holds on all."""


_ANSWER = re.compile(
    r"^\W*(?:no|nope|can't|can ?not|afraid not|not yet|不用|不行|不能|不是|不成|没有|没|不)(?: sorry)?[,，]\s*"
)
"""A no by itself: it answers the resident, and denies nothing of what follows."""
_BUT = re.compile(r"\bbut\b|但是?|不过")


class Contradiction(NamedTuple):
    """A clause that says otherwise than a fact: the two values, or a yes against a no."""

    fact: int
    clause: int
    start: int
    end: int


def opposed(
    pieces: Sequence[Clause],
    texts: Sequence[str],
    words: Sequence[frozenset[str]],
    facts: Sequence[KnownFact],
    lang: str,
) -> Iterator[Contradiction]:
    """Clauses that say yes where the nearest part of a fact says no, or the other way round."""
    parts = [(index, part) for index, fact in enumerate(facts) for part in fact.parts if part.words]
    if not parts:
        return
    free = [index for index, part in parts if part.charge is False]
    if any(part.charge for _, part in parts):
        free = []
    for i, piece in enumerate(pieces):
        if piece.action or _ASKED.search(texts[i]):
            continue
        if not (free or any(words[i] & part.words for _, part in parts)):
            continue
        said = (_denies(t, parts, free, lang) for t in _BUT.split(_ANSWER.sub("", texts[i])))
        index = next((fact for fact in said if fact is not None), None)
        if index is not None:
            yield Contradiction(index, i, piece.start, piece.end)


def _denies(
    text: str, parts: Sequence[tuple[int, Part]], free: Sequence[int], lang: str
) -> int | None:
    """Which fact a piece of a reply denies; `free` are those by which nothing is to be paid."""
    zh = lang.startswith("zh")
    said = part_of(text, lang)
    if said.charge and free:
        return free[0]
    share, index, part = max(
        ((len(said.words & part.words) / len(part.words), index, part) for index, part in parts),
        key=lambda found: found[0],
    )
    if len(said.words & part.words) < 2 or _ASKED.search(part.text):
        return None
    if _modal_clash(said, part):
        return index if share >= ALIKE else None
    if (
        part.no == said.no
        or _IF.search(text)
        or _ORDER.search(text)
        or (_TODAY.search(text) and not _TODAY.search(part.text))
        or len(NO.findall(part.text)) > 1
        or _borne_out(said, index, parts)
    ):
        return None
    no, yes = (part, said) if part.no else (said, part)
    met = any(word in yes.text if zh else word in yes.words for word in no.denied)
    found = share >= (DENIED if met else BARE) and (met or not no.denied)
    return index if found else None


def _borne_out(said: Part, index: int, parts: Sequence[tuple[int, Part]]) -> bool:
    """Whether a part of the fact itself, or with two words one of another fact, says so too."""
    return any(
        part.no == said.no and len(said.words & part.words) >= (1 if fact == index else 2)
        for fact, part in parts
    )


def _modal_clash(one: Part, other: Part) -> bool:
    """Whether one says it may or must be done and the other that it may or need not."""
    return (None not in (one.may, other.may) and one.may != other.may) or (
        None not in (one.need, other.need) and one.need != other.need
    )
