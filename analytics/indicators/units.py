"""The units that stand in a table of a period, with data or without."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from analytics.contract.periods import Period
from analytics.indicators.facts import with_steps
from analytics.indicators.moments import unit_day
from analytics.store.versions import Version

# A unit is inside every area of its chain, itself included; grids and alleys hang on their area's chain.
_UNITS = """
select u.unit, u.name, u.name_en, u.parent, u.group_code,
    coalesce(c.city, top.city) as city, c.district, c.subdistrict, c.community
from units as u
left join alleys as a on u.tier = 'alley' and a.alley_id = u.unit
left join area_chains as c
    on c.area_code = case when u.tier in ('grid', 'alley') then u.parent else u.unit end
    and $day between c.from_day and c.to_day
cross join city_unit as top
where u.tier = $tier
  and $day >= coalesce(u.valid_from, date '0001-01-01') and $day <= coalesce(u.valid_to, date '9999-12-31')
  and (
    cast($within as varchar) is null
    or $within in (u.unit, coalesce(c.city, top.city), c.district, c.subdistrict, c.community, a.community_code)
  )
qualify row_number() over (partition by u.unit order by u.valid_from desc nulls last) = 1
order by u.unit
"""


class UnknownUnit(LookupError):
    """A code that names no unit of the version."""


def units_in_force(
    version: Version, tier: str, period: Period, as_of: datetime | None = None, within: str | None = None
) -> pd.DataFrame:
    """One row per unit of the tier in force on the period's last ended day (else its first day), in code order.

    Columns unit, name, name_en, parent, group_code. `within` keeps the units inside that area. Raises UnknownUnit
    when no unit, in force or not, has that code.
    """
    return units_and_areas(version, tier, period, as_of, within)[["unit", "name", "name_en", "parent", "group_code"]]


def units_and_areas(
    version: Version, tier: str, period: Period, as_of: datetime | None = None, within: str | None = None
) -> pd.DataFrame:
    """As `units_in_force`, with the areas that each unit lies in: city, district, subdistrict, community."""
    if within is not None:
        check_known(version, within)
    moment = as_of or period.default_as_of(version.newest_known_at)
    bound = {"tier": tier, "day": unit_day(period, moment), "within": within}
    found = version.kept(("units", *bound.values()), lambda: version.frame(with_steps(_UNITS.strip()), bound))
    return found.copy(deep=False)


def check_known(version: Version, unit: str) -> None:
    """Raises UnknownUnit when no unit, in force or not, has that code."""
    if not version.rows("select 1 from units where unit = ? limit 1", [unit]):
        raise UnknownUnit(f"no unit has the code {unit}")
