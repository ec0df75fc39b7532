"""How far a scorer agrees with labels. Pure, and free of any rubric.

Every statistic takes `times`, how often each item counts: one row a resampled draw. It returns one
value a row, NaN where the statistic is not defined. So a bootstrap of a thousand draws is one call, and
without `times` the one value is that of the items as they are.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]

DRAWS = 1000
"""Draws of a bootstrap; an end of the interval then moves by about 0.002 with another seed."""
SEED = 20_240_229
LEAST_APART = 10.0
"""Points of `overall` by which two replies of a family must differ before they are a pair to rank."""


def quadratic_kappa(gold: ArrayLike, judged: ArrayLike, times: Array | None = None) -> Array:
    """Cohen's kappa with quadratic weights (Cohen 1968, Psychological Bulletin 70).

    1 - Σ w·O / Σ w·E with w = (i - j)². For these weights Σ w·E depends on the margins' moments
    alone: mean a² + mean b² - 2 · mean a · mean b. Not defined where both judges gave everything the
    same one level.
    """
    a, b = _floats(gold), _floats(judged)
    times = _times(times, len(a))
    total = times.sum(axis=1)
    observed = times @ (a - b) ** 2
    expected = times @ (a**2 + b**2) - 2 * _divided((times @ a) * (times @ b), total)
    return 1 - _divided(observed, np.where(expected > 1e-9, expected, 0))


def krippendorff_alpha(levels: ArrayLike, times: Array | None = None) -> Array:
    """Krippendorff's alpha for ordinal data: one row of `levels` a unit, one column a judge.

    NaN where a judge gave a unit no level; units with fewer than two levels say nothing. From the
    coincidences o_ck, to which each pair of levels in a unit of m adds 1 / (m - 1):
    1 - (n - 1) · Σ o_ck δ²_ck / Σ n_c n_k δ²_ck, where δ_ck, the ordinal difference, is the number of
    levels given from c to k, those at both ends by half (Krippendorff 2011, Computing Krippendorff's
    Alpha-Reliability, steps C and D; 2019, Content Analysis, 4th ed., 12.3). Not defined where everyone
    gave everything the same one level.
    """
    given = np.asarray(levels, np.float64)
    times = _times(times, len(given))
    ranks = np.unique(given[np.isfinite(given)])
    if not len(ranks):
        return np.full(len(times), np.nan)
    counts = np.stack([(given == rank).sum(axis=1) for rank in ranks], axis=1).astype(np.float64)
    counts = np.where(counts.sum(axis=1, keepdims=True) > 1, counts, 0)
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(len(ranks))
    pairs /= np.maximum(counts.sum(axis=1) - 1, 1)[:, None, None]
    observed = np.tensordot(times, pairs, axes=1)
    margins = observed.sum(axis=2)
    middles = np.cumsum(margins, axis=1) - margins / 2
    apart = (middles[:, :, None] - middles[:, None, :]) ** 2
    total = margins.sum(axis=1)
    by_chance = (margins[:, :, None] * margins[:, None, :] * apart).sum(axis=(1, 2))
    found = (observed * apart).sum(axis=(1, 2))
    return 1 - _divided((total - 1) * found, np.where(by_chance > 1e-9, by_chance, 0))


def same_share(gold: ArrayLike, judged: ArrayLike, times: Array | None = None) -> Array:
    """The share of items that both gave the same level. Not defined without items."""
    a, b = _floats(gold), _floats(judged)
    times = _times(times, len(a))
    return _divided(times @ (a == b), times.sum(axis=1))


def fault_f1(gold: ArrayLike, judged: ArrayLike, times: Array | None = None) -> Array:
    """F1 of fault (a level that is not 0) against none: 2·TP / (2·TP + FP + FN).

    Van Rijsbergen 1979. Not defined where neither judge found a fault.
    """
    a, b = _floats(gold) != 0, _floats(judged) != 0
    times = _times(times, len(a))
    return _divided(2 * (times @ (a & b)), times @ a.astype(float) + times @ b.astype(float))


def spearman(gold: ArrayLike, judged: ArrayLike, times: Array | None = None) -> Array:
    """Spearman's rho: Pearson's correlation of the ranks, ties with their mean rank.

    Spearman 1904; Kendall & Gibbons 1990, 3.8. Not defined where either is constant.
    """
    a, b = _floats(gold), _floats(judged)
    times = _times(times, len(a))
    total = times.sum(axis=1)
    x, y = _ranks(a, times), _ranks(b, times)
    x -= _divided((times * x).sum(axis=1), total)[:, None]
    y -= _divided((times * y).sum(axis=1), total)[:, None]
    product = (times * x**2).sum(axis=1) * (times * y**2).sum(axis=1)
    size = np.sqrt(np.where(product > 1e-9, product, 0))
    return np.clip(_divided((times * x * y).sum(axis=1), size), -1, 1)


def ranked_right(better: ArrayLike, worse: ArrayLike, times: Array | None = None) -> Array:
    """The share of pairs whose better member scores strictly higher. Not defined without pairs."""
    a, b = _floats(better), _floats(worse)
    times = _times(times, len(a))
    return _divided(times @ (a > b), times.sum(axis=1))


def family_pairs(
    gold: ArrayLike,
    families: Sequence[Hashable],
    lengths: Sequence[int] | None = None,
    least: float = LEAST_APART,
) -> NDArray[np.int64]:
    """Pairs within families whose gold differs by at least `least`: rows of (better, worse) indices.

    With `lengths` only the hard ones: the worse reply is at least as long as the better.
    """
    values = _floats(gold)
    members: dict[Hashable, list[int]] = {}
    for i, family in enumerate(families):
        members.setdefault(family, []).append(i)
    found = [
        (i, j)
        for those in members.values()
        for i in those
        for j in those
        if values[i] - values[j] >= least and (lengths is None or lengths[j] >= lengths[i])
    ]
    return np.array(found, np.int64).reshape(-1, 2)


def resampled(families: Sequence[Hashable], draws: int = DRAWS, seed: int = SEED) -> Array:
    """Draws of as many whole families as there are, with replacement: how often each item is in it.

    Replies of a family are no independent witnesses, so the family is what is drawn (the cluster
    bootstrap of Davison & Hinkley 1997, 3.8). Shape (draws, items); the same seed, the same draws.
    """
    place = {family: i for i, family in enumerate(dict.fromkeys(families))}
    count = len(place)
    if not count:
        return np.ones((draws, 0))
    drawn = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=draws)
    return drawn[:, [place[family] for family in families]].astype(np.float64)


def interval(values: Array) -> tuple[float, float] | None:
    """The 95 % percentile interval of a statistic's draws (Efron 1979); none where most are undefined."""
    defined = values[np.isfinite(values)]
    if 2 * len(defined) <= len(values):
        return None
    low, high = np.quantile(defined, (0.025, 0.975))
    return float(low), float(high)


def mean_interval(
    times: Mapping[int, int], draws: int = DRAWS, seed: int = SEED
) -> tuple[float, float] | None:
    """The 95 % interval of a mean of values, each there so many `times`.

    Drawing n items with replacement is drawing how often each value comes, so a million items cost no more
    than their different values (Efron 1979).
    """
    ordered = sorted(times.items())
    count = sum(times.values())
    if count < 2:
        return None
    values = np.array([value for value, _times in ordered], np.float64)
    shares = np.array([there for _value, there in ordered]) / count
    drawn = np.random.default_rng(seed).multinomial(count, shares, size=draws)
    return interval(drawn @ values / count)


def mean_of(statistics: Sequence[Array]) -> Array:
    """The mean of several statistics draw by draw, over those that are defined in the draw."""
    if not statistics:
        return np.array([np.nan])
    stacked = np.stack(statistics)
    defined = np.isfinite(stacked)
    return _divided(np.where(defined, stacked, 0).sum(axis=0), defined.sum(axis=0))


def levels_by_rank(values: ArrayLike, gold: ArrayLike) -> NDArray[np.int64]:
    """Levels 0..2 for values, cut where as many items reach a level as were given it in `gold`.

    This is how a baseline such as length gets its levels; matching the cuts to the labels flatters it.
    """
    number, given = _floats(values), _floats(gold)
    ordered = np.append(np.sort(number), np.inf)
    low, high = (ordered[int(np.sum(given < k))] for k in (0.5, 1.5))
    return np.asarray(0 + (number >= low) + (number >= high), np.int64)


def _floats(values: ArrayLike) -> Array:
    return np.asarray(values, np.float64).reshape(-1)


def _times(times: Array | None, count: int) -> Array:
    return np.ones((1, count)) if times is None else times


def _divided(a: Array | NDArray[np.int64], b: Array | NDArray[np.int64]) -> Array:
    """`a / b`, NaN where `b` is 0."""
    return np.divide(a, b, out=np.full(np.shape(a), np.nan), where=np.asarray(b) != 0)


def _ranks(values: Array, times: Array) -> Array:
    """Mean ranks, from 1, of values of which each is there `times` times."""
    place, index = np.unique(values, return_inverse=True)
    order = np.argsort(index, kind="stable")
    if not len(place):
        return np.zeros(times.shape)
    starts = np.searchsorted(index[order], np.arange(len(place)))
    counts = np.add.reduceat(times[:, order], starts, axis=1)
    return (np.cumsum(counts, axis=1) - counts + (counts + 1) / 2)[:, index]
