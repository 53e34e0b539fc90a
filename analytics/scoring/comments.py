"""What is said of one district at a roll-call: facts of its quarter, each with the numbers that carry it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from analytics.contract.periods import Period
from analytics.indicators import indicator
from analytics.loops.intervals import wilson
from analytics.scoring.naming import group_ends
from analytics.scoring.ranking import Ranking
from analytics.scoring.rulebooks import Rulebook
from analytics.scoring.settings import Settings
from analytics.scoring.ten_nones import ten_nones
from analytics.scoring.worst_alleys import worst_alleys
from analytics.store.versions import Version

PROBLEMS, ALLEYS = 3, 5


@dataclass(frozen=True)
class Change:
    """An indicator's change since the quarter before: values as in the catalogue, points of the composite.

    is_real: for a proportion, whether the difference of the two is beyond chance; None for anything else.
    """

    indicator: str
    before: float
    now: float
    points: float
    is_real: bool | None


@dataclass(frozen=True)
class Comment:
    """A district's comment. line: its row of the roll-call. ends: first or last of its group (GroupEnd), if it is.

    changes: indicators whose points changed most, largest first. problems: ten-none items met most often, as (item,
    checks that met it, checks). alleys: the worst of `worst_alleys`.
    """

    unit: str
    line: dict[str, Any]
    ends: list
    changes: list[Change]
    problems: list[tuple[int, int, int]]
    alleys: list[dict[str, Any]]
    downgraded: list[dict[str, Any]]
    restored: list[dict[str, Any]]
    named: list[dict[str, Any]]
    tasks: list[dict[str, Any]]


def comment(
    version: Version, call: dict[str, Any], ranking: Ranking, unit: str, settings: Settings | None = None
) -> Comment:
    """The comment on a district from a roll-call and its ranking. Raises KeyError for a unit that was not called."""
    period, as_of = ranking.period, ranking.as_of
    line = next((each for each in call["districts"] if each["unit"] == unit), None)
    if line is None:
        raise KeyError(unit)
    rules = settings or Rulebook.of(ranking.scorecard.id).settings
    return Comment(
        unit,
        line,
        [end for end in group_ends(ranking.now, rules) if end.unit == unit],
        _changes(ranking, unit),
        _problems(version, period, unit, as_of),
        worst_alleys(version, period, unit, as_of, ALLEYS),
        *([each for each in call[name] if each["unit"] == unit] for name in ("downgraded", "restored", "named")),
        [each for each in call["tasks"] if each["unit"] == unit],
    )


def _changes(ranking: Ranking, unit: str, most: int = 4) -> list[Change]:
    """The indicators whose contribution changed, most first, where both quarters have them."""
    if ranking.before is None or unit not in ranking.before.scores.points.index:
        return []
    now, before = ranking.now.scores, ranking.before.scores
    found = []
    for weighted in ranking.scorecard.indicators:
        if weighted.id not in before.values:
            continue
        pair = before.values.at[unit, weighted.id], now.values.at[unit, weighted.id]
        points = now.contributions.at[unit, weighted.id] - before.contributions.at[unit, weighted.id]
        if not np.isnan([*pair, points]).any() and pair[0] != pair[1]:
            counts = [
                (frame.numerators.at[unit, weighted.id], frame.denominators.at[unit, weighted.id])
                for frame in (before, now)
            ]
            found.append(Change(weighted.id, *map(float, pair), float(points), is_real(counts, weighted.id)))
    return sorted(found, key=lambda each: (-abs(each.points), each.indicator))[:most]


def is_real(counts: list[tuple[float, float]], name: str) -> bool | None:
    """Whether two proportions (numerator, denominator) differ beyond chance; None where the indicator is none.

    Newcombe 1998, method 10: the 95 % interval of the difference, from both Wilson intervals, leaves out 0.
    """
    if indicator(name).unit != "rate":
        return None
    (x1, n1), (x2, n2) = counts
    p1, p2 = x1 / n1, x2 / n2
    (low1, low2), (high1, high2) = wilson([x1, x2], [n1, n2])
    difference = p2 - p1
    low = difference - np.hypot(p2 - low2, high1 - p1)
    high = difference + np.hypot(high2 - p2, p1 - low1)
    return bool(low > 0 or high < 0)


_MET = """
-- one row: checks of the unit's alleys, and checks that met each item
select count(*) as checks, {items}
from ten_none_checks c
join alleys a on a.alley_id = c.alley_id
join area_chains chain on chain.area_code = a.area_code and $day between chain.from_day and chain.to_day
where chain.district = $unit and c.checked_on >= $first and c.checked_on < $after
  and c.checked_on + interval 1 day <= $as_of
"""


def _problems(version: Version, period: Period, unit: str, as_of: datetime) -> list[tuple[int, int, int]]:
    items = [none.item for none in ten_nones(period.first)]
    sql = _MET.format(items=", ".join(f"count_if(c.item_{n} > 0) as met_{n}" for n in items))
    bound = {"unit": unit, "first": period.first, "after": period.after, "as_of": as_of,
             "day": period.last_day(as_of) or period.first}  # fmt: skip
    row = version.rows(sql, bound)[0]
    met = [(n, int(row[f"met_{n}"] or 0), int(row["checks"])) for n in items]
    return sorted((each for each in met if each[1]), key=lambda each: (-each[1], each[0]))[:PROBLEMS]
