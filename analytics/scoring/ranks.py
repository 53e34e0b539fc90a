"""Ranks from scores: rounding half up, shared ranks (1, 2, 2, 4), and the order in which units are listed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd


def half_up(scores: np.ndarray | Sequence[float]) -> np.ndarray:
    """Scores rounded half up to two decimals, same shape; NaN stays NaN.

    82.345 is stored as 82.34499999999999886: the product is rounded to six decimals first, so that what is written with
    three decimals rounds as written.
    """
    return np.floor(np.round(np.asarray(scores, dtype=float) * 100, 6) + 0.5) / 100


def competition_ranks(scores: np.ndarray | Sequence[float]) -> np.ndarray:
    """Rank of each score, the highest first and equal ones sharing a rank (1, 2, 2, 4); NaN where the score is NaN."""
    return pd.Series(np.asarray(scores, dtype=float)).rank(method="min", ascending=False).to_numpy()


def ranks_within(scores: pd.Series, groups: pd.Series) -> pd.Series:
    """Rank of each score inside its group, indexed like `scores`; NaN where the score or the group is missing."""
    return scores.where(groups.notna()).groupby(groups).rank(method="min", ascending=False)


def listing_order(units: pd.DataFrame) -> pd.DataFrame:
    """The same rows (columns unit, rank, …): ranked ones by rank, equal ones and then the unranked in code order."""
    return units.sort_values(["rank", "unit"], na_position="last", kind="stable").reset_index(drop=True)
