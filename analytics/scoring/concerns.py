"""What needs attention in a ranking: indicators that cost units the most points, and ranks that fell beyond chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.scoring.ranking import Ranking
from analytics.scoring.scorecards import Weighted
from analytics.scoring.scores import RANKED

_PER_UNIT = 2  # one bad unit must not fill the whole list
_WORTH_TELLING = 2.0  # points of the composite


@dataclass(frozen=True)
class Concern:
    """One thing to look at. kind ``costs``: `indicator` costs the unit `points` of its composite;
    kind ``fell``: the unit fell `points` places, more than chance explains, and `indicator` is None."""

    kind: str
    unit: str
    points: float
    indicator: str | None = None
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None


def marks(weighted: Weighted) -> tuple[float, float]:
    """The floor (no points) and the target (all points) of an indicator in its scorecard."""
    ends = weighted.points[0][0], weighted.points[-1][0]
    return ends if weighted.direction == "high" else ends[::-1]


def concerns(ranking: Ranking, limit: int = 6) -> list[Concern]:
    """At most `limit` concerns: first the costly indicators, dearest first, with room kept for what fell.

    A unit appears at most twice. Costs under two points of the composite are not told, nor those of units that are not
    ranked: with too few cases a single one looks like a disaster.
    """
    fallen = [
        Concern("fell", line.unit, -line.movement)
        for line in ranking.units.itertuples()
        if line.movement_significant and line.movement < 0
    ]
    fallen.sort(key=lambda each: (-each.points, each.unit))
    kept = fallen[: max(1, limit // 3)]
    return _costly(ranking, limit - len(kept)) + kept


def _costly(ranking: Ranking, limit: int) -> list[Concern]:
    scores = ranking.now.scores
    lost = (scores.shares * 100 - scores.contributions)[scores.status == RANKED].where(scores.points.notna())
    units, names = lost.index.to_numpy(), lost.columns.to_numpy()
    numbers = lost.to_numpy(dtype=float)
    order = np.argsort(-np.nan_to_num(numbers, nan=-1.0), axis=None, kind="stable")
    found: list[Concern] = []
    told: dict[str, int] = {}
    for place in order:
        row, column = divmod(int(place), len(names))
        unit, name, points = units[row], names[column], numbers[row, column]
        if len(found) == limit or not points >= _WORTH_TELLING:
            break
        if told.get(unit, 0) < _PER_UNIT:
            told[unit] = told.get(unit, 0) + 1
            values = (float(frame.at[unit, name]) for frame in (scores.values, scores.numerators, scores.denominators))
            found.append(Concern("costs", unit, float(points), name, *values))
    return found
