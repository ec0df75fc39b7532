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
    name: Line = Field(description="The full name.")
    age: int | None = Field(default=None, ge=0, le=120, description="In years.")
    address_as: tuple[Line, ...] = Field(
        min_length=1, description="Forms of address that suit, the best first."
    )
    disc: Disc = Field(
        description="The practice style: D, I, S or C; two letters for a blend, the stronger first."
    )
    background: Line | None = Field(
        default=None, description="Who this is; the trainee sees it before the talk."
    )
    manner: Line | None = Field(default=None, description="How this person talks and behaves.")
    expects: Line | None = Field(
        default=None, description="What this person hopes for, a note for whoever writes the talk."
    )
    mood: StartingMood = Field(
        default=StartingMood(),
        description="The mood at the start, 0 to 100; what is left out comes from the type.",
    )
