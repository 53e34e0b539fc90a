"""The quarterly roll-call: districts, alleys that fell and rose, who is named and why, what stood out and was asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from analytics.contract.labels import both
from analytics.contract.periods import BadPeriod, Period
from analytics.scoring.adjusting import alley_events, alleys
from analytics.scoring.downgrades import DOWNGRADED, RESTORED
from analytics.scoring.naming import fallen_by_unit, named
from analytics.scoring.prominent import prominent_problems
from analytics.scoring.ranking import Ranking, number, rank, text
from analytics.scoring.rulebooks import Rulebook
from analytics.scoring.settings import Settings, Transfer
from analytics.scoring.standings import Standing
from analytics.store.versions import Version

SCORECARD = "quarterly"
TIER = "district"

_TASKS = """
-- One row per task that the roll-call of the quarter before asked for, as known at $as_of.
select task_id, area_code as unit, org, alley_id, text, asked_on, due_on,
       case when done_on + interval 1 day <= $as_of then done_on end as done_on
from tasks
where origin = 'roll_call' and asked_on >= $first and asked_on < $after and asked_on + interval 1 day <= $as_of
order by asked_on, task_id
"""


def roll_call(
    version: Version, period: Period | str, as_of: datetime | None = None, rules: Rulebook | None = None
) -> dict[str, Any]:
    """The roll-call of a quarter as known at `as_of`, as the verb prints it; an unfinished quarter is provisional.

    `rules` are the scorecard's versions and the settings, by default those of the product's files. Raises BadPeriod
    for a period that is no quarter, NoScorecard.
    """
    quarter = Period.parse(period) if isinstance(period, str) else period
    if quarter.kind != "quarter":
        raise BadPeriod(both("refusals.quarter_needed", period=quarter.text))
    as_of = as_of or quarter.default_as_of(version.newest_known_at)
    book = rules or Rulebook.of(SCORECARD)
    chosen = book.settings
    ranking = rank(version, quarter, TIER, as_of=as_of, scorecard=SCORECARD, rules=book)
    places = alleys(version, quarter.last_day(as_of) or quarter.first)
    found = ranking.changes if ranking.changes is not None else alley_events(version, quarter, as_of, chosen.downgrade)
    found = found[found["quarter"] == quarter.text]
    return {
        "period": quarter.text,
        "provisional": not quarter.is_finished(as_of),
        "districts": ranking.as_json()["rows"],
        DOWNGRADED: _listed(found, DOWNGRADED, places),
        RESTORED: _listed(found, RESTORED, places),
        "named": named(ranking.now, fallen_by_unit(found, places, TIER), chosen),
        "prominent_problems": prominent_problems(version, quarter, as_of, chosen.items, chosen.classes),
        "tasks": tasks(version, quarter, as_of),
        "transfer": transfer(ranking, chosen),
    }


def tasks(version: Version, quarter: Period, as_of: datetime) -> list[dict[str, Any]]:
    """What the roll-call of the quarter before asked for: task_id, unit, org, alley_id, text, dates, done or not."""
    before = quarter.previous()
    lines = version.rows(_TASKS, {"first": before.first, "after": before.after, "as_of": as_of})
    dates = ("asked_on", "due_on", "done_on")
    return [
        line | {name: line[name] and line[name].isoformat() for name in dates} | {"done": line["done_on"] is not None}
        for line in lines
    ]


def transfer(ranking: Ranking, rules: Settings) -> list[dict[str, Any]]:
    """Per unit and transfer line: the line's score (0–100), its factor and score × factor (null without a factor)."""
    return [_transferred(ranking, line, unit) for unit in ranking.units["unit"] for line in rules.transfer]


def transfer_score(standing: Standing | None, line: Transfer, unit: str) -> float:
    """A unit's score (0–100) on a transfer line: the weighted mean of its indicators' points; NaN without any."""
    if standing is None or unit not in standing.scores.points.index:
        return np.nan
    known = set(standing.scores.points.columns)
    weights = {w.id: w.weight for w in standing.card.indicators if w.id in line.indicators and w.id in known}
    points = standing.scores.points.loc[unit, list(weights)].dropna()
    return np.average(points, weights=[weights[name] for name in points.index]) if len(points) else np.nan


def _transferred(ranking: Ranking, line: Transfer, unit: str) -> dict[str, Any]:
    score = transfer_score(ranking.now, line, unit)
    has_factor = line.factor is not None
    return {
        "unit": unit,
        "line": line.id,
        "label": dict(line.label),
        "score": number(score),
        "factor": line.factor,
        "points": number(score * line.factor) if has_factor else None,
    }


def _listed(found: pd.DataFrame, event: str, places: pd.DataFrame) -> list[dict[str, Any]]:
    """The alleys of an event with name, district and the quarter's score (null where a restored one has no check)."""
    lines = found[found["event"] == event].merge(places[["alley_id", "name", TIER]], on="alley_id")
    lines = lines.sort_values([TIER, "alley_id"], na_position="last")
    return [
        {"alley_id": alley, "name": text(name), "unit": text(unit), "score": number(score)}
        for alley, name, unit, score in lines[["alley_id", "name", TIER, "score"]].itertuples(index=False)
    ]
