"""Areas that began, ended or were redrawn between two periods: what a comparison of the two has to say."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pandas as pd

from analytics.contract.periods import Period
from analytics.store.versions import Version

TIERS = ("district", "subdistrict", "community")  # from wide to narrow
COLUMNS = ["unit", "tier", "name", "name_en", "change", "on"]

_SPANS = """
-- one row per area and stretch of days that begins or ends between the days, with the next stretch's first day
select u.unit, u.tier, u.name, u.name_en, u.valid_from, u.valid_to,
       lag(u.valid_to) over stretches as ended_before, lead(u.valid_from) over stretches as begins_again
from units u
where list_contains($tiers, u.tier)
  and ($within is null or u.unit = $within or exists (
    select 1 from area_chains c where c.area_code = u.unit and $within in (c.city, c.district, c.subdistrict)))
window stretches as (partition by u.tier, u.unit order by u.valid_from nulls first)
order by u.unit, u.valid_from nulls first
"""


def boundary_changes(
    version: Version, earlier: Period, later: Period, tier: str, within: str | None, as_of: datetime
) -> pd.DataFrame:
    """One row per change of an area of the tier or a narrower one, in code order; columns COLUMNS.

    change: 'began', 'ended' or 'redrawn' (one form ends and another of the same code begins). on: the first day of the
    new state, after the earlier period's first day and not after the later period's last one that has ended by `as_of`.
    Empty for grids and alleys.
    """
    tiers = list(TIERS[TIERS.index(tier) :]) if tier in TIERS else []
    last = later.last_day(as_of)
    found: list[tuple] = []
    if tiers and last is not None:
        for row in version.rows(_SPANS, {"tiers": tiers, "within": within}):
            found += [(row["unit"], row["tier"], row["name"], row["name_en"], *change) for change in _changes(row)]
    table = pd.DataFrame(found, columns=COLUMNS)
    inside = np.array([earlier.first < day <= last for day in table["on"]], dtype=bool)
    return table[inside].sort_values(["unit", "on"], ignore_index=True)


def _changes(row: dict) -> list[tuple]:
    """What a stretch of days of an area says happened: (change, first day)."""
    first, last = row["valid_from"], row["valid_to"]
    found = []
    if first is not None:
        follows = row["ended_before"] is not None and (first - row["ended_before"]).days == 1
        found.append(("redrawn" if follows else "began", first))
    if last is not None:
        day = (pd.Timestamp(last) + pd.Timedelta(days=1)).date()
        if row["begins_again"] is None or (row["begins_again"] - last).days != 1:
            found.append(("ended", day))
    return found
