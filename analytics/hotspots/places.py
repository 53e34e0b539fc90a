"""The places of a version that are compared: grid cells, areas or hexagons in force on a day, and who touches whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import sparse

from analytics.hotspots.hexagons import EDGE_M, Hexagons, hexagons
from analytics.hotspots.rates import area_km2
from analytics.hotspots.weights import queen_weights
from analytics.store.geometries import IN_FORCE, geometries
from analytics.store.versions import Version

AREA_TIERS = ("district", "subdistrict", "community")
TIERS = ("grid", *AREA_TIERS, "hex")


_IN_FORCE = f"""
    -- one row per unit of the tier in force on $day, with or without an outline
    select distinct u.unit
    from units u
    left join area_chains c
      on c.area_code = case when u.tier = 'grid' then u.parent else u.unit end and $day between c.from_day and c.to_day
    where u.tier = $tier and {IN_FORCE.format("u")}
      and ($within is null or $within in (u.unit, c.city, c.district, c.subdistrict, c.community))
    order by u.unit
"""


class NoPlaces(LookupError):
    """There is nothing to compare: no such tier, no such area, or no place of that tier in force."""


@dataclass(frozen=True)
class Places:
    """Places of one tier in code order: outline (None if missing), weights incl. self, area in km2 (NaN if missing)."""

    tier: str
    codes: list[str]
    geometries: NDArray[np.object_]
    weights: sparse.csr_array
    area_km2: NDArray[np.float64]
    hexagons: Hexagons | None = None

    def at(self, lon: float, lat: float) -> str | None:
        """The place that holds a point, the first one on a shared border; None where there is none."""
        if self.hexagons is not None:
            row = int(self.hexagons.holding([lon], [lat])[0])
            return None if row < 0 else self.codes[row]
        found = shapely.STRtree(self.geometries).query(shapely.Point(lon, lat), predicate="intersects")
        return self.codes[found.min()] if len(found) else None


def places_on(version: Version, tier: str, day: date, within: str | None = None, edge_m: float = EDGE_M) -> Places:
    """All places of the tier in force on `day`, with or without an outline; with `within` those inside that area.

    Tier `hex` covers the city's outline with hexagons of `edge_m`; their areas are what of them lies in the city (or in
    the area `within`). Raises NoPlaces.
    """
    if tier not in TIERS:
        raise NoPlaces(f"hot spots are found on {', '.join(TIERS)}, not on {tier}")
    if tier == "hex":
        return _hexagons_on(version, day, within, edge_m)
    codes = [row["unit"] for row in version.rows(_IN_FORCE, {"tier": tier, "day": day, "within": within})]
    if not codes:
        raise NoPlaces(f"no {tier} in force on {day}" + (f" inside {within}" if within else ""))
    frame = geometries(version, tier, day, within)
    outline = {unit: bytes(wkb) for unit, wkb in zip(frame["unit"], frame["geometry"], strict=True)}
    shapes, weights, areas = _measured(tuple(outline.get(code) for code in codes))
    return Places(tier, codes, shapes, weights, areas)


def _hexagons_on(version: Version, day: date, within: str | None, edge_m: float) -> Places:
    # The lattice belongs to the city, whatever part of it is asked for: a hexagon keeps its code.
    city = _outline(version, day, None)
    wanted = city if within is None else _outline(version, day, within)
    found, weights, areas = _tessellated(city, wanted, edge_m)
    return Places("hex", found.codes, found.geometries, weights, areas, found)


def _outline(version: Version, day: date, within: str | None) -> bytes:
    """The outline of the city, or of an area, from the highest tier that has one. Raises NoPlaces."""
    for tier in ("city", *AREA_TIERS, "grid"):
        outlines = geometries(version, tier, day, within)["geometry"]
        if len(outlines) == 1:
            return bytes(outlines.iloc[0])
        if len(outlines):
            return shapely.to_wkb(shapely.union_all(shapely.from_wkb([bytes(wkb) for wkb in outlines])))
    raise NoPlaces(f"no outline in force on {day}" + (f" inside {within}" if within else ""))


# A map asks for the same outlines at every redraw; neighbours of 39,000 cells take 0.2 s and their areas 0.4 s.
@lru_cache(maxsize=8)
def _measured(
    outlines: tuple[bytes | None, ...],
) -> tuple[NDArray[np.object_], sparse.csr_array, NDArray[np.float64]]:
    shapes = shapely.from_wkb(np.array([*outlines, None], dtype=object))[:-1]
    return _frozen(shapes, queen_weights(shapes), area_km2(shapes))


@lru_cache(maxsize=4)
def _tessellated(city: bytes, wanted: bytes, edge_m: float) -> tuple[Hexagons, sparse.csr_array, NDArray[np.float64]]:
    outline = shapely.from_wkb(wanted)
    found = hexagons(outline, edge_m, anchor=shapely.from_wkb(city))
    inside = found.geometries.copy()
    shapely.prepare(outline)
    border = ~shapely.contains(outline, inside)
    inside[border] = shapely.intersection(outline, inside[border])
    _, weights, areas = _frozen(found.geometries, queen_weights(found.geometries), area_km2(inside))
    return found, weights, areas


def _frozen(
    shapes: NDArray[np.object_], weights: sparse.csr_array, areas: NDArray[np.float64]
) -> tuple[NDArray[np.object_], sparse.csr_array, NDArray[np.float64]]:
    """The same, protected: they are kept and handed to every later caller."""
    for array in (shapes, areas, weights.data, weights.indices, weights.indptr):
        array.setflags(write=False)
    return shapes, weights, areas
