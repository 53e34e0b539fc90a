"""Division: a unit that ended and at once began as several, so that small ones are unranked or one of them is lucky."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from analytics.loops.balance import balance
from analytics.loops.selection import Selection
from analytics.loops.sentinels.judging import findings
from analytics.loops.settings import settings
from analytics.store.versions import Version

SENTINEL = "division"
_SUCCESSORS = """
select old.unit as ended, old.valid_to as ended_on, new.unit, new.name, new.valid_from
from units as old
join units as new on new.tier = old.tier and new.parent is not distinct from old.parent
    and new.valid_from > old.valid_to and new.valid_from <= old.valid_to + 1
where old.tier = $tier and old.valid_to >= $from_day and old.valid_to < $until
  and not exists (
    select 1 from units as before
    where before.tier = new.tier and before.unit = new.unit and before.valid_from < new.valid_from
      and new.unit <> old.unit
  )
order by ended, new.unit"""


def find(version: Version, selection: Selection, tier: str) -> pd.DataFrame:
    """The units that were divided in the days before the period's end, under the same parent: the findings' columns.

    `unit` is the one that ended, `day` its last day, `of` its successors, `cases` those of them with so few cases due
    in the period that a ranking would leave them out.
    """
    rows = evidence(version, selection, tier)
    least = settings("sentinels", "division")["least_due"]
    rows = rows.assign(small=rows["due"] < least)
    found = rows.groupby(["ended", "ended_on"], as_index=False).agg(of=("unit", "nunique"), cases=("small", "sum"))
    found = found.rename(columns={"ended": "unit", "ended_on": "day"}).loc[lambda each: each["of"] > 1]
    return findings(SENTINEL, found)


def evidence(version: Version, selection: Selection, tier: str, unit: str | None = None) -> pd.DataFrame:
    """One row per divided unit and successor: ended, ended_on, unit, name, valid_from, due (cases, in the period)."""
    period, days = selection.period, int(settings("sentinels", "division")["days"])
    until = min(period.after, selection.as_of.date())
    bound = {"tier": tier, "from_day": period.after - timedelta(days=days), "until": until}
    rows = version.frame(_SUCCESSORS, bound)
    if unit is not None:
        rows = rows.loc[rows["ended"] == unit]
    due = balance(version, selection, ("unit",), tier)[["unit", "due"]]
    rows = rows.merge(due, on="unit", how="left").reset_index(drop=True)
    return rows.assign(due=rows["due"].fillna(0).astype("int64"))
