"""Judged replies beside their labels: all the figures of `trainer evaluate`. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from trainer.model.rubric import Rubric
from trainer.scoring import agreement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Column = Array | NDArray[np.int64]
    Statistic = Callable[[Column, Column, Array | None], Array]

EXPERTS: Mapping[str, float] = dict.fromkeys(
    ("emotional_reaction", "interpretation", "exploration"), 0.58
)
"""Mean weighted kappa between experts on empathy (Kumar et al. 2025; by criterion 0.41 to 0.68)."""


@dataclass(frozen=True)
class Judged:
    """One reply with its labels and what the scorer gave it. A criterion not called for is `None`."""

    family: str
    length: int
    labels: Mapping[str, int | None]
    overall: int | None
    levels: Mapping[str, int]
    judged_overall: int


@dataclass(frozen=True)
class JudgedPair:
    """A contrast pair: the scores of its criterion (more is better) and lengths, better first."""

    family: str
    criterion: str
    kind: str
    scores: tuple[float, float]
    lengths: tuple[int, int]


@dataclass(frozen=True)
class Figure:
    """One figure of agreement, its 95 % interval, and what length alone reaches."""

    n: int
    value: float | None
    interval: tuple[float, float] | None
    length: float | None


@dataclass(frozen=True)
class CriterionFigure:
    """Agreement on one criterion: kappa, for a penalty F1, of which `faults` are labelled faults."""

    criterion: str
    figure: Figure
    faults: int | None = None


@dataclass(frozen=True)
class Comparison:
    """Everything measured on one file."""

    merits: tuple[CriterionFigure, ...]
    penalties: tuple[CriterionFigure, ...]
    mean_kappa: Figure
    mean_f1: Figure
    spearman: Figure
    pairs: Figure
    hard_pairs: Figure
    contrast: Figure
    contrast_by_criterion: Mapping[str, Figure]
    contrast_by_kind: Mapping[str, Figure]


def compare(
    replies: Sequence[Judged],
    pairs: Sequence[JudgedPair],
    rubric: Rubric,
    draws: int = agreement.DRAWS,
    seed: int = agreement.SEED,
) -> Comparison:
    """All figures. The same families are drawn for every criterion, so that means have intervals too."""
    times = agreement.resampled([reply.family for reply in replies], draws, seed)
    merits, mean_kappa = _criteria(replies, rubric, "merit", times)
    penalties, mean_f1 = _criteria(replies, rubric, "penalty", times)
    rho, right, hard = _overall(replies, times)
    order = [criterion.id for criterion in rubric.criteria]

    def share(those: Sequence[JudgedPair]) -> Figure:
        return _share(those, draws, seed)

    return Comparison(
        merits=merits,
        penalties=penalties,
        mean_kappa=mean_kappa,
        mean_f1=mean_f1,
        spearman=rho,
        pairs=right,
        hard_pairs=hard,
        contrast=share(pairs),
        contrast_by_criterion={
            name: share([p for p in pairs if p.criterion == name])
            for name in sorted({p.criterion for p in pairs}, key=order.index)
        },
        contrast_by_kind={
            name: share([p for p in pairs if p.kind == name])
            for name in sorted({p.kind for p in pairs})
        },
    )


def _criteria(
    replies: Sequence[Judged], rubric: Rubric, kind: str, times: Array
) -> tuple[tuple[CriterionFigure, ...], Figure]:
    """The figures of the criteria of a kind that have labels, and their mean."""
    fault = kind == "penalty"
    statistic = agreement.fault_f1 if fault else agreement.quadratic_kappa
    found: list[CriterionFigure] = []
    drawn: list[Array] = []
    for criterion in rubric.criteria:
        rows = [i for i, r in enumerate(replies) if r.labels.get(criterion.id) is not None]
        if criterion.kind != kind or not rows:
            continue
        gold = np.abs([replies[i].labels[criterion.id] or 0 for i in rows])
        judged = np.abs([replies[i].levels.get(criterion.id, 0) for i in rows])
        # The short reply is the poor one, and poor is a fault.
        lengths = np.array([replies[i].length * (-1 if fault else 1) for i in rows])
        figure, values = _figure(
            statistic,
            (gold, judged),
            (gold, agreement.levels_by_rank(lengths, gold)),
            times[:, rows],
            [replies[i].family for i in rows],
        )
        found.append(
            CriterionFigure(criterion.id, figure, int((gold > 0).sum()) if fault else None)
        )
        if figure.value is not None:
            drawn.append(values)
    return tuple(found), _mean([each.figure for each in found], drawn)


def _overall(replies: Sequence[Judged], times: Array) -> tuple[Figure, Figure, Figure]:
    """Spearman's rho, pairs ranked right, hard pairs ranked right."""
    rows = [i for i, r in enumerate(replies) if r.overall is not None]
    gold = np.array([replies[i].overall for i in rows], np.float64)
    judged = np.array([replies[i].judged_overall for i in rows], np.float64)
    lengths = np.array([replies[i].length for i in rows], np.int64)
    families = [replies[i].family for i in rows]
    times = times[:, rows]
    rho, _ = _figure(agreement.spearman, (gold, judged), (gold, lengths), times, families)

    def right(longer: list[int] | None) -> Figure:
        better, worse = agreement.family_pairs(gold, families, longer).T
        return _figure(
            agreement.ranked_right,
            (judged[better], judged[worse]),
            (lengths[better], lengths[worse]),
            times[:, better],
            [families[i] for i in better],
        )[0]

    return rho, right(None), right(lengths.tolist())


def _share(pairs: Sequence[JudgedPair], draws: int, seed: int) -> Figure:
    """The share of contrast pairs ranked right."""
    scores = np.array([p.scores for p in pairs], np.float64).reshape(-1, 2)
    lengths = np.array([p.lengths for p in pairs], np.int64).reshape(-1, 2)
    families = [p.family for p in pairs]
    return _figure(
        agreement.ranked_right,
        (scores[:, 0], scores[:, 1]),
        (lengths[:, 0], lengths[:, 1]),
        agreement.resampled(families, draws, seed),
        families,
    )[0]


def _figure(
    statistic: Statistic,
    judged: tuple[Column, Column],
    by_length: tuple[Column, Column],
    times: Array,
    families: Sequence[str],
) -> tuple[Figure, Array]:
    """A figure, and the draws of its statistic. One family alone has no interval."""
    value, length = (_value(statistic(*columns, None)) for columns in (judged, by_length))
    drawn = statistic(*judged, times)
    bounds = agreement.interval(drawn) if value is not None and len(set(families)) > 1 else None
    return Figure(len(families), value, bounds, length), drawn


def _value(values: Array) -> float | None:
    return float(values[0]) if np.isfinite(values[0]) else None


def _mean(figures: Sequence[Figure], drawn: Sequence[Array]) -> Figure:
    """The mean over the figures that are defined."""
    values = [f.value for f in figures if f.value is not None]
    lengths = [f.length for f in figures if f.length is not None]
    return Figure(
        n=len(values),
        value=float(np.mean(values)) if values else None,
        interval=agreement.interval(agreement.mean_of(drawn))
        if any(f.interval for f in figures)
        else None,
        length=float(np.mean(lengths)) if lengths else None,
    )
