"""Should be found: the city's own finds beside an independent audit and beside what citizens reported, also twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pandas as pd

from analytics.contract.periods import Period
from analytics.indicators import compute, units_in_force
from analytics.loops.intervals import wilson
from analytics.loops.nearby import at_a_place, before_steps, minor_class
from analytics.loops.selection import Selection
from analytics.loops.settings import settings
from analytics.loops.statements import cases_statement, count, grouped, in_period, key_columns, keys, placed
from analytics.store.versions import Version

INDICATORS = ("discovery_rate", "self_found_share", "citizen_first_rate")

# A second report is often voided as a duplicate: that is the proof that somebody had to report twice.
_HEARD = "(not is_void or void_reason in ('duplicate', 'merged'))"
_REPORTS = f"""reports as (
    select *, {minor_class("fact")} as class, reported_at as moment
    from fact where is_citizens and {_HEARD} and {at_a_place("fact")}
)"""
_LATER = f"later as (select * from reports where {in_period('reported_at')})"
_READS = "reported_at >= $earliest and reported_at < $end and source in ('hotline', 'citizen')"


def discovery(
    version: Version, period: Period, tier: str, within: str | None = None, as_of: datetime | None = None
) -> pd.DataFrame:
    """One row per unit in force and indicator of INDICATORS: unit, name, name_en, indicator, numerator, denominator,
    value, low, high: the indicator's own figures with their 95 % Wilson interval, NaN where nothing was counted.
    """
    found = compute(version, period, tier, INDICATORS, within, as_of)
    counted = found[["numerator", "denominator"]].astype(float)
    low, high = wilson(counted["numerator"].fillna(0), counted["denominator"].fillna(0))
    units = units_in_force(version, tier, period, as_of, within)[["unit", "name", "name_en"]]
    rows = units.merge(found.assign(low=low, high=high), on="unit")
    columns = ["unit", "name", "name_en", "indicator", "numerator", "denominator", "value", "low", "high"]
    return rows[columns]


def citizen_first(
    version: Version, selection: Selection, by: Sequence[str] = (), tier: str | None = None
) -> pd.DataFrame:
    """One row per group: citizens (located reports by hotline or citizen), first (no find of the city's own before),
    citizen_first_rate (0-1), low, high (Wilson, 95 %). Groups as in `balance`, such as class. Raises UnknownGroup.
    """
    groups = keys(by, tier)
    cohort = "is_reported_in_period and is_located and is_citizens"
    first = f"{cohort} and not found_earlier"
    select = f"""select {key_columns(groups)}{count(cohort)} as citizens, {count(first)} as first
        from fact where {placed(groups)} {grouped(groups)}"""
    found = version.frame(cases_statement(selection, in_period("reported_at"), select), selection.parameters())
    return _with_share(found, "first", "citizens", "citizen_first_rate")


def reported_twice(
    version: Version, selection: Selection, by: Sequence[str] = (), tier: str | None = None
) -> pd.DataFrame:
    """One row per group: citizens (their reports of the period from a known place), twice (that repeat an earlier one),
    still_open (the earlier one was not disposed yet), came_back (it was), twice_rate (0-1), low, high (Wilson, 95 %).

    A report repeats an earlier one by hotline or citizen of the same minor class within the metres and days of
    data/loops.toml. Reports voided as duplicates count: they prove it. Groups as in `balance`. Raises UnknownGroup.
    """
    groups = keys(by, tier)
    select = f"""select {key_columns(groups)}count(*) as citizens, count(earlier_id) as twice,
            {count("earlier_id is not null and was_open")} as still_open,
            {count("earlier_id is not null and not was_open")} as came_back
        from repeated where {placed(groups)} {grouped(groups)}"""
    return _with_share(_repeats(version, selection, select), "twice", "citizens", "twice_rate")


def repeated_reports(version: Version, selection: Selection, limit: int = 500) -> pd.DataFrame:
    """One row per report that repeats an earlier one, latest first: case_id, reported_at, scheme, kind, major_code,
    minor_code, source, district, subdistrict, earlier_id, earlier_at, hours_between, metres, was_open.
    """
    select = f"""select case_id, reported_at, scheme, kind, major_code, minor_code, source, district, subdistrict,
            earlier_id, earlier_moment as earlier_at,
            (epoch(reported_at) - epoch(earlier_moment)) / 3600e0 as hours_between, metres, was_open
        from repeated where earlier_id is not null order by reported_at desc, case_id limit {int(limit)}"""
    return _repeats(version, selection, select)


def _repeats(version: Version, selection: Selection, select: str) -> pd.DataFrame:
    """`select` over `repeated`: one row per citizen's report of the period, with the earlier one if there is any."""
    limits = settings("repeats")
    repeated = """repeated as (
    select l.*, p.earlier_id, p.earlier_moment, p.metres,
        e.disposed_at is null or e.disposed_at > l.reported_at as was_open
    from later as l
    left join pairs as p
        on p.case_id = l.case_id and p.earlier_moment >= l.reported_at - to_days($days)
    left join reports as e on e.case_id = p.earlier_id
)"""
    more = (_REPORTS, _LATER, *before_steps("later", "reports"), repeated)
    days = int(limits["days"])
    asked = {"metres": float(limits["metres"]), "days": days, "earliest": selection.period.start - timedelta(days=days)}
    statement = cases_statement(selection, _READS, select, *more)
    return version.frame(statement, selection.parameters() | asked)


def _with_share(rows: pd.DataFrame, part: str, whole: str, name: str) -> pd.DataFrame:
    low, high = wilson(rows[part], rows[whole])
    return rows.assign(**{name: rows[part] / rows[whole].where(rows[whole] > 0), "low": low, "high": high})
