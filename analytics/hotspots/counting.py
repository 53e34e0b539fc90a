"""Cases per place and month: not void, reported in the period, as far as was known at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.contract.periods import Period
from analytics.hotspots.places import Places
from analytics.store.versions import Version

# The place column of `cases` per tier; hexagons go by the point instead.
_COLUMNS = {tier: tier for tier in ("grid", "district", "subdistrict", "community")}

_KNOWN = """
    reported_at >= $start and reported_at < $end and reported_at <= $as_of
    and (voided_at is null or voided_at > $as_of)
    and ($major is null or major_code = $major) and ($source is null or source = $source)
"""


@dataclass(frozen=True)
class Selection:
    """Which cases count: known at `as_of`, of one major class and source (None = any), inside an area (None = all)."""

    as_of: datetime
    major: str | None = None
    source: str | None = None
    within: str | None = None


def counts(version: Version, places: Places, periods: list[Period], selection: Selection) -> NDArray[np.int64]:
    """Number of cases per place and period: (places, periods), zeros included.

    `periods` are consecutive months, oldest first, or one period of any kind, or none.
    """
    found = np.zeros((len(places.codes), len(periods)), dtype=np.int64)
    if places.hexagons is not None:
        for number, period in enumerate(periods):
            found[:, number] = _counts_by_point(version, places, period, selection)
    elif periods:
        rows = _counts_by_code(version, places.tier, periods, selection)
        place = pd.Index(places.codes).get_indexer(rows["place"])
        number = pd.Index([period.start for period in periods]).get_indexer(rows["start"])
        listed = place >= 0  # cases of a grid that is no longer in force belong to no place of today
        found[place[listed], number[listed]] = rows["cases"].to_numpy()[listed]
    return found


def first_month(version: Version, as_of: datetime) -> Period | None:
    """The month of the first case known at `as_of`, of any class and source; None without cases."""
    first = version.value("select min(reported_at) from cases where reported_at <= $as_of", {"as_of": as_of})
    return None if first is None else Period.holding(first.date(), "month")


def _counts_by_code(version: Version, tier: str, periods: list[Period], selection: Selection) -> pd.DataFrame:
    column = _COLUMNS[tier]
    sql = f"""
        -- one row per place and period with cases
        select {column} as place,
               case when $monthly then date_trunc('month', reported_at)::timestamp else $start end as start,
               count(*) as cases
        from cases where {_KNOWN} and {column} is not null
        group by all
    """
    parameters = _parameters(periods[0], periods[-1], selection)
    return version.frame(sql, parameters | {"monthly": len(periods) > 1})


def _counts_by_point(version: Version, places: Places, period: Period, selection: Selection) -> NDArray[np.int64]:
    sql = f"""
        -- one row per located case
        select lon, lat from cases
        where {_KNOWN} and located
          and ($within is null or $within in (city, district, subdistrict, community))
    """
    rows = version.frame(sql, _parameters(period, period, selection))
    holding = places.hexagons.holding(rows["lon"].to_numpy(), rows["lat"].to_numpy())
    return np.bincount(holding[holding >= 0], minlength=len(places.codes))


def _parameters(first: Period, last: Period, selection: Selection) -> dict[str, object]:
    return {
        "start": first.start,
        "end": last.end,
        "as_of": selection.as_of,
        "major": selection.major,
        "source": selection.source,
        "within": selection.within,
    }
