"""The cases that a hot spot is made of: one by one for a place, as points for an area."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from analytics.contract.periods import Period
from analytics.hotspots.counting import COLUMNS, DUE, INSIDE, OVERDUE, Selection
from analytics.hotspots.finding import HotSpots
from analytics.store.versions import Version

_SHOWN = f"""case_id, scheme, kind, major_code, minor_code, source, loop, responsible_org, reported_at, dispose_due,
    case when disposed_at <= $as_of then disposed_at end as disposed_at, {DUE} as due, {OVERDUE} as overdue"""


def cases_of(version: Version, found: HotSpots, place: str) -> pd.DataFrame:
    """One row per case counted for the place in the period, the newest first: what it is, whose, and how it stands.

    `due`: its deadline has passed by the as-of; `overdue`: and was not kept. `disposed_at` is empty if later than that.
    """
    if found.places.hexagons is not None:
        return _in_hexagon(version, found, place)
    sql = f"""
        -- one row per case
        select {_SHOWN} from cases where {found.selection.condition} and {COLUMNS[found.places.tier]} = $place
        order by reported_at desc, case_id
    """
    return version.frame(sql, found.selection.parameters(found.period, found.period) | {"place": place})


def points(version: Version, selection: Selection, period: Period, within: str | None) -> NDArray[np.float64]:
    """Longitude and latitude per located case that counts and lies inside the area, the newest first: (cases, 2)."""
    sql = f"""
        -- one row per located case
        select lon, lat from cases where {selection.condition} and located and {INSIDE}
        order by reported_at desc, case_id
    """
    rows = version.frame(sql, selection.parameters(period, period) | {"within": within})
    return rows[["lon", "lat"]].to_numpy(np.float64)


def _in_hexagon(version: Version, found: HotSpots, place: str) -> pd.DataFrame:
    row = found.row(place)
    west, south, east, north = shapely.bounds(found.places.geometries[row])
    sql = f"""
        -- one row per case in the hexagon's box
        select {_SHOWN}, lon, lat from cases
        where {found.selection.condition} and located and {INSIDE}
          and lon between $west and $east and lat between $south and $north
        order by reported_at desc, case_id
    """
    box = {"west": west, "south": south, "east": east, "north": north}
    rows = version.frame(sql, found.selection.parameters(found.period, found.period) | box)
    holding = found.places.hexagons.holding(rows["lon"].to_numpy(), rows["lat"].to_numpy())
    return rows[holding == row].drop(columns=["lon", "lat"]).reset_index(drop=True)
