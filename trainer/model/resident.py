"""Residents: who the trainee talks with."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from trainer.model.base import Identifier, Line, Value
from trainer.model.mood import StartingMood

Disc = Annotated[str, StringConstraints(pattern=r"^(D|I|S|C|D[ISC]|I[DSC]|S[DIC]|C[DIS])$")]
"""A DISC style: the primary letter, and a secondary one where there is a blend (`D`, `SC`)."""


class Resident(Value):
    """A person with a practice style (never a diagnosis of a real person)."""

    id: Identifier | None = Field(default=None, description="Only needed in a file of its own.")
    name: Line
    age: int | None = Field(default=None, ge=0, le=120)
    address_as: tuple[Line, ...] = Field(min_length=1)
    disc: Disc
    background: Line | None = None
    manner: Line | None = None
    expects: Line | None = None
    mood: StartingMood = StartingMood()
