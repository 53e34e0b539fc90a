"""What happened where and when: cases, and inspectors at work, per place and hour of a stretch of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.indicators.facts import with_steps
from analytics.staffing.places import TIERS, Places
from analytics.staffing.settings import settings
from analytics.store.versions import Version

WEEK = 168  # hours; hour 0 begins on Monday at 00:00
FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class History:
    """Per place and clock hour from `first` on: cases, those that inspectors brought about, and inspectors at work.

    All three are (places, hours). `present` counts inspectors (half an hour is 0.5) and is None where nothing is known
    of them. `unplaced` are the area's cases that lie in none of the places.
    """

    first: datetime
    cases: FloatArray
    brought: FloatArray
    present: FloatArray | None
    unplaced: int

    @property
    def hour_of_week(self) -> NDArray[np.int64]:
        """The hour of the week of each clock hour."""
        start = self.first.weekday() * 24 + self.first.hour
        return (start + np.arange(self.cases.shape[1])) % WEEK

    def by_week(self, values: FloatArray) -> FloatArray:
        """(places, clock hours) → sums per place and hour of the week."""
        found = np.zeros((len(values), WEEK))
        np.add.at(found, (slice(None), self.hour_of_week), values)
        return found

    @property
    def weeks(self) -> FloatArray:
        """How often each hour of the week occurred."""
        return np.bincount(self.hour_of_week, minlength=WEEK).astype(np.float64)


def cases_by_hour(
    version: Version, places: Places, area: str, start: datetime, end: datetime, as_of: datetime
) -> tuple[FloatArray, FloatArray, int]:
    """Cases reported in [start, end), known and not void at `as_of`: all and those brought about by inspectors, as
    (places, hours), and how many of the area lie in none of the places."""
    own = _tier_column(places.tier)
    rows = version.frame(
        f"""
        -- one row per place, hour and kind of source
        select {own} as place, cast(floor((epoch(reported_at) - epoch($start)) / 3600e0) as bigint) as hour,
               list_contains($sources, source) as brought, count(*) as cases
        from cases
        where reported_at >= $start and reported_at < $end and reported_at <= $as_of
          and (voided_at is null or voided_at > $as_of)
          and $area in (city, district, subdistrict, community)
        group by all
        """,
        {"start": start, "end": end, "as_of": as_of, "area": area, "sources": settings("exposure")["sources"]},
    )
    row = pd.Index(places.codes).get_indexer(rows["place"])
    inside = row >= 0
    shape = (len(places), int((end - start).total_seconds() // 3600))
    found = np.zeros((2, *shape))
    hour, cases = rows["hour"].to_numpy()[inside], rows["cases"].to_numpy()[inside]
    np.add.at(found[0], (row[inside], hour), cases)
    np.add.at(found[1], (row[inside], hour), np.where(rows["brought"].to_numpy()[inside], cases, 0))
    return found[0], found[1], int(rows["cases"].to_numpy()[~inside].sum())


def inspectors_by_hour(
    version: Version, places: Places, start: datetime, end: datetime, as_of: datetime
) -> FloatArray | None:
    """Inspectors at work as (places, hours) in [start, end); None where the version knows no shift and no patrol there.

    A shift at a cell or a smaller area is one at the place that holds it; one that names a larger area is spread over
    that area's cells. Patrols are those of cells; of a place's shifts and patrols in an hour the larger counts.
    """
    shape = (len(places), int((end - start).total_seconds() // 3600))
    spread = _spread(places)
    asked = {"start": start, "end": end, "as_of": as_of, "spread_tier": list(spread["tier"]),
             "spread_code": list(spread["code"]), "spread_place": list(spread["place"]),
             "spread_share": list(spread["share"])}  # fmt: skip
    found = []
    for table, where in (("known_shifts", "true"), ("known_patrols", "grid_code is not null")):
        rows = version.frame(with_steps(_presence(table, where, places.tier)), asked)
        if rows.empty:
            continue
        present = np.zeros(shape)
        row = pd.Index(places.codes).get_indexer(rows["place"])
        present[row, rows["hour"].to_numpy()] = rows["inspectors"].to_numpy()
        found.append(present)
    return np.maximum.reduce(found) if found else None


def _presence(table: str, where: str, tier: str) -> str:
    tiers = TIERS[TIERS.index(tier) :]
    smallest = " ".join(f"when {each} is not null then '{each}'" for each in tiers)
    return f"""
        select p.place, p.hour, sum(p.share * p.hours) as inspectors
        from (
            select s.place, s.share, h.hours,
                   cast((epoch(h.hour) - epoch(date_trunc('hour', cast($start as timestamp)))) / 3600e0 as bigint)
                       as hour
            from (
                select tier, code, hour,
                       (epoch(least(ended_at, hour + interval 1 hour)) - epoch(greatest(started_at, hour))) / 3600e0
                           as hours
                from (
                    select case {smallest} end as tier, coalesce({", ".join(tiers)}) as code, started_at, ended_at,
                           unnest(generate_series(
                               date_trunc('hour', greatest(started_at, $start)),
                               least(ended_at, $end) - interval 1 microsecond, interval 1 hour)) as hour
                    from {table}
                    where started_at < $end and ended_at > $start and ended_at > started_at and {where}
                )
            ) as h
            join (
                select unnest($spread_tier) as tier, unnest($spread_code) as code, unnest($spread_place) as place,
                       unnest($spread_share) as share
            ) as s on s.tier = h.tier and s.code = h.code
        ) as p
        group by p.place, p.hour
    """


def _spread(places: Places) -> pd.DataFrame:
    """One row per area that a shift may name and place it reaches: tier, code, place, share of an inspector there."""
    chosen = places.chain["place"].isin(places.codes)
    own = places.chain.loc[chosen, ["place"]].assign(tier=places.tier, code=places.codes, share=1.0)
    found = [own]
    for tier in TIERS[TIERS.index(places.tier) + 1 :]:
        total = places.chain.groupby(tier)["cells"].transform("sum")
        above = places.chain.assign(tier=tier, code=places.chain[tier], share=places.chain["cells"] / total)
        found.append(above.loc[chosen & above["code"].notna(), ["place", "tier", "code", "share"]])
    return pd.concat(found, ignore_index=True)


def _tier_column(tier: str) -> str:
    if tier not in TIERS:
        raise ValueError(f"no such tier: {tier}")
    return tier
