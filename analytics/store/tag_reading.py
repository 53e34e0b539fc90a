"""Tags of grids and classes in one writing: files may hold the code, the Chinese or the English word of a tag."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.contract import codes
from analytics.store.geometries import IN_FORCE
from analytics.store.versions import Version

GRID_FAMILIES = ("key_area", "crowded_place")


def grid_tags(version: Version, day: date, within: str | None = None) -> pd.DataFrame:
    """One row per grid in force on the day inside the area and tag of GRID_FAMILIES: grid, family, tag (its code)."""
    sql = f"""
        -- one row per grid and tag as written
        select distinct g.grid_code as grid, lower(trim(unnest(string_split(g.tags, ';')))) as written
        from grids g
        left join area_chains c on c.area_code = g.area_code and $day between c.from_day and c.to_day
        where g.tags is not null and {IN_FORCE.format("g")}
          and ($within is null or $within in (g.area_code, c.city, c.district, c.subdistrict, c.community))
        order by grid, written
    """
    rows = version.frame(sql, {"day": day, "within": within})
    return rows.merge(written_tags(GRID_FAMILIES), on="written")[["grid", "family", "tag"]].drop_duplicates()


def written_tags(families: tuple[str, ...]) -> pd.DataFrame:
    """One row per accepted writing of a tag: written (lower case), family, tag."""
    found = [
        (text, family, tag) for family in families for text, tag in codes.accepted_tags(family).items()
    ]
    return pd.DataFrame(found, columns=["written", "family", "tag"])
