"""Phrase patterns: what an author writes in `phrases.<lang>.yaml`.

A pattern is words, with `…` for a gap within the sentence, `(a|b)` for alternatives.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from trainer.model.base import Identifier, Value

MERIT_GROUPS = ("strong", "weak", "against")
FAULT_GROUPS = ("severe", "mild", "clear")
"""What the phrases of a criterion, and of a fault, may show."""
UNREADABLE = (re.error, OverflowError, RecursionError)
"""What a regular expression raises that is none."""
Patterns = tuple[Annotated[str, Field(min_length=1, max_length=4000)], ...]


class Phrases(Value):
    """A phrase file. `criteria` hold strong, weak, against; `penalties` severe, mild, clear."""

    lang: Identifier
    criteria: Mapping[Identifier, Mapping[str, Patterns]]
    penalties: Mapping[Identifier, Mapping[str, Patterns]]
    signals: Mapping[Identifier, Patterns]
    stock: Patterns = Field(
        default=(), description="Courtesies that fill a clause and say nothing about the matter."
    )
    harmless: Mapping[Identifier, Patterns] = Field(
        default_factory=dict,
        description="By fault: clauses that never commit it. A reply of nothing else has none of it.",
    )
    flagrant: Mapping[Identifier, Patterns] = Field(
        default_factory=dict,
        description="By fault: clauses that always commit it, severely, unless they are quoted.",
    )
    alike: tuple[tuple[Annotated[str, Field(min_length=1)], ...], ...] = Field(
        default=(),
        description="Words for people that make no difference; the first of a row stands for all. `{surname}` in one is any of `surnames`.",
    )
    negation: str = ""
    disclaimer: str = Field(
        default="", description="What, earlier in the sentence, says that nothing is promised."
    )
    question: str = Field(
        default="",
        description="What a clause without a question mark has that asks all the same, besides what the labelled replies show.",
    )
    quotes: tuple[str, ...] = ()
    attribution: str = ""
    surnames: str = ""
    titles: str = ""

    @property
    def spaced(self) -> bool:
        """Whether words have spaces between them."""
        return is_spaced(self.lang)


class BadPattern(ValueError):
    """A pattern that cannot be read; `pattern` as its author wrote it."""

    def __init__(self, pattern: str, reason: str) -> None:
        super().__init__(f"“{pattern}”: {reason}")
        self.pattern = pattern


def is_spaced(lang: str) -> bool:
    """Whether words of a language have spaces between them."""
    return not lang.startswith(("zh", "ja", "th"))


def compiled(pattern: str, *, spaced: bool) -> re.Pattern[str]:
    """An author's pattern as a regular expression. Raises BadPattern when it is not one."""
    gap = r"[^.!?;\n]{0,40}?" if spaced else r"[^。！？!?；;\n]{0,8}?"
    body = pattern.replace("…", gap)
    flags = re.IGNORECASE if _capital(pattern) else re.NOFLAG
    return _read(rf"(?<!\w)(?:{body})" if spaced else body, pattern, flags)


def _capital(*patterns: str) -> bool:
    """Whether capitals are written. What is searched is folded to lower case; minding the case is twice as fast."""
    return any(c.isupper() for pattern in patterns for c in re.sub(r"\\.", "", pattern))


_ESCAPED = re.compile(r"\\[^A-Za-z]")
_SIGNS = re.compile(r"\[[^\]]*\]|\\?[A-Za-z]|[\w()|?….*+{},]")
"""What of such a pattern counts: sets of letters, letters, digits, and the signs of alternatives and repetition."""


def whole(patterns: Patterns) -> re.Pattern[str]:
    """Patterns of whole clauses as one, for their letters and digits alone. Raises BadPattern."""
    plain = (_ESCAPED.sub("", p) for p in patterns)
    bare = ("".join(_SIGNS.findall(p)).replace("…", ".{0,12}?") for p in plain)
    each = [_read(part, written).pattern for part, written in zip(bare, patterns, strict=True)]
    return re.compile("|".join(each), re.IGNORECASE if _capital(*each) else re.NOFLAG)


def _read(expression: str, written: str, flags: re.RegexFlag | int = re.NOFLAG) -> re.Pattern[str]:
    try:
        return re.compile(expression, flags)
    except UNREADABLE as error:
        raise BadPattern(written, str(error)) from error
