"""Where places lie: the district and subdistrict of each, also of hexagons, which no table knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import shapely

from analytics.hotspots.finding import HotSpots
from analytics.places.placing import place_indices
from analytics.store import place_reading
from analytics.store.geometries import geometries
from analytics.store.versions import Version


def place_chains(version: Version, found: HotSpots, codes: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Code → district, subdistrict and community (codes) above a place; a hexagon's are those around its middle."""
    day = found.period.last_day(found.as_of) or found.period.first
    if found.places.tier != "hex":
        return place_reading.chains(version, found.places.tier, codes, day)
    placed: dict[str, dict[str, Any]] = {}
    for tier in ("subdistrict", "district"):  # where streets have no outlines the district has to do
        waiting = [code for code in codes if code not in placed and found.row(code) is not None]
        around = _around(version, found, waiting, tier, day)
        above = place_reading.chains(version, tier, sorted(set(around.values())), day)
        placed |= {code: above[unit] for code, unit in around.items() if unit in above}
    return placed


def _around(version: Version, found: HotSpots, codes: Sequence[str], tier: str, day: date) -> dict[str, str]:
    """Code → the unit of the tier that holds the middle of a place; absent where none does."""
    outlines = geometries(version, tier, day)
    if not codes or outlines.empty:
        return {}
    middles = shapely.centroid(found.places.geometries[[found.row(code) for code in codes]])
    shapes = shapely.from_wkb([bytes(wkb) for wkb in outlines["geometry"]])
    held = place_indices(shapely.get_x(middles), shapely.get_y(middles), shapes)
    units = outlines["unit"].tolist()
    return {code: units[unit] for code, unit in zip(codes, held, strict=True) if unit >= 0}
