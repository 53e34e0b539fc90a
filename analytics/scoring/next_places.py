"""What separates a unit from the place above it: points, and how many rows of one indicator would have made them up."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from analytics.indicators import catalogue
from analytics.scoring.ranks import half_up
from analytics.scoring.scorecards import Weighted
from analytics.scoring.scores import points_of
from analytics.scoring.standings import Standing


@dataclass(frozen=True)
class Way:
    """So many rows more (a negative number: fewer) in one indicator's numerator, of `denominator` rows."""

    indicator: str
    rows: int
    denominator: int


@dataclass(frozen=True)
class NextPlace:
    """A ranked unit and the nearest unit above it; `gap` in points of the rounded scores.

    main: the way by the scorecard's main indicator. easiest: the way by any indicator that moves the smallest share of
    its own rows. Either is None where no number of rows would do.
    """

    unit: str
    above: str
    gap: float
    main: Way | None
    easiest: Way | None


def next_places(standing: Standing) -> list[NextPlace]:
    """One per ranked unit that has a unit above it, in listing order.

    A way is the smallest number of rows which, counted as achieved in that indicator alone, lifts the rounded score
    past the lowest score above the unit's own; denominators, all other indicators and all other units stay as they are.
    """
    ranked = standing.table[standing.table["rank"].notna()]
    scores = ranked.set_index("unit")["score"]
    found = []
    for unit, score in scores.items():
        higher = scores[scores > score]
        if len(higher):
            above = higher[higher == higher.min()].index[0]
            found.append(_next_place(standing, unit, above, float(higher.min()), float(score)))
    return found


def _next_place(standing: Standing, unit: str, above: str, target: float, score: float) -> NextPlace:
    ways = {}
    for weighted in standing.card.indicators:
        entry = catalogue()[weighted.id]
        if entry.unit == "rate" and entry.formula_at(standing.tier).kind == "share":
            way = _way(standing, unit, weighted, target)
            if way:
                ways[weighted.id] = way
    easiest = min(ways.values(), key=lambda way: abs(way.rows) / way.denominator, default=None)
    main = ways.get(standing.card.main(standing.tier).indicator)
    return NextPlace(unit, above, round(target - score, 2), main, easiest)


def _way(standing: Standing, unit: str, weighted: Weighted, target: float) -> Way | None:
    scores, name = standing.scores, weighted.id
    numerator, denominator = (frame.at[unit, name] for frame in (scores.numerators, scores.denominators))
    if not denominator > 0 or np.isnan(scores.points.at[unit, name]):
        return None
    sign, most = (1, denominator - numerator) if weighted.direction == "high" else (-1, numerator)
    rest = scores.contributions.loc[unit].drop(name).sum() + standing.adjustments.loc[unit].sum()
    share = scores.shares.at[unit, name]

    def passes(rows: int) -> bool:
        points = points_of(np.array([(numerator + sign * rows) / denominator]), weighted)[0]
        return bool(half_up([rest + share * points])[0] > target)

    # More rows never score less, so the first that passes can be searched for.
    rows = bisect_left(range(int(most) + 1), True, key=passes)
    return Way(name, sign * rows, int(denominator)) if rows <= most else None
