"""How fresh a version is: the first day it tells of, the newest row of each table, and who has not submitted."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas

from analytics.contract.periods import Period
from analytics.store.geometries import IN_FORCE
from analytics.store.versions import Version

SUBMISSIONS = Path(__file__).resolve().parents[2] / "data" / "submissions.toml"
_NO_DAY = date(2018, 1, 1)


@lru_cache(maxsize=1)
def submissions() -> dict[str, dict[str, str]]:
    """The tables that units submit: table → column of its time, and whom to expect (`units` or those with `alleys`)."""
    return tomllib.loads(SUBMISSIONS.read_text(encoding="utf-8"))


def first_day(version: Version) -> date:
    """The day of the oldest row in the tables that units submit; a fixed day when there is none."""
    return min(_days(version, "min"), default=_NO_DAY)


def last_day(version: Version) -> date:
    """The day of the newest row in the tables that units submit; a fixed day when there is none.

    Not the newest moment known: a case of 2011 that is closed in 2019 does not make 2019 a year to look at.
    """
    return max(_days(version, "max"), default=_NO_DAY)


def _days(version: Version, end: str) -> list[date]:
    found = [
        version.value(f'select {end}("{each["time"]}")::date from {table}')
        for table, each in submissions().items()
        if version.has(table)
    ]
    return [day for day in found if day]


def months_told(version: Version, at_most: int) -> list[date]:
    """The first days of the months in which units submitted anything, oldest first: the newest `at_most` of them."""
    months = {
        row["month"]
        for table, each in submissions().items()
        if version.has(table)
        for row in version.rows(f"select distinct date_trunc('month', \"{each['time']}\")::date as month from {table}")
        if row["month"]
    }
    return sorted(months)[-at_most:]


def newest_rows(version: Version, as_of: datetime) -> list[dict[str, Any]]:
    """One row per submitted table: table, rows, newest (the newest moment or day it tells of, None without rows)."""
    found = []
    for table, each in submissions().items():
        time = f'"{each["time"]}"'
        sql = f"select count(*) as rows, max({time})::timestamp as newest from {table} where {time} <= ?"
        found.append({"table": table, **version.rows(sql, [as_of])[0]})
    return found


def not_submitted(version: Version, period: Period, tier: str, within: str | None, as_of: datetime) -> pandas.DataFrame:
    """One row per submitted table and unit of the tier that has no row of it in the period: table, unit.

    A unit without alleys is not expected to submit what is done in alleys. Tables without any row are left out.
    """
    day = period.last_day(as_of) or period.first
    wanted = {"tier": tier, "day": day, "within": within, "start": period.start, "end": period.end, "as_of": as_of}
    frames = [
        version.frame(_absent_sql(table, each, tier), wanted)
        for table, each in submissions().items()
        if version.has(table)
    ]
    return pandas.concat(frames, ignore_index=True) if frames else pandas.DataFrame(columns=["table", "unit"])


def _absent_sql(table: str, each: dict[str, str], tier: str) -> str:
    if tier not in ("city", "district", "subdistrict", "community"):
        raise ValueError(f"nobody submits by {tier!r}")
    alleys = f"""and exists (select 1 from alleys a join area_chains k on k.area_code = a.area_code
                             and $day between k.from_day and k.to_day where k.{tier} = u.unit)"""
    time = f't."{each["time"]}"'
    return f"""
        -- one row per unit without a row of {table} in the period
        select '{table}' as "table", u.unit
        from units u
        left join area_chains c on c.area_code = u.unit and $day between c.from_day and c.to_day
        where u.tier = $tier and {IN_FORCE.format("u")}
          and ($within is null or $within in (u.unit, c.city, c.district, c.subdistrict, c.community))
          {alleys if each["expects"] == "alleys" else ""}
          and not exists (select 1 from {table} t where t.{tier} = u.unit
                          and {time} >= $start and {time} < $end and {time} <= $as_of)
        order by u.unit
    """
