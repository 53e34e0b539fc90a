"""The backlog day by day: cases filed and not yet disposed when each day ends, how many are overdue, and how old."""

from __future__ import annotations

import pandas as pd

from analytics.loops.selection import Selection
from analytics.loops.settings import age_bands
from analytics.loops.statements import cases_statement, count
from analytics.store.versions import Version

# Open at some moment from the end of the period's first day on, or filed or disposed in the period.
_READS = "filed_at < $end and coalesce(disposed_at >= $start, true)"
_DAYS = """days_ended as (
    select cast(day as date) as day, cast(day + interval 1 day as timestamp) as ended
    from (select unnest(generate_series(cast($first_day as date), cast($last_day as date), interval 1 day)) as day)
)"""
_KEPT = "kept as (select * from fact where not is_void and filed_at is not null)"


def backlog(version: Version, selection: Selection) -> pd.DataFrame:
    """One row per ended day of the period: day, filed, disposed (that day), open, overdue, suspended, median_age_hours.

    And `age_<band>` for each of settings.age_bands. Open: filed and not disposed at the end of that day, as known by
    as-of; a case void by as-of never was in it. Overdue: past its deadline, then. Age since filing; NaN without cases.
    Yesterday's open + filed - disposed = today's open. No rows while no day has ended.
    """
    names = [f"age_{band.id}" for band in age_bands()]
    counts = ("filed", "disposed", "open", "overdue", "suspended", *names)
    lying = """lying as (
    -- one row per day and case in the backlog when it ends; midnight itself belongs to the next day
    select d.day, (epoch(d.ended) - epoch(k.filed_at)) / 3600e0 as age_hours, k.dispose_due < d.ended as is_overdue,
        k.suspended_at < d.ended and (k.resumed_at is null or k.resumed_at >= d.ended) as is_suspended
    from days_ended as d
    join kept as k on k.filed_at < d.ended and (k.disposed_at is null or k.disposed_at >= d.ended)
)"""
    left = f"""left_over as (
    select day, count(*) as open, {count("is_overdue")} as overdue, {count("is_suspended")} as suspended,
        quantile_cont(age_hours, 0.5) as median_age_hours, {", ".join(_ages())} from lying group by day
)"""
    moves = """moves as (
    select day, sum(came) as filed, sum(went) as disposed from (
        select cast(filed_at as date) as day, 1 as came, 0 as went from kept
        union all select cast(disposed_at as date), 0, 1 from kept
    ) group by day
)"""
    whole = ", ".join(f'cast(coalesce("{name}", 0) as bigint) as "{name}"' for name in counts)
    select = f"""select d.day, {whole}, median_age_hours
        from days_ended as d left join moves using (day) left join left_over using (day) order by d.day"""
    statement = cases_statement(selection, _READS, select, _DAYS, _KEPT, lying, left, moves)
    found = version.frame(statement, selection.parameters())
    return found[["day", *counts[:5], "median_age_hours", *names]]


def _ages() -> list[str]:
    """SQL of the number of cases in each band of age."""
    bands = age_bands()
    limits = [f"age_hours >= {float(band.from_hours)}" for band in bands]
    for number, older in enumerate(bands[1:]):
        limits[number] += f" and age_hours < {float(older.from_hours)}"
    return [f'{count(limit)} as "age_{band.id}"' for band, limit in zip(bands, limits, strict=True)]
