"""Rubrics: what a reply is judged by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from trainer.model.base import Identifier, Line, LocalText, Stage, Value


class RubricDimension(Value):
    """A group of criteria that a scorecard sums up."""

    id: Identifier = Field(description="The name that criteria use under “dimension”.")
    title: LocalText = Field(description="What scorecards call it, by language.")


class Level(Value):
    """What a level means: its short name and how a reply at that level reads."""

    name: LocalText = Field(description="A word or two, by language.")
    descriptor: LocalText = Field(description="How a reply at this level reads, by language.")


class Criterion(Value):
    """One thing judged. Levels are 0..2; a penalty's are 0..-2 (0 is free of the fault)."""

    id: Identifier = Field(description="The name that scenarios and labelled replies use.")
    title: LocalText = Field(description="What feedback calls it, by language.")
    dimension: Identifier = Field(description="The dimension it belongs to, by id.")
    kind: Literal["merit", "penalty"] = Field(
        default="merit", description="merit: more is better, 0 to 2; penalty: a fault, 0 to -2."
    )
    weight: float = Field(
        default=1.0, ge=0, le=10, description="How much it counts among the others; 1 is usual."
    )
    definition: LocalText = Field(description="What it looks for, in a sentence, by language.")
    always: bool = Field(default=False, description="Counts in every reply, called for or not.")
    called_by: Literal["action", "assertion"] | None = Field(
        default=None,
        description="What in the reply itself calls for it: an action written, or a rule asserted.",
    )
    matter: bool = Field(
        default=False,
        description="About the matter itself: neither stock courtesy nor a reply to another matter counts.",
    )
    by_name: bool = Field(
        default=False, description="Whoever greets the resident by another's name reaches level 1."
    )
    taken_back: bool = Field(
        default=False,
        description="Wording against it (`against` in the phrase file) beside a fault leaves level 1 at most: "
        "sympathy before a dismissal.",
    )
    within_limits: bool = Field(
        default=False,
        description="Whoever promises or tells what the scenario forbids stays at level 0.",
    )
    once: bool = Field(
        default=False,
        description="Once a reply has reached level 2, later ones in the talk need not do it again: an apology.",
    )
    stages: tuple[Stage, ...] = Field(
        default=(), description="Where in a talk it usually matters: opening, middle, closing."
    )
    levels: Mapping[int, Level] = Field(
        description="What each level means: 0, 1, 2; for a penalty 0, -1, -2."
    )
    tries: Mapping[str, tuple[Line, ...]] = Field(
        default_factory=dict, description="Better wording to offer, by language."
    )


class Cap(Value):
    """A severe fault limits the overall score of the reply that has it."""

    criterion: Identifier = Field(description="The penalty, by id.")
    level: int = Field(description="From this level on: -1 or -2.")
    overall: int = Field(ge=0, le=100, description="The overall score at most.")


class ActionKind(Value):
    """An action staff may write in brackets, and the words that show it, by language."""

    id: Identifier = Field(description="The name that conditions use under “acts”.")
    title: LocalText = Field(description="What lists call it, by language.")
    words: Mapping[str, tuple[Line, ...]] = Field(
        description="Words in square brackets that show it, by language."
    )
    offer: Mapping[str, Line] = Field(
        default_factory=dict, description="Ready to insert, by language."
    )


class StyleFeature(Value):
    """Something in a way of speaking that suits some DISC types and clashes with others.

    `signal` names a group of phrases under `signals`, or one of `brief`, `long`, `numbers` (two or
    more), `named` (a form of address), `question`.
    """

    id: Identifier = Field(description="Its name; nobody else uses it.")
    title: LocalText = Field(description="What feedback calls it, by language.")
    signal: Identifier = Field(
        description="What shows it: a group under “signals” in the phrase files, or brief, long, numbers, named, question."
    )
    first: bool = Field(default=False, description="Only counts in the first sentence.")
    suits: tuple[Literal["D", "I", "S", "C"], ...] = Field(
        default=(), description="Types that it suits."
    )
    clashes: tuple[Literal["D", "I", "S", "C"], ...] = Field(
        default=(), description="Types that it clashes with."
    )


class Style(Value):
    """Which features are looked for, and the criterion they explain."""

    criterion: Identifier = Field(description="The criterion that they explain, by id.")
    features: tuple[StyleFeature, ...] = Field(description="The features, one after the other.")


class Rubric(Value):
    """Dimensions, criteria, caps and actions; phrases and examples stand in files beside it."""

    id: Identifier = Field(description="The name that scenarios use; the name of the folder.")
    title: LocalText = Field(description="What lists show, by language.")
    version: str = Field(
        pattern=r"^\d+(\.\d+)*$", description="Raise it when the rubric has changed: 1, 1.1, 2."
    )
    about: LocalText = Field(
        default_factory=dict,
        description="What it judges and how its scores are meant, by language.",
    )
    dimensions: tuple[RubricDimension, ...] = Field(
        min_length=1, description="Groups of criteria, in the order of the scorecard."
    )
    criteria: tuple[Criterion, ...] = Field(
        min_length=1, description="What is judged, in the order of the feedback."
    )
    caps: tuple[Cap, ...] = Field(
        default=(), description="Faults that limit the overall score, however good the rest."
    )
    another_matter: int = Field(
        default=100, ge=0, le=100, description="Overall at most, where another matter is answered."
    )
    wrong_fact: int = Field(
        default=100, ge=0, le=100, description="Overall at most, where a fact is contradicted."
    )
    actions: tuple[ActionKind, ...] = Field(
        default=(), description="Actions that can be written in square brackets."
    )
    style: Style | None = Field(
        default=None, description="What suits or clashes with each type of resident."
    )

    def criterion(self, criterion_id: str) -> Criterion | None:
        """The criterion of that id, if there is one."""
        return next((c for c in self.criteria if c.id == criterion_id), None)
