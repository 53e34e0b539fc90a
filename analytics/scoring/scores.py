"""Scores from indicator values: each indicator's points, block scores, the composite and what each indicator adds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.scoring.scorecards import Scorecard, Weighted

ENOUGH_WEIGHT = 0.60  # share of all weight that must be available
RANKED, TOO_FEW, NO_DATA = "ranked", "too_few", "no_data"


@dataclass(frozen=True)
class Scores:
    """The scores of all units of one tier and period; every frame has one row per unit, in code order.

    values, numerators, denominators, points, shares, contributions: one column per indicator; NaN = no data.
    points: 0–100. shares: the part of the composite that an indicator decides, 0 where it has no data, summing to 1.
    contributions: shares × points, summing to the composite; NaN throughout where `status` is no_data.
    blocks: one column per block, 0–100. composite: 0–100, NaN where `status` is no_data. weight_available: 0–1.
    """

    values: pd.DataFrame
    numerators: pd.DataFrame
    denominators: pd.DataFrame
    points: pd.DataFrame
    shares: pd.DataFrame
    contributions: pd.DataFrame
    blocks: pd.DataFrame
    composite: pd.Series
    weight_available: pd.Series
    status: pd.Series


def points_of(values: np.ndarray, weighted: Weighted) -> np.ndarray:
    """Points 0–100 for values of an indicator, same shape: on the line between its marks, flat outside. NaN stays."""
    if len(weighted.points) > 2:
        return np.interp(values, [value for value, _ in weighted.points], [points for _, points in weighted.points])
    (low, at_low), (high, at_high) = weighted.points
    slope = (at_high - at_low) / (high - low)
    return np.clip(at_low + (values - low) * slope, min(at_low, at_high), max(at_low, at_high))


def score(rows: pd.DataFrame, units: Iterable[str], card: Scorecard, tier: str) -> Scores:
    """The scores of `units` from rows (indicator, unit, numerator, denominator, value); no row means no data."""
    order = sorted(set(units))
    columns = ("value", "numerator", "denominator")
    values, numerators, denominators = (_wide(rows, column, order, card) for column in columns)
    points = pd.DataFrame({w.id: points_of(values[w.id].to_numpy(), w) for w in card.indicators}, index=order)
    shares = _shares(points, card)
    weights = pd.Series({w.id: w.weight for w in card.indicators})
    available = (points.notna() * weights).sum(axis=1) / weights.sum()
    main = card.main(tier)
    status = _status(available, denominators[main.indicator].where(values[main.indicator].notna()), main.minimum)
    contributions = (shares * points).where(status != NO_DATA)
    composite = contributions.sum(axis=1, min_count=1)
    return Scores(
        values,
        numerators,
        denominators,
        points,
        shares,
        contributions,
        _blocks(points, card),
        composite,
        available,
        status,
    )


def _wide(rows: pd.DataFrame, column: str, units: list[str], card: Scorecard) -> pd.DataFrame:
    wide = rows.pivot(index="unit", columns="indicator", values=column)
    return wide.reindex(index=units, columns=[w.id for w in card.indicators]).astype(float)


def _blocks(points: pd.DataFrame, card: Scorecard) -> pd.DataFrame:
    """Block scores: the weighted mean of a block's available indicators; NaN where it has none."""
    scores = {}
    for block in card.blocks:
        weights = pd.Series({w.id: w.weight for w in block.indicators})
        inside = points[weights.index]
        scores[block.id] = (inside * weights).sum(axis=1, min_count=1) / (inside.notna() * weights).sum(axis=1)
    return pd.DataFrame(scores, index=points.index)


def _shares(points: pd.DataFrame, card: Scorecard) -> pd.DataFrame:
    """An indicator's part of the composite: its block's part among the blocks with data, times its own in the block."""
    shares = {}
    has = points.notna()
    all_blocks = sum(block.weight * has[[w.id for w in block.indicators]].any(axis=1) for block in card.blocks)
    for block in card.blocks:
        weights = pd.Series({w.id: w.weight for w in block.indicators})
        inside = has[weights.index] * weights
        within = inside.div(inside.sum(axis=1), axis=0)
        shares |= dict(within.mul(block.weight / all_blocks.where(all_blocks > 0), axis=0).fillna(0.0).items())
    return pd.DataFrame(shares, index=points.index)


def _status(available: pd.Series, main_denominator: pd.Series, minimum: float) -> pd.Series:
    """Status per unit: no_data (too little weight) before too_few (main denominator missing or small), else ranked."""
    enough = available >= ENOUGH_WEIGHT - 1e-9
    status = np.where(enough, np.where(main_denominator >= minimum, RANKED, TOO_FEW), NO_DATA)
    return pd.Series(status, index=available.index)
