"""What was found in one reply, and what a whole session adds up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import Field

from trainer.model.base import Stage, Value, Venue


class Evidence(Value):
    """A span of the reply: characters `start` up to, not including, `end`."""

    start: int
    end: int
    text: str


class Finding(Value):
    """The judgement on one criterion.

    `level` 0..2, for a penalty 0..-2. `score` 0..1: for a merit 1 is best, for a penalty 1 is worst.
    `called`: whether it counts in this reply.
    """

    criterion: str
    level: int
    score: float = Field(ge=0, le=1)
    called: bool = True
    evidence: tuple[Evidence, ...] = ()
    why: str = ""
    try_: str | None = Field(default=None, alias="try")

    @property
    def doubtful(self) -> bool:
        """Whether a mild fault is nearer to none than to a severe one: of these people hear two in five (model card)."""
        return self.level == -1 and self.score < 0.5


class Mention(Value):
    """A fact, limit, action or DISC feature found in the reply, and where."""

    id: str
    evidence: Evidence
    note: str | None = None


class Assessment(Value):
    """Everything judged of one reply in its context. `overall` is 0..100."""

    overall: int = Field(ge=0, le=100)
    findings: tuple[Finding, ...]
    elsewhere: bool = Field(default=False, description="It answers another matter than this one.")
    cited: tuple[Mention, ...] = ()
    contradicted: tuple[Mention, ...] = ()
    promised: tuple[Mention, ...] = Field(default=(), description="Limits broken.")
    actions: tuple[Mention, ...] = ()
    features: tuple[Mention, ...] = Field(
        default=(), description="What suits or clashes with the type."
    )

    def level(self, criterion: str) -> int:
        """The level on `criterion`, 0 where it was not judged."""
        return next((f.level for f in self.findings if f.criterion == criterion), 0)


def met_by(assessments: Iterable[Assessment]) -> tuple[str, ...]:
    """The criteria that any of these replies has fully met."""
    return tuple(
        sorted({f.criterion for each in assessments for f in each.findings if f.level == 2})
    )


class Context(Value):
    """What a reply answers. Every field may be left out: the scorer does with what it has."""

    lang: str | None = None
    venue: Venue | None = None
    stage: Stage | None = None
    disc: str | None = None
    name: str | None = None
    address_as: tuple[str, ...] = ()
    situation: str = ""
    facts: tuple[tuple[str, str], ...] = Field(default=(), description="Pairs of id and text.")
    fact_cues: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    limits: Mapping[str, tuple[str, ...]] = Field(
        default_factory=dict, description="Cues by limit."
    )
    history: tuple[str, ...] = ()
    resident_line: str = ""
    calls_for: tuple[str, ...] | None = Field(
        default=None, description="None: unknown, everything is judged as called for."
    )
    met: tuple[str, ...] = Field(
        default=(), description="Criteria that earlier replies of the talk have fully met."
    )
    models: tuple[str, ...] = Field(default=(), description="Model replies, for better wording.")
    explain: str | None = Field(
        default=None, description="Language of the reasons given; the reply's own when absent."
    )


class CriterionScore(Value):
    """One criterion over the turns in which it counted. `mean` 0..1, 1 best, for penalties too."""

    criterion: str
    turns: int
    mean: float
    levels: tuple[int, ...]


class DimensionScore(Value):
    """One dimension: the weighted mean of its criteria, 0..100."""

    dimension: str
    score: int
    turns: int


class Scorecard(Value):
    """A session summed up. `overall` 0..100 is the mean of the replies' overall after `caps`."""

    overall: int
    dimensions: tuple[DimensionScore, ...] = ()
    criteria: tuple[CriterionScore, ...] = ()
    penalties: Mapping[str, int] = Field(
        default_factory=dict, description="Times each fault occurred."
    )
    caps: tuple[str, ...] = Field(
        default=(), description="Penalties that limited the overall score."
    )
