"""Assessments of a session added up."""

from __future__ import annotations

from collections.abc import Sequence

from trainer.model.assessment import Assessment, CriterionScore, DimensionScore, Scorecard
from trainer.model.rubric import Rubric


def scorecard(assessments: Sequence[Assessment], rubric: Rubric) -> Scorecard:
    """The session's card.

    A criterion's mean runs over the turns in which it counted; a dimension's score is the weighted
    mean of its criteria. `overall` is the mean of the replies' overall scores, but a fault that the
    rubric caps holds the session at most half-way between the cap and 100: one outburst is not
    made good by courtesy elsewhere, yet a recovery counts.
    """
    criteria: list[CriterionScore] = []
    penalties: dict[str, int] = {}
    for criterion in rubric.criteria:
        found = [
            f for a in assessments for f in a.findings if f.called and f.criterion == criterion.id
        ]
        if not found:
            continue
        fault = criterion.kind == "penalty"
        # A fault counts when it was found; how near a clean reply came to one is not a fault.
        means = [1 + f.level / 2 if fault else f.score for f in found]
        criteria.append(
            CriterionScore(
                criterion=criterion.id,
                turns=len(found),
                mean=round(sum(means) / len(means), 4),
                levels=tuple(f.level for f in found),
            )
        )
        if fault and (times := sum(f.level < 0 for f in found)):
            penalties[criterion.id] = times
    by_id = {c.criterion: c for c in criteria}
    dimensions: list[DimensionScore] = []
    for dimension in rubric.dimensions:
        members = [
            (c.weight * by_id[c.id].turns, by_id[c.id])
            for c in rubric.criteria
            if c.dimension == dimension.id and c.id in by_id and c.weight > 0
        ]
        if weight := sum(w for w, _ in members):
            mean = sum(w * card.mean for w, card in members) / weight
            dimensions.append(
                DimensionScore(
                    dimension=dimension.id,
                    score=round(100 * mean),
                    turns=max(card.turns for _, card in members),
                )
            )
    overall = sum(a.overall for a in assessments) / len(assessments) if assessments else 0.0
    hit: list[str] = []
    for cap in rubric.caps:
        ceiling = (cap.overall + 100) / 2
        if any(a.level(cap.criterion) == cap.level for a in assessments):
            if overall > ceiling:
                overall = ceiling
            hit.append(cap.criterion)
    return Scorecard(
        overall=round(overall),
        dimensions=tuple(dimensions),
        criteria=tuple(criteria),
        penalties=penalties,
        caps=tuple(hit),
    )
