"""How sure a rank is: ratio indicators redrawn from beta-binomial empirical-Bayes posteriors, recombined and ranked."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import chdtri, ndtri

from analytics.scoring.ranks import half_up
from analytics.scoring.scorecards import Scorecard, Weighted
from analytics.scoring.scores import RANKED, Scores, points_of

DRAWS = 4_000
CHUNK = 16  # units drawn together: 128 × 4,000 doubles are 4 MB; part of the stream's name, so never change it lightly
WEAK_STRENGTH = 2.0  # prior trials where the data cannot tell how alike the units are
ALIKE = 0.05  # units count as alike until a test at this level says that they differ


@dataclass(frozen=True)
class Draws:
    """Ranks of the compared units in every draw: `ranks` is draws × units, `units` in code order."""

    units: tuple[str, ...]
    ranks: np.ndarray

    def interval(self) -> pd.DataFrame:
        """rank_low and rank_high per unit: 5th and 95th percentile of its ranks, integers that did occur."""
        low, high = np.quantile(self.ranks, [0.05, 0.95], axis=0, method="inverted_cdf")
        return pd.DataFrame({"rank_low": low.astype(int), "rank_high": high.astype(int)}, index=list(self.units))

    def chance_first(self, k: int) -> pd.Series:
        """Probability, per unit, of being among the first `k`."""
        return pd.Series((self.ranks <= k).mean(axis=0), index=list(self.units))

    def chance_last(self, k: int) -> pd.Series:
        """Probability, per unit, of being among the last `k`: fewer than `k` units lie below it."""
        size = len(self.units)
        times = np.zeros(size)
        for met in self.ranks:
            at_most = np.cumsum(np.bincount(met, minlength=size + 1))
            times += (size - at_most)[met] < k
        return pd.Series(times / len(self.ranks), index=list(self.units))


def prior(numerators: np.ndarray, denominators: np.ndarray) -> tuple[float, float]:
    """(a, b) of the beta prior that the units share, by weighted moments (Kleinman 1973), for 1-d counts without NaN.

    Where the units differ no more than chance would have it (`differ`), the prior is worth as many trials as all units
    together, so that posteriors keep some width; where no unit has two trials nothing can be estimated and the prior is
    weak.
    """
    x, n = numerators[denominators > 0], denominators[denominators > 0]
    trials = n.sum()
    if not len(n):
        return WEAK_STRENGTH / 2, WEAK_STRENGTH / 2
    mean = np.clip(x.sum() / trials, 0.5 / (trials + 1), 1 - 0.5 / (trials + 1))
    likeness = 0.0  # correlation of two trials of the same unit: 0 = units alike, 1 = each unit all or nothing
    if n.max() <= 1:
        return mean * WEAK_STRENGTH, (1 - mean) * WEAK_STRENGTH
    if not differ(x, n, mean):
        return mean * trials, (1 - mean) * trials
    for _ in range(8):
        weights = n / (1 + likeness * (n - 1))
        centre = np.sum(weights * x / n) / weights.sum()
        mean = np.clip(centre, 0.5 / (trials + 1), 1 - 0.5 / (trials + 1))
        rest = weights * (1 - weights / weights.sum())
        by_chance, by_unit = np.sum(rest / n), rest.sum()
        if by_unit - by_chance <= 1e-12:
            break
        spread = np.sum(weights * (x / n - centre) ** 2) / (mean * (1 - mean))
        likeness = float(np.clip((spread - by_chance) / (by_unit - by_chance), 0.0, 0.999))
    strength = trials if likeness <= 0 else min(1 / likeness - 1, trials)
    strength = max(strength, 0.01)
    return mean * strength, (1 - mean) * strength


def differ(x: np.ndarray, n: np.ndarray, mean: float) -> bool:
    """Whether units with x of n (all above 0) differ from their common rate, all together or any one of them.

    Moments alone see a difference in half of all quarters in which there is none, and then ranks look surer than they
    are: of 16 units of one rate somebody was criticised in 14 to 20 of 100 made quarters, with this test in 4 to 9. The
    sum of squares sees many that differ a little, the largest deviation (Bonferroni) sees one that differs much.
    """
    if len(n) < 2:
        return False
    deviations = (x / n - mean) / np.sqrt(mean * (1 - mean))
    together = np.sum(n * deviations**2) > chdtri(len(n) - 1, ALIKE)
    largest = np.max(np.abs(deviations) / np.sqrt(1 / n - 1 / n.sum()))
    return bool(together or largest > -ndtri(ALIKE / 2 / len(n)))


def draw_ranks(
    scores: Scores,
    card: Scorecard,
    ratios: Collection[str],
    adjustment: pd.Series,
    stream: Sequence[int],
    draws: int = DRAWS,
) -> Draws | None:
    """Ranks of the ranked units in `draws` draws; None where no unit is ranked.

    ratios: ids of the indicators that are proportions of counts; all others stay as observed.
    adjustment: points per unit, added to every draw. stream: integers that, with the scorecard's seed, name the random
    stream: the same give the same draws, whatever the order of the rows was.
    """
    units = [unit for unit, status in scores.status.items() if status == RANKED]
    if not units:
        return None
    shares = scores.shares.loc[units]
    drawn = [w for w in card.indicators if w.id in ratios and (shares[w.id] > 0).any()]
    fixed = [w.id for w in card.indicators if w not in drawn]
    base = scores.contributions.loc[units, fixed].sum(axis=1) + adjustment.reindex(units).fillna(0.0)
    posteriors = [(w, shares[w.id].to_numpy(), *_posterior(scores, w, units)) for w in drawn]
    rounded = np.empty((len(units), draws), dtype=np.int16)

    def fill(start: int) -> None:
        rows = slice(start, start + CHUNK)
        generator = np.random.default_rng([card.seed, *stream, start])
        rounded[rows] = _chunk(base.to_numpy()[rows], posteriors, rows, generator, draws)

    with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
        list(pool.map(fill, range(0, len(units), CHUNK)))
    return Draws(tuple(units), _ranks(rounded.T))


def _posterior(scores: Scores, weighted: Weighted, units: list[str]) -> tuple[np.ndarray, np.ndarray]:
    n = scores.denominators.loc[units, weighted.id].fillna(0.0).to_numpy()
    x = np.clip(scores.numerators.loc[units, weighted.id].fillna(0.0).to_numpy(), 0.0, n)
    a, b = prior(x, n)
    return a + x, b + n - x


def _chunk(base: np.ndarray, posteriors: list, rows: slice, generator: np.random.Generator, draws: int) -> np.ndarray:
    """Rounded scores in hundredths, units × draws."""
    totals = np.repeat(base[:, None], draws, axis=1)
    for weighted, shares, a, b in posteriors:
        has = np.flatnonzero(shares[rows] > 0)
        if len(has):
            values = generator.beta(a[rows][has, None], b[rows][has, None], size=(len(has), draws))
            totals[has] += shares[rows][has, None] * points_of(values, weighted)
    return np.round(half_up(totals) * 100).astype(np.int16)


def _ranks(rounded: np.ndarray) -> np.ndarray:
    """Shared ranks in each row of draws × units, by counting the scores met: faster than sorting them."""
    lowest, size = int(rounded.min()), int(rounded.max()) - int(rounded.min()) + 1
    ranks = np.empty(rounded.shape, dtype=np.uint16 if rounded.shape[1] < 2**16 else np.uint32)
    for draw, scores in enumerate(rounded):
        met = scores.astype(np.int64) - lowest
        ranks[draw] = 1 + len(met) - np.cumsum(np.bincount(met, minlength=size))[met]
    return ranks
