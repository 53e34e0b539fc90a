"""Where places lie: the district and subdistrict of each, also of hexagons, which no table knows."""

from __future__ import annotations

from collections.abc import Sequence
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
    rows = [row for row in map(found.row, codes) if row is not None]
    middles = shapely.centroid(found.places.geometries[rows])
    around = geometries(version, "subdistrict", day)
    outlines = shapely.from_wkb([bytes(wkb) for wkb in around["geometry"]])
    held = place_indices(shapely.get_x(middles), shapely.get_y(middles), outlines)
    units = around["unit"].tolist()
    subdistrict = {found.places.codes[row]: units[unit] for row, unit in zip(rows, held, strict=True) if unit >= 0}
    above = place_reading.chains(version, "subdistrict", sorted(set(subdistrict.values())), day)
    return {code: above[unit] for code, unit in subdistrict.items() if unit in above}
