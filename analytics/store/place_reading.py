"""Whose a place is: its names from the district down, its departments and tags, its alleys with chiefs and stewards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import shapely

from analytics.store.geometries import IN_FORCE
from analytics.store.versions import Version

CHIEFS = ("alley_chief", "street_chief")
_ROLES = (*CHIEFS, "steward")


@dataclass(frozen=True)
class Alley:
    """An alley of a place: id, name, and its people as (name, rank, duty phone); stewards by name alone."""

    alley_id: str
    name: str
    chiefs: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    stewards: list[str] = field(default_factory=list)


def has_outlines(version: Version, tier: str) -> bool:
    """Whether any grid, or any area of the tier, has an outline."""
    table, of_tier = ("grids", "true") if tier == "grid" else ("areas", "tier = $tier")
    return version.value(f"select count(*) from {table} where geometry is not null and {of_tier}", {"tier": tier}) > 0


def chains(version: Version, tier: str, codes: Sequence[str], day: date) -> dict[str, dict[str, Any]]:
    """Code → district, subdistrict, community (codes) above a unit on the day, its name and English name.

    For a grid its parent's; a tier above the unit that it has not is None. Unknown codes are absent.
    """
    sql = f"""
        -- one row per unit
        select u.unit, any_value(u.name) as name, any_value(u.name_en) as name_en, any_value(c.district) as district,
               any_value(c.subdistrict) as subdistrict, any_value(c.community) as community
        from units u
        join (select distinct unnest($codes) as unit) asked on asked.unit = u.unit
        left join area_chains c
          on c.area_code = case when u.tier in ('grid', 'alley') then u.parent else u.unit end
          and $day between c.from_day and c.to_day
        where u.tier = $tier and {IN_FORCE.format("u")}
        group by u.unit
    """
    rows = version.rows(sql, {"tier": tier, "codes": list(codes), "day": day})
    return {row.pop("unit"): row for row in rows}


def grid(version: Version, code: str, day: date) -> dict[str, Any] | None:
    """A grid cell on the day: responsible and fallback (names of the departments), tags, management_level; None if
    there is no such cell."""
    sql = f"""
        select coalesce(r.name, g.responsible_org) as responsible, coalesce(f.name, g.fallback_org) as fallback,
               g.tags, g.management_level
        from grids g
        left join orgs r on r.org_id = g.responsible_org
        left join orgs f on f.org_id = g.fallback_org
        where g.grid_code = $code and {IN_FORCE.format("g")}
        order by g.valid_from desc nulls last limit 1
    """
    found = version.rows(sql, {"code": code, "day": day})
    return found[0] if found else None


def org_names(version: Version, codes: Sequence[str]) -> dict[str, str]:
    """Code → name of the departments."""
    rows = version.rows("select org_id, name from orgs where list_contains($codes, org_id)", {"codes": list(codes)})
    return {row["org_id"]: row["name"] for row in rows}


def alleys_in(version: Version, outline: shapely.Geometry, subdistrict: str | None, day: date) -> list[Alley]:
    """The alleys that the outline touches or holds, longest part first, with the people in force on the day.

    Only alleys of `subdistrict` where it is known. An alley without a line belongs to no outline.
    """
    rows = version.rows(
        """select alley_id, name, geometry from alleys
           where geometry is not null and ($subdistrict is null or area_code = $subdistrict) order by alley_id""",
        {"subdistrict": subdistrict},
    )
    if not rows:
        return []
    lines = shapely.from_wkb([bytes(row["geometry"]) for row in rows])
    shapely.prepare(outline)
    inside = np.flatnonzero(shapely.intersects(outline, lines))
    reach = shapely.length(shapely.intersection(outline, lines[inside]))
    order = inside[np.argsort(-reach, kind="stable")]
    found = {rows[each]["alley_id"]: Alley(rows[each]["alley_id"], rows[each]["name"]) for each in order}
    for person in _people(version, list(found), day):
        alley, name = found[person["alley_id"]], person["name"] or person["person_id"]
        if person["role"] == "steward":
            alley.stewards.append(name)
        else:
            alley.chiefs.append((name, person["rank"], person["duty_phone"]))
    return list(found.values())


def general_chiefs(version: Version, area: str, day: date) -> list[tuple[str, str | None, str | None]]:
    """The general chiefs of a district or subdistrict in force on the day: (name, rank, duty phone)."""
    sql = f"""
        select distinct coalesce(p.name, a.person_id) as name, p.rank, p.duty_phone
        from assignments a left join people p on p.person_id = a.person_id
        where a.role = 'general_chief' and a.area_code = $area and {IN_FORCE.format("a")}
        order by name
    """
    rows = version.rows(sql, {"area": area, "day": day})
    return [(row["name"], row["rank"], row["duty_phone"]) for row in rows]


def _people(version: Version, alleys: list[str], day: date) -> list[dict[str, Any]]:
    """One row per alley, person and role in force on the day; chiefs of division rank first."""
    sql = f"""
        select distinct a.alley_id, a.role, a.person_id, p.name, p.rank, p.duty_phone
        from assignments a left join people p on p.person_id = a.person_id
        where list_contains($alleys, a.alley_id) and list_contains($roles, a.role) and {IN_FORCE.format("a")}
        order by a.alley_id, p.rank, a.person_id
    """
    return version.rows(sql, {"alleys": alleys, "roles": list(_ROLES), "day": day})
