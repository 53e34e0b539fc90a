"""Deadlines around a morning: missed yesterday, overdue now, due in the next days, by unit."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd

from analytics.indicators.facts import with_steps
from analytics.store.versions import Version

STATES = ("missed", "overdue_open", "due_next")
_TIERS = ("city", "district", "subdistrict", "community")

# One row per unit with such cases. Not void by as-of, and the clock not stopped: at the deadline, or now.
_BY_UNIT = """
select {tier} as unit,
    count(*) filter (dispose_due >= $day and (disposed is null or disposed > dispose_due) and dispose_due <= $as_of
        and not stopped_at_due) as missed,
    count(*) filter (dispose_due <= $as_of and disposed is null and not stopped_at_due) as overdue_open,
    count(*) filter (dispose_due > $as_of and dispose_due <= $next_day and disposed is null and not stopped_now)
        as due_next
from (
    select {tier}, dispose_due, case when disposed_at <= $as_of then disposed_at end as disposed,
        coalesce(suspended_at <= dispose_due and suspended_at <= $as_of
            and (resumed_at is null or resumed_at > dispose_due or resumed_at > $as_of), false) as stopped_at_due,
        coalesce(suspended_at <= $as_of and (resumed_at is null or resumed_at > $as_of), false) as stopped_now
    from known_cases
    where dispose_due <= $next_day and (voided_at is null or voided_at > $as_of)
      and (dispose_due >= $day or disposed_at is null or disposed_at > $as_of) -- any other is none of the three
      and ($within is null or $within in (city, district, subdistrict, community))
)
group by {tier}
order by unit
"""


def deadlines(version: Version, as_of: datetime, tier: str, within: str | None) -> pd.DataFrame:
    """One row per unit of the tier with any such case, in code order: unit (None: none known) and the STATES.

    missed: the deadline lay on the day that ended at `as_of` and passed undisposed; overdue_open: undisposed past its
    deadline, whenever that was; due_next: undisposed, its deadline in the next 24 hours.
    """
    if tier not in _TIERS:
        raise ValueError(f"no deadlines by {tier!r}")
    day = timedelta(days=1)
    bound = {"as_of": as_of, "day": as_of - day, "next_day": as_of + day, "within": within}
    rows = version.frame(with_steps(_BY_UNIT.format(tier=tier).strip()), bound)
    return rows[rows[list(STATES)].any(axis="columns")].reset_index(drop=True)
