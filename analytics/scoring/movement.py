"""How units moved since an earlier period: places, whether more than chance, and the score change by indicator."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.hotspots.discovery import benjamini_hochberg
from analytics.indicators import catalogue
from analytics.scoring.intervals import Draws
from analytics.scoring.standings import Standing

FALSE_DISCOVERIES = 0.10
_COLUMNS = [
    "kind",
    "id",
    "value_before",
    "value_now",
    "contribution_before",
    "contribution_now",
    "change",
    "by_value",
    "by_weight",
]


def movement(now: Standing, before: Standing | None, year_before: Standing | None) -> pd.DataFrame:
    """Per unit (index): movement, year_on_year and movement_significant.

    The first two in places (earlier − current rank), NaN where unranked in either period; the third True or False, None
    where there is no movement to test.
    """
    ranks = now.ranks()
    table = pd.DataFrame(index=ranks.index)
    for name, earlier in (("movement", before), ("year_on_year", year_before)):
        table[name] = np.nan if earlier is None else earlier.ranks().reindex(ranks.index) - ranks
    significant: dict[str, bool] = {}
    moved = sorted(table.index[table["movement"].notna()])
    if moved:
        p = movement_p(now.draws, before.draws, moved)
        beyond_chance = benjamini_hochberg(p, FALSE_DISCOVERIES) & (table.loc[moved, "movement"] != 0).to_numpy()
        significant = dict(zip(moved, beyond_chance.tolist(), strict=True))
    table["movement_significant"] = pd.Series({unit: significant.get(unit) for unit in table.index}, dtype=object)
    return table


def score_change(earlier: Standing | None, unit: str, score: float) -> float | None:
    """A rounded score less the unit's score in an earlier standing, in points; None where either is missing."""
    if earlier is None:
        return None
    then = earlier.table.loc[earlier.table["unit"] == unit, "score"]
    return _difference(score, then.iloc[0] if len(then) else None, 2)


def value_change(earlier: Standing | None, unit: str, indicator: str, value: float | None) -> float | None:
    """A value less the unit's value in an earlier standing, rates in percentage points; None if either is missing."""
    values = earlier.scores.values if earlier else pd.DataFrame()
    then = values.at[unit, indicator] if unit in values.index and indicator in values else None
    return change_of(indicator, value, then)


def change_of(indicator: str, value: float | None, then: float | None) -> float | None:
    """The difference of two values of an indicator, a rate's in percentage points; None if either is missing."""
    share = 100 if catalogue()[indicator].unit == "rate" else 1
    return _difference(*(None if each is None else each * share for each in (value, then)), 6)


def _difference(now: float | None, then: float | None, digits: int) -> float | None:
    missing = any(each is None or np.isnan(each) for each in (now, then))
    return None if missing else round(float(now) - float(then), digits)


def movement_p(now: Draws, before: Draws, units: list[str]) -> np.ndarray:
    """Two-sided p per unit that its rank stayed, from pairs of independent draws; never below 2/(draws + 1)."""
    ranks = [draws.ranks[:, pd.Index(draws.units).get_indexer(units)].astype(np.int32) for draws in (now, before)]
    change = ranks[1] - ranks[0]
    tail = np.minimum((change <= 0).sum(axis=0), (change >= 0).sum(axis=0))
    return np.minimum(1.0, 2 * (tail + 1) / (len(change) + 1))


def why_moved(now: Standing, before: Standing, unit: str) -> pd.DataFrame:
    """Why a unit's score changed: one row per indicator and adjustment; `change` (points) sums to the score's change.

    Columns kind ('indicator' or 'adjustment'), id, value_before, value_now, contribution_before, contribution_now,
    change and its two parts: by_value (it did better or worse) and by_weight (it counted for more or less; data that
    appeared or vanished too). The sum is that of the unrounded scores. Raises KeyError where the unit has no score in
    one of the periods.
    """
    for scores in (now.scores, before.scores):
        if np.isnan(scores.composite.get(unit, np.nan)):
            raise KeyError(f"{unit} has no score in both periods")
    ids = list(dict.fromkeys([*now.scores.points.columns, *before.scores.points.columns]))
    lines = pd.DataFrame({"kind": "indicator", "id": ids})
    for suffix, scores in (("before", before.scores), ("now", now.scores)):
        for name, frame in (
            ("value", scores.values),
            ("points", scores.points),
            ("share", scores.shares),
            ("contribution", scores.contributions),
        ):
            lines[f"{name}_{suffix}"] = frame.loc[unit].reindex(ids).to_numpy()
    both = lines[["points_before", "points_now"]].notna().all(axis=1)
    lines["change"] = lines["contribution_now"].fillna(0.0) - lines["contribution_before"].fillna(0.0)
    mean_share = (lines["share_before"] + lines["share_now"]) / 2
    lines["by_value"] = (mean_share * (lines["points_now"] - lines["points_before"])).where(both, 0.0)
    lines["by_weight"] = lines["change"] - lines["by_value"]
    adjusted = _adjustment_lines(now, before, unit)
    return pd.concat([lines[_COLUMNS], adjusted], ignore_index=True) if len(adjusted) else lines[_COLUMNS]


def _adjustment_lines(now: Standing, before: Standing, unit: str) -> pd.DataFrame:
    ids = list(dict.fromkeys([*now.adjustments.columns, *before.adjustments.columns]))
    frames = (before.adjustments, now.adjustments)
    then, current = (frame.loc[unit].reindex(ids).fillna(0.0).to_numpy() for frame in frames)
    return pd.DataFrame(
        {
            "kind": "adjustment",
            "id": ids,
            "contribution_before": then,
            "contribution_now": current,
            "change": current - then,
            "by_value": current - then,
            "by_weight": 0.0,
        }
    )
