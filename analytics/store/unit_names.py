"""Units of one day, with the names and the ancestors that pages show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas

from analytics.store.versions import Version

IN_FORCE = "$day between coalesce({0}.valid_from, date '0001-01-01') and coalesce({0}.valid_to, date '9999-12-31')"


def units_on(version: Version, tiers: Sequence[str], day: date, within: str | None = None) -> pandas.DataFrame:
    """One row per unit of those tiers in force on `day`, in code order.

    Columns tier, unit, name, name_en, parent, group_code and the ancestors city, district, subdistrict, community
    (codes, None where the unit has no such ancestor). `within` keeps that unit itself and what lies inside it.
    """
    sql = f"""
        -- one row per unit in force on $day
        select u.tier, u.unit, u.name, u.name_en, u.parent, u.group_code,
               c.city, c.district, c.subdistrict, c.community
        from units u
        left join area_chains c
          on c.area_code = case when u.tier in ('grid', 'alley') then u.parent else u.unit end
         and $day between c.from_day and c.to_day
        where list_contains($tiers, u.tier)
          and {IN_FORCE.format("u")}
          and ($within is null or $within in (u.unit, c.city, c.district, c.subdistrict, c.community))
        order by u.unit
    """
    return version.frame(sql, {"tiers": list(tiers), "day": day, "within": within})
