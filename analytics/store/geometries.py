"""Outlines of the units of one day, for maps."""

from __future__ import annotations

from datetime import date

import pandas

from analytics.store.versions import Version

IN_FORCE = "$day between coalesce({0}.valid_from, date '0001-01-01') and coalesce({0}.valid_to, date '9999-12-31')"
_SOURCES = {"grid": ("grids", "grid_code"), "alley": ("alleys", "alley_id")}


def geometries(version: Version, tier: str, day: date, within: str | None = None) -> pandas.DataFrame:
    """One row per unit of the tier in force on `day` that has an outline, in code order: unit, geometry (WKB, WGS84).

    `within` keeps the units inside that area (and the area itself). Units without an outline are absent.
    """
    table, key = _SOURCES.get(tier, ("areas", "area_code"))
    # An alley has no validity of its own: it is as old as its record.
    in_force = "true" if tier == "alley" else IN_FORCE.format("t")
    of_tier = f"t.tier = '{tier}'" if table == "areas" else "true"
    area = "t.area_code"
    sql = f"""
        -- one row per unit with an outline
        select t.{key} as unit, any_value(t.geometry) as geometry
        from {table} t
        left join area_chains c on c.area_code = {area} and $day between c.from_day and c.to_day
        where t.geometry is not null and {of_tier} and {in_force}
          and ($within is null or $within in ({area}, c.city, c.district, c.subdistrict, c.community))
        group by t.{key}
        order by unit
    """
    if tier not in ("city", "district", "subdistrict", "community", *_SOURCES):
        raise ValueError(f"no such tier: {tier!r}")
    return version.frame(sql, {"day": day, "within": within})
