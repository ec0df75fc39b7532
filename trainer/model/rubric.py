"""Rubrics: what a reply is judged by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from trainer.model.base import Identifier, Line, LocalText, Stage, Value


class RubricDimension(Value):
    """A group of criteria that a scorecard sums up."""

    id: Identifier
    title: LocalText


class Level(Value):
    """What a level means: its short name and how a reply at that level reads."""

    name: LocalText
    descriptor: LocalText


class Criterion(Value):
    """One thing judged. Levels are 0..2; a penalty's are 0..-2 (0 is free of the fault)."""

    id: Identifier
    title: LocalText
    dimension: Identifier
    kind: Literal["merit", "penalty"] = "merit"
    weight: float = Field(default=1.0, ge=0, le=10)
    definition: LocalText
    always: bool = Field(default=False, description="Counts in every reply, called for or not.")
    called_by: Literal["action", "assertion"] | None = Field(
        default=None,
        description="What in the reply itself calls for it: an action written, or a rule asserted.",
    )
    matter: bool = Field(
        default=False,
        description="About the matter itself: neither stock courtesy nor a reply to another matter counts.",
    )
    stages: tuple[Stage, ...] = ()
    levels: Mapping[int, Level]
    tries: Mapping[str, tuple[Line, ...]] = Field(
        default_factory=dict, description="Better wording to offer, by language."
    )


class Cap(Value):
    """A severe fault limits the overall score of the reply that has it."""

    criterion: Identifier
    level: int
    overall: int = Field(ge=0, le=100)


class ActionKind(Value):
    """An action staff may write in brackets, and the words that show it, by language."""

    id: Identifier
    title: LocalText
    words: Mapping[str, tuple[Line, ...]]
    offer: Mapping[str, Line] = Field(
        default_factory=dict, description="Ready to insert, by language."
    )


class StyleFeature(Value):
    """Something in a way of speaking that suits some DISC types and clashes with others.

    `signal` names a group of phrases under `signals`, or one of `brief`, `long`, `numbers` (two or
    more), `named` (a form of address), `question`.
    """

    id: Identifier
    title: LocalText
    signal: Identifier
    first: bool = Field(default=False, description="Only counts in the first sentence.")
    suits: tuple[Literal["D", "I", "S", "C"], ...] = ()
    clashes: tuple[Literal["D", "I", "S", "C"], ...] = ()


class Style(Value):
    """Which features are looked for, and the criterion they explain."""

    criterion: Identifier
    features: tuple[StyleFeature, ...]


class Rubric(Value):
    """Dimensions, criteria, caps and actions; phrases and examples stand in files beside it."""

    id: Identifier
    title: LocalText
    version: str = Field(pattern=r"^\d+(\.\d+)*$")
    about: LocalText = Field(default_factory=dict)
    dimensions: tuple[RubricDimension, ...] = Field(min_length=1)
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    caps: tuple[Cap, ...] = ()
    another_matter: int = Field(
        default=100, ge=0, le=100, description="Overall at most, where another matter is answered."
    )
    wrong_fact: int = Field(
        default=100, ge=0, le=100, description="Overall at most, where a fact is contradicted."
    )
    actions: tuple[ActionKind, ...] = ()
    style: Style | None = None

    def criterion(self, criterion_id: str) -> Criterion | None:
        """The criterion of that id, if there is one."""
        return next((c for c in self.criteria if c.id == criterion_id), None)
