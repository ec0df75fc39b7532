"""Conditions of branches: structured, and readable aloud.

A condition is a mapping whose keys all have to hold::

    emotional_reaction: at least 1
    anger: below 50
    cites: written-reason
    visited: explain

`any`, `all` and `not` combine conditions. Bounds read `at least 1`, `below 50`, `40 to 60` or
`至少 1`, `低于 50`, `40 到 60`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from trainer.model.base import Value
from trainer.model.mood import DIMENSIONS, Dimension

_NUMBER = r"(-?\d+(?:\.\d+)?)"
_FORMS: tuple[
    tuple[re.Pattern[str], Literal["low", "above", "high", "below", "span", "exact"]], ...
] = (
    (re.compile(rf"(?:at least|>=|≥|至少|不低于|不少于)\s*{_NUMBER}"), "low"),
    (re.compile(rf"(?:above|over|more than|>|高于|大于|超过)\s*{_NUMBER}"), "above"),
    (re.compile(rf"(?:at most|<=|≤|至多|不高于|不超过)\s*{_NUMBER}"), "high"),
    (re.compile(rf"(?:below|under|less than|<|低于|小于|少于)\s*{_NUMBER}"), "below"),
    (re.compile(rf"{_NUMBER}\s*(?:to|-|–|~|到|至)\s*{_NUMBER}"), "span"),
    (re.compile(rf"(?:exactly|=|==|正好|等于)?\s*{_NUMBER}"), "exact"),
)
_FAULTS = {
    "absent": (0, 0), "none": (0, 0), "没有": (0, 0), "无": (0, 0),
    "present": (-2, -1), "any": (-2, -1), "有": (-2, -1), "出现": (-2, -1),
    "mild": (-1, -1), "轻微": (-1, -1),
    "severe": (-2, -2), "严重": (-2, -2),
}  # fmt: skip


BOUND_FORMS: tuple[str, ...] = tuple(pattern.pattern for pattern, _form in _FORMS)
"""The forms of a bound as regular expressions for the whole of a text in lower case."""

FAULT_WORDS: tuple[str, ...] = tuple(_FAULTS)
"""Words that stand for a bound on a penalty."""


class Bound(Value):
    """A range of numbers. `low` and `high` belong to it unless `open_low` or `open_high`."""

    low: float | None = None
    high: float | None = None
    open_low: bool = False
    open_high: bool = False

    def holds(self, number: float) -> bool:
        """Whether `number` lies in the range."""
        if self.low is not None and (number < self.low or (self.open_low and number == self.low)):
            return False
        return self.high is None or not (
            number > self.high or (self.open_high and number == self.high)
        )


def read_bound(text: str | int | float) -> Bound:
    """The range that an author wrote. Raises ValueError when it is none of the known forms."""
    if isinstance(text, bool):
        raise ValueError(str(text))
    if isinstance(text, int | float):
        return Bound(low=text, high=text)
    said = " ".join(text.split()).lower()
    if said in _FAULTS:
        low, high = _FAULTS[said]
        return Bound(low=low, high=high)
    for pattern, form in _FORMS:
        if found := pattern.fullmatch(said):
            first = float(found[1])
            match form:
                case "low":
                    return Bound(low=first)
                case "above":
                    return Bound(low=first, open_low=True)
                case "high":
                    return Bound(high=first)
                case "below":
                    return Bound(high=first, open_high=True)
                case "span":
                    return Bound(low=first, high=float(found[2]))
                case "exact":
                    return Bound(low=first, high=first)
    raise ValueError(text)


class Condition(Value):
    """What must hold; an empty condition always holds.

    `levels` are bounds by criterion; a bare number N for a merit means "at least N".
    """

    levels: Mapping[str, Bound] = Field(default_factory=dict)
    mood: Mapping[Dimension, Bound] = Field(default_factory=dict)
    overall: Bound | None = Field(
        default=None, description="The reply's overall score, 0 to 100: “at least 60”."
    )
    cites: tuple[str, ...] = Field(
        default=(), description="Facts that the reply cites, by id; all of them."
    )
    contradicts: tuple[str, ...] = Field(
        default=(), description="Facts that the reply gets wrong, by id; all of them."
    )
    promises: tuple[str, ...] = Field(
        default=(), description="Limits that the reply breaks, by id; all of them."
    )
    acts: tuple[str, ...] = Field(
        default=(), description="Actions in the reply's square brackets, by id; all of them."
    )
    says: tuple[str, ...] = Field(
        default=(), description="Words of which at least one stands in the reply."
    )
    visited: tuple[str, ...] = Field(
        default=(), description="Scenes the talk has been in, by id; all of them."
    )
    visits: Bound | None = Field(
        default=None, description="Times this scene was entered, 1 at first."
    )
    turn: Bound | None = Field(
        default=None, description="Replies given in the session, this one included."
    )
    all: tuple[Condition, ...] = Field(default=(), description="Conditions that all hold.")
    any: tuple[Condition, ...] = Field(
        default=(), description="Conditions of which at least one holds."
    )
    no: Condition | None = Field(
        default=None, alias="not", description="A condition that does not hold."
    )

    @property
    def always(self) -> bool:
        """Whether nothing is asked."""
        return not any(vars(self).values())


SPECIAL_KEYS = (
    "overall", "cites", "contradicts", "promises", "acts", "says",
    "visited", "visits", "turn", "all", "any", "not",
)  # fmt: skip
"""Keys of an authored condition that are neither a criterion nor a mood dimension."""

__all__ = [
    "BOUND_FORMS",
    "DIMENSIONS",
    "FAULT_WORDS",
    "SPECIAL_KEYS",
    "Bound",
    "Condition",
    "read_bound",
]
