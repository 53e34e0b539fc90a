"""The places that inspectors are sent to: cells, communities or subdistricts, and what a problem weighs there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.contract import codes
from analytics.indicators.facts import with_steps
from analytics.staffing.refusing import NoPlan
from analytics.staffing.settings import settings
from analytics.store.geometries import IN_FORCE
from analytics.store.versions import Version

TIERS = ("grid", "community", "subdistrict", "district", "city")  # the finest first
FAMILIES = ("key_area", "crowded_place")

_CELLS = f"""
select
    g.grid_code as grid, c.community, c.subdistrict, c.district, coalesce(c.city, top.city) as city,
    g.management_level as level, g.tags
from grids as g
left join area_chains as c on c.area_code = g.area_code and $day between c.from_day and c.to_day
cross join city_unit as top
where {IN_FORCE.format("g")}
qualify row_number() over (partition by g.grid_code order by g.valid_from desc nulls last) = 1
order by grid
"""
_AREAS = """
select
    c.tier, c.area_code, c.community, c.subdistrict, c.district, coalesce(c.city, top.city) as city
from area_chains as c
cross join city_unit as top
where $day between c.from_day and c.to_day
qualify row_number() over (partition by c.area_code order by c.from_day desc) = 1
order by c.area_code
"""


@dataclass(frozen=True)
class Places:
    """Places of one tier in code order: how many cells each has (at least 1) and what a problem weighs there.

    `chain` has a row per place of the whole city, `codes` among them: place, cells, and the areas above it.
    """

    tier: str
    codes: list[str]
    cells: NDArray[np.int64]
    weights: NDArray[np.float64]
    chain: pd.DataFrame

    def __len__(self) -> int:
        return len(self.codes)


def choose_places(
    version: Version, area: str, day: date, visits: int, shifts: int, tier: str | None = None
) -> list[Places]:
    """The places of the area in force on the day: of `tier`, else of each tier that leaves room to plan, the finest
    first; of the coarsest alone where none does.

    `visits` is how many shifts a week every place must get and `shifts` how many there are. Raises NoPlan.
    """
    cells = version.frame(with_steps(_CELLS.strip()), {"day": day})
    areas = version.frame(with_steps(_AREAS.strip()), {"day": day})
    own = areas.loc[areas["area_code"] == area, "tier"]
    if own.empty:
        raise NoPlan("no_area", area=area)
    below = TIERS[: TIERS.index(own.iloc[0])]
    offered = {each: _places(each, area, cells, areas) for each in below}
    offered = {each: places for each, places in offered.items() if len(places)}
    # An area with nothing inside is one place itself.
    offered = offered or {own.iloc[0]: _places(own.iloc[0], area, cells, areas)}
    if tier is not None:
        if tier not in offered:
            raise NoPlan("no_places_of_tier", area=area, tier=tier)
        return [offered[tier]]
    rules = settings("places")
    most = min(rules["most"], rules["share_for_visits"] * shifts / visits)
    fitting = [places for places in offered.values() if len(places) <= most]
    return fitting or [list(offered.values())[-1]]


def _places(tier: str, area: str, cells: pd.DataFrame, areas: pd.DataFrame) -> Places:
    if tier == "grid":
        chain = cells.rename(columns={"grid": "place"}).assign(cells=1)
    else:
        counted = cells.groupby(tier).size()
        chain = areas[areas["tier"] == tier].rename(columns={"area_code": "place"})
        chain = chain.assign(cells=chain["place"].map(counted).fillna(1).astype(int))
    chain = chain[["place", "cells", *TIERS[1:]]].reset_index(drop=True)
    inside = chain["place"].eq(area) | chain[list(TIERS[1:])].eq(area).any(axis=1)
    chosen = chain[inside]
    weighed = cells.assign(weight=[_weight(row.level, row.tags) for row in cells.itertuples()])
    mean = weighed.groupby("grid" if tier == "grid" else tier)["weight"].mean()
    weights = chosen["place"].map(mean).fillna(1.0).to_numpy(np.float64)
    return Places(tier, chosen["place"].tolist(), chosen["cells"].to_numpy(np.int64), weights, chain)


def _weight(level: float | None, tags: str | None) -> float:
    """What a problem weighs in a cell of that level with those tags (as written in the file)."""
    by_level, by_family = settings("weights", "level"), settings("weights", "family")
    known = "" if pd.isna(level) else str(int(level))
    written = {each.strip().lower() for each in tags.split(";")} if isinstance(tags, str) else set()
    found = [by_family[family] for family in FAMILIES if written & set(codes.accepted_tags(family))]
    return by_level.get(known, 1.0) * max(found, default=1.0)
