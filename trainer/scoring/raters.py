"""The machine and people who marked the same replies: how far they agree, and where they do not. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from trainer.scoring import agreement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

MACHINE = ""
"""The scorer among the judges; no person has an empty name."""


@dataclass(frozen=True)
class Unit:
    """One criterion in one reply, with the level that each judge gave it."""

    session: str
    turn: int
    criterion: str
    levels: Mapping[str, int]

    @property
    def spread(self) -> int:
        """How far the judges are apart."""
        return max(self.levels.values()) - min(self.levels.values())


@dataclass(frozen=True)
class Estimate:
    """A figure and its 95 % interval; None where it is not defined."""

    value: float | None
    interval: tuple[float, float] | None


@dataclass(frozen=True)
class CriterionAgreement:
    """Agreement on one criterion over `n` replies of `sessions` sessions.

    `same`: the share given the very same level. `kappa`: quadratic-weighted, for two judges. `alpha`:
    Krippendorff's for ordinal data.
    """

    criterion: str
    n: int
    sessions: int
    same: float | None
    kappa: Estimate
    alpha: Estimate


@dataclass(frozen=True)
class Comparison:
    """The agreement of some judges by criterion; `mean` is over the criteria where it is defined."""

    judges: tuple[str, ...]
    criteria: tuple[CriterionAgreement, ...]
    mean: CriterionAgreement


def compare_judges(
    units: Sequence[Unit],
    order: Sequence[str],
    draws: int = agreement.DRAWS,
    seed: int = agreement.SEED,
) -> tuple[Comparison, ...]:
    """The machine beside each rater, each two raters, and from three raters on all of them.

    `order` is that of the criteria. Sessions are drawn with replacement for the intervals, the same ones for
    every criterion; replies of one session are no independent witnesses. Judges who marked nothing in
    common are not compared.
    """
    raters = sorted({judge for unit in units for judge in unit.levels} - {MACHINE})
    groups: list[tuple[str, ...]] = [(MACHINE, rater) for rater in raters]
    groups += combinations(raters, 2)
    if len(raters) > 2:
        groups.append(tuple(raters))
    return tuple(
        found for group in groups if (found := _compare(units, group, order, draws, seed)).criteria
    )


def furthest_apart(units: Sequence[Unit], order: Sequence[str]) -> list[Unit]:
    """The units on which judges differ, the furthest apart first."""
    place = {criterion: i for i, criterion in enumerate(order)}
    differ = [unit for unit in units if len(unit.levels) > 1 and unit.spread]
    return sorted(
        differ,
        key=lambda u: (-u.spread, u.session, u.turn, place.get(u.criterion, len(place))),
    )


def _compare(
    units: Sequence[Unit], judges: tuple[str, ...], order: Sequence[str], draws: int, seed: int
) -> Comparison:
    shared = [u for u in units if sum(judge in u.levels for judge in judges) > 1]
    times = agreement.resampled([u.session for u in shared], draws, seed)
    found: list[CriterionAgreement] = []
    kappas: list[Array] = []
    alphas: list[Array] = []
    for criterion in order:
        rows = [i for i, unit in enumerate(shared) if unit.criterion == criterion]
        if not rows:
            continue
        levels = np.array(
            [[shared[i].levels.get(judge, np.nan) for judge in judges] for i in rows], np.float64
        )
        sessions = len({shared[i].session for i in rows})
        drawn = times[:, rows]
        alpha, alpha_draws = _estimate(agreement.krippendorff_alpha, (levels,), drawn, sessions)
        kappa, same = Estimate(None, None), None
        if len(judges) == 2:
            pair = (levels[:, 0], levels[:, 1])
            kappa, kappa_draws = _estimate(agreement.quadratic_kappa, pair, drawn, sessions)
            same = float(agreement.same_share(*pair)[0])
            if kappa.value is not None:
                kappas.append(kappa_draws)
        if alpha.value is not None:
            alphas.append(alpha_draws)
        found.append(CriterionAgreement(criterion, len(rows), sessions, same, kappa, alpha))
    return Comparison(judges, tuple(found), _mean(found, kappas, alphas))


def _estimate(
    statistic: Callable[..., Array], columns: tuple[Array, ...], times: Array, sessions: int
) -> tuple[Estimate, Array]:
    """The figure with its interval, and its draws. One session alone has no interval."""
    value = float(statistic(*columns)[0])
    drawn = statistic(*columns, times)
    if not np.isfinite(value):
        return Estimate(None, None), drawn
    return Estimate(value, agreement.interval(drawn) if sessions > 1 else None), drawn


def _mean(
    found: Sequence[CriterionAgreement], kappas: Sequence[Array], alphas: Sequence[Array]
) -> CriterionAgreement:
    n = sum(each.n for each in found)
    same = [each.same * each.n for each in found if each.same is not None]
    return CriterionAgreement(
        criterion="",
        n=n,
        sessions=max((each.sessions for each in found), default=0),
        same=sum(same) / n if same else None,
        kappa=_mean_of([each.kappa for each in found], kappas),
        alpha=_mean_of([each.alpha for each in found], alphas),
    )


def _mean_of(estimates: Sequence[Estimate], drawn: Sequence[Array]) -> Estimate:
    values = [e.value for e in estimates if e.value is not None]
    has_interval = any(e.interval for e in estimates)
    return Estimate(
        float(np.mean(values)) if values else None,
        agreement.interval(agreement.mean_of(drawn)) if has_interval else None,
    )
