"""Cases per place and month: not void, reported in the period, as far as was known at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
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
    """Number of cases per place and period: (places, periods), zeros included. Periods in order, without overlap."""
    found = np.zeros((len(places.codes), len(periods)), dtype=np.int64)
    if not periods:
        return found
    if places.hexagons is not None:
        for number, period in enumerate(periods):
            found[:, number] = _counts_by_point(version, places, period, selection)
        return found
    column = _COLUMNS[places.tier]
    sql = f"""
        -- one row per place and day with cases
        select {column} as place, reported_at::date as day, count(*) as cases
        from cases where {_KNOWN} and {column} is not null
        group by all
    """
    rows = version.arrow(sql, _parameters(periods[0], periods[-1], selection))
    number_of = {code: number for number, code in enumerate(places.codes)}
    place = np.array([number_of.get(code, -1) for code in rows["place"].to_pylist()], dtype=np.int64)
    day = rows["day"].to_numpy().astype("datetime64[D]")
    first = np.array([period.first for period in periods], dtype="datetime64[D]")
    after = np.array([period.after for period in periods], dtype="datetime64[D]")
    period = np.searchsorted(first, day, side="right") - 1
    kept = (place >= 0) & (period >= 0) & (day < after[period])
    np.add.at(found, (place[kept], period[kept]), rows["cases"].to_numpy()[kept])
    return found


def first_month(version: Version, as_of: datetime) -> Period | None:
    """The month of the first case known at `as_of`, of any class and source; None without cases."""
    first = version.value("select min(reported_at) from cases where reported_at <= $as_of", {"as_of": as_of})
    return None if first is None else Period.holding(first.date(), "month")


def _counts_by_point(version: Version, places: Places, period: Period, selection: Selection) -> NDArray[np.int64]:
    sql = f"""
        -- one row per located case
        select lon, lat from cases
        where {_KNOWN} and located
          and ($within is null or $within in (city, district, subdistrict, community))
    """
    rows = version.arrow(sql, _parameters(period, period, selection))
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
