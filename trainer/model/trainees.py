"""What synthetic trainees say in any scenario: `rubrics/<id>/trainees.<lang>.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from trainer.model.base import Identifier, Line, Value
from trainer.model.condition import Condition

Policy = Literal[
    "skilled",
    "developing",
    "curt",
    "bureaucratic",
    "apologetic-only",
    "over-promising",
    "buck-passing",
    "rude",
    "gibberish",
    "explorer",
]
POLICIES: tuple[Policy, ...] = (
    "skilled", "developing", "curt", "bureaucratic", "apologetic-only",
    "over-promising", "buck-passing", "rude", "gibberish", "explorer",
)  # fmt: skip

PLACES = ("address", "fact", "promise")
"""What may stand in braces in a line: how the resident is addressed, a fact, words that break a limit."""


class Repertoire(Value):
    """What one kind of trainee says besides a scenario's own replies."""

    lines: tuple[Line, ...] = Field(
        default=(), description="Everyday replies; {address}, {fact} and {promise} are filled in."
    )
    shows: Condition | None = Field(
        default=None,
        description="Of a scene's own poor replies and choices, those judged like this are theirs too.",
    )


class TraineeBook(Value):
    """The repertoires of one rubric in one language."""

    lang: Identifier = Field(description="The language of the lines.")
    policies: Mapping[Policy, Repertoire]
    reversed_: Mapping[str, Line] = Field(
        default_factory=dict,
        alias="reversed",
        description="Words and what they turn into where a fact is said the wrong way round.",
    )
