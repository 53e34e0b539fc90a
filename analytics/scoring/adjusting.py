"""Alleys that fell or rose in a quarter, read from a version, and the points that this adds to their units' scores."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd

from analytics.contract.periods import Period
from analytics.indicators import compute
from analytics.scoring.downgrades import Rule, events
from analytics.scoring.scorecards import Scorecard
from analytics.scoring.settings import settings
from analytics.store.versions import Version

_ALLEYS = """
-- One row per alley: its grade before the first check and its unit on each tier on that day.
select a.alley_id, a.name, a.grade, a.alley_id as alley, c.city, c.district, c.subdistrict,
       coalesce(a.community_code, c.community) as community, cast(null as varchar) as grid
from alleys a
left join area_chains c on c.area_code = a.area_code and $day between c.from_day and c.to_day
order by a.alley_id
"""


def alleys(version: Version, day: date) -> pd.DataFrame:
    """One row per alley: alley_id, name, grade, and its unit code on each tier on that day (None where it has none)."""
    return version.frame(_ALLEYS, {"day": day})


def alley_events(version: Version, quarter: Period, as_of: datetime, rule: Rule | None = None) -> pd.DataFrame:
    """The alleys that fell or rose up to and including the quarter as known at `as_of`; see `downgrades.events`.

    The events of a finished quarter are the same whichever later quarter is asked for.
    """
    months, quarters = alley_scores(version, quarter, as_of)
    grades = dict(version.frame("select alley_id, grade from alleys").itertuples(index=False))
    return events(months, quarters, grades, quarter, rule or settings().downgrade)


def alley_scores(version: Version, quarter: Period, as_of: datetime) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Ten-none scores (alley_id, period, score) by month and by quarter, from the first check up to the quarter."""
    first = version.value("select min(checked_on) from ten_none_checks")
    months, quarters = [], []
    month = Period.holding(first, "month") if first else quarter.next()
    while month.first < quarter.after:
        months.append(_scores(version, month, as_of))
        if month.after == Period.holding(month.first, "quarter").after:
            quarters.append(_scores(version, Period.holding(month.first, "quarter"), as_of))
        month = month.next()
    empty = pd.DataFrame(columns=["alley_id", "period", "score"])
    return pd.concat(months or [empty]), pd.concat(quarters or [empty])


def _scores(version: Version, period: Period, as_of: datetime) -> pd.DataFrame:
    rows = compute(version, period, "alley", ids=["ten_none_score"], as_of=as_of)
    scores = rows.loc[rows["value"].notna(), ["unit", "period", "value"]]
    return scores.set_axis(["alley_id", "period", "score"], axis=1)


def points_of_events(found: pd.DataFrame, places: pd.DataFrame, card: Scorecard, tier: str) -> pd.DataFrame:
    """Points per unit (index) and adjustment (columns), from a quarter's events (alley_id, event) and `alleys`."""
    totals = places.groupby(tier)["alley_id"].nunique()
    counted = found.merge(places[["alley_id", tier]], on="alley_id").groupby(["event", tier]).size()
    return pd.DataFrame(
        {
            adjustment.id: [
                adjustment.of(counted.get((adjustment.id, unit), 0), total) for unit, total in totals.items()
            ]
            for adjustment in card.adjustments
        },
        index=totals.index,
    )
