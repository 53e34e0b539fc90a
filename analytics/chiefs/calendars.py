"""One alley day by day: its valid patrols, who was responsible, and every patrol with why it counts or does not."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd

from analytics.chiefs.validity import VALID, states
from analytics.contract.periods import Period
from analytics.indicators.facts import with_steps
from analytics.indicators.moments import parameters
from analytics.store.versions import Version

_PATROLS = """
select j.*, p.name as person
from judged_patrols as j
left join people as p on p.person_id = j.person_id
where ($alley is null or j.alley_id = $alley) and ($person is null or j.person_id = $person)
order by j.started_at, j.patrol_id
"""
_DAYS = """
select d.day, c.alley_id is not null as has_chief
from days as d
left join (select alley_id, day from chief_days where alley_id = $alley) as c on c.day = d.day
order by d.day
"""


def span(last: Period, months: int) -> Period:
    """The period that ends with `last` and reaches back that many months, or as far as `last` itself does."""
    month = last.months()[-1]
    for _ in range(months - 1):
        month = month.previous()
    first = min(month.first, last.first)
    return Period(first, last.after, "span", f"{first.isoformat()}/{last.after.isoformat()}")


def alley_patrols(version: Version, alley: str, period: Period, as_of: datetime) -> pd.DataFrame:
    """One row per patrol of the alley on the period's ended days as known at `as_of`, in the order of their start.

    Columns patrol_id, person_id, person (name), alley_id, started_at, ended_at, recorded_at, found_count,
    handled_count, reported_count, day, is_late_entry and `state` (see `validity.STATES`).
    """
    rows = version.frame(with_steps(_PATROLS.strip()), parameters(period, as_of) | {"alley": alley, "person": None})
    return rows.assign(state=states(rows)).drop(columns=["is_short", "is_recorded_another_day"])


def alley_calendar(
    version: Version, alley: str, period: Period, as_of: datetime, patrols: pd.DataFrame | None = None
) -> pd.DataFrame:
    """One row per ended day of the period: day, has_chief, logged, valid, late (patrols: all, valid, entered late).

    `patrols`: what `alley_patrols` answered to the same question, where it is at hand.
    """
    bound = parameters(period, as_of) | {"alley": alley}
    days = version.frame(with_steps(_DAYS.strip()), bound)
    patrols = alley_patrols(version, alley, period, as_of) if patrols is None else patrols
    counted = pd.DataFrame({
        "day": patrols["day"], "logged": 1, "valid": (patrols["state"] == VALID).astype(int),
        "late": patrols["is_late_entry"].fillna(False).astype(int),
    }).groupby("day").sum()  # fmt: skip
    found = days.merge(counted, on="day", how="left")
    counts = ["logged", "valid", "late"]
    found[counts] = found[counts].fillna(0).astype("int64")
    return found


def runs(calendar: pd.DataFrame, wanted: str) -> pd.DataFrame:
    """Stretches of days in a row, with a chief in force, on which `wanted` holds: first, last, days; in order of time.

    wanted: 'two' (two valid patrols or more: a streak) or 'none' (not one: a gap). A day without a chief ends both.
    """
    holds = calendar["has_chief"] & (calendar["valid"] >= 2 if wanted == "two" else calendar["valid"] == 0)
    number = (holds != holds.shift()).cumsum()
    found = calendar[holds].groupby(number[holds])["day"].agg(["min", "max", "size"])
    return found.set_axis(["first", "last", "days"], axis=1).reset_index(drop=True)


def current_streak(calendar: pd.DataFrame) -> int:
    """Days in a row with two valid patrols up to the last day of the calendar; 0 where that day had fewer."""
    streaks = runs(calendar, "two")
    if streaks.empty or streaks["last"].iloc[-1] != calendar["day"].iloc[-1]:
        return 0
    return int(streaks["days"].iloc[-1])


def cases_of_patrols(version: Version, alley: str, day: date, as_of: datetime) -> pd.DataFrame:
    """One row per case known at `as_of` that a patrol of the alley on that day reported: patrol_id, case_id, class."""
    return version.frame(
        """select c.patrol_id, c.case_id, c.scheme, c.kind, c.major_code, c.reported_at, c.description
           from cases c join patrols p on p.patrol_id = c.patrol_id
           where p.alley_id = $alley and cast(p.started_at as date) = $day and c.reported_at <= $as_of
           order by c.reported_at, c.case_id""",
        {"alley": alley, "day": day, "as_of": as_of},
    )
