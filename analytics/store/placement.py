"""Where each row belongs: adds the columns `city, district, subdistrict, community, grid, alley` to the event tables.

A row's area is its own `area_code`; absent or unknown, its grid's area, then its alley's, then the area whose polygon
holds its point. Ancestors come from `area_chains` on the row's own day. A row without a place counts in the city alone.
Rows in = rows out.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd
import shapely

from analytics.places.placing import RASTER_PAYS_FROM, PolygonRaster, Polygons, place_indices, polygon_raster

_SMALLEST_FIRST = ("community", "subdistrict", "district")
# Which of a person's assignments says where: always the same one, so that a version built again is the same.
_FIRST = "(a.role, a.valid_from, a.alley_id, a.area_code, a.grid_code)"


@dataclass(frozen=True)
class Placing:
    """Which columns of a table say where and when: SQL names of the area, grid and alley columns, and the day."""

    table: str
    day: str
    area: str | None = None
    grid: str | None = None
    alley: str | None = None
    person: str | None = None
    point: bool = False
    chunk: str | None = None  # the temporary table that holds some of its rows, if not the table itself is meant

    @property
    def of(self) -> str:
        """The table whose rows are placed."""
        return self.chunk or self.table


# Cases are placed chunk by chunk, see cases.
CASES = Placing("cases", "reported_at", area="area_code", grid="grid_code", alley="alley_id", point=True, chunk="chunk")
PLACINGS = (
    Placing("patrols", "started_at", grid="grid_code", alley="alley_id"),
    Placing("chief_log", "at", alley="alley_id", person="person_id"),
    Placing("evaluations", "evaluated_on", alley="alley_id", person="subject_id"),
    Placing("weekly_checks", "checked_on", alley="alley_id"),
    Placing("ten_none_checks", "checked_on", alley="alley_id"),
    Placing("steward_activity", "at", alley="alley_id", person="person_id"),
    Placing("shifts", "started_at", area="area_code", grid="grid_code"),
    Placing("whistles", "blown_at", area="area_code"),
    Placing("tasks", "asked_on", area="area_code", alley="alley_id"),
    Placing("parts", "last_verified_on", grid="grid_code", point=True),
    Placing("census_runs", "started_on", area="area_code"),
    Placing("audits", "found_at", area="area_code"),
)


def place_rows(connection: duckdb.DuckDBPyConnection, placing: Placing, outlines: Outlines | None = None) -> None:
    """Replaces the table by itself plus the place columns; rows in = rows out, asserted."""
    table = placing.of
    before = connection.execute(f'select count(*) from "{table}"').fetchone()[0]
    connection.execute("create temp table found_areas (at_row bigint, point_area varchar)")
    if placing.point and before:
        _find_points(connection, placing, outlines or Outlines(connection))
    cities = connection.execute("select distinct city from area_chains where city is not null").fetchall()
    root = cities[0][0] if len(cities) == 1 else None
    connection.execute(_placed_sql(placing), {"root": root})
    after = connection.execute("select count(*) from placed").fetchone()[0]
    assert before == after, f"{table}: {before} rows before placing, {after} after"
    connection.execute(f'drop table found_areas; drop table "{table}"; alter table placed rename to "{table}"')


def _placed_sql(placing: Placing) -> str:
    """The statement that adds the place columns: one row per row of the table."""
    area = f"t.{placing.area}" if placing.area else "null::varchar"
    grid = f"t.{placing.grid}" if placing.grid else "null::varchar"
    alley = f"t.{placing.alley}" if placing.alley else "null::varchar"
    extra = ""
    if placing.person:
        alley = f"coalesce({alley}, person_place.alley_id)"
        area = "person_place.area_code"
        grid = "person_place.grid_code" if not placing.grid else grid
        extra = f"""left join (
            select t.rowid as at_row, min_by(a.alley_id, {_FIRST}) as alley_id,
                   min_by(a.area_code, {_FIRST}) as area_code, min_by(a.grid_code, {_FIRST}) as grid_code
            from "{placing.of}" t join assignments a on a.person_id = t.{placing.person}
                and cast(t.{placing.day} as date) >= a.valid_from
                and (a.valid_to is null or cast(t.{placing.day} as date) <= a.valid_to)
            where t.alley_id is null group by t.rowid) person_place on person_place.at_row = t.rowid"""
    point_columns = ", point_area" if placing.point else ""
    return f"""create {"temp " if placing.chunk else ""}table placed as
with located as (
    select t.*, t.rowid as at_row, cast(t.{placing.day} as date) as on_day, {grid} as the_grid, {alley} as the_alley,
           {area} as the_area, found.point_area
    from "{placing.of}" t {extra} left join found_areas found on found.at_row = t.rowid
), chained as (
    select l.*, given.area_code as given_area, by_grid.area_code as grid_area, al.area_code as alley_area,
           al.community_code as alley_community
    from located l
    left join area_chains given on given.area_code = l.the_area and l.on_day between given.from_day and given.to_day
    left join grid_areas g on g.grid_code = l.the_grid and l.on_day between g.from_day and g.to_day
    left join area_chains by_grid on by_grid.area_code = g.area_code
        and l.on_day between by_grid.from_day and by_grid.to_day
    left join alleys al on al.alley_id = l.the_alley
)
select c.* exclude (at_row, on_day, the_grid, the_alley, the_area, given_area, grid_area, alley_area, alley_community,
                    point_area){point_columns},
       coalesce(chain.city, $root) as city, chain.district, chain.subdistrict,
       coalesce(case when given_area is null and grid_area is null then alley_community end, chain.community)
           as community,
       the_grid as grid, the_alley as alley
from chained c
left join area_chains chain on chain.area_code = coalesce(given_area, grid_area, alley_area, c.point_area)
    and c.on_day between chain.from_day and chain.to_day
order by at_row"""


class Outlines:
    """The areas that have outlines, by tier and day, each with the raster that answers many points at once.

    Kept for as long as rows are placed, chunk after chunk.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        days = connection.execute("""
            select distinct unnest([valid_from, least(valid_to, date '9999-12-30') + 1]) as day
            from areas where geometry is not null order by day""").fetchall()
        # Between two of these days no outline changes.
        self.starts = ["0001-01-01", *(str(day) for (day,) in days if day is not None), "9999-12-31"]
        self._connection = connection
        self._areas: dict[tuple[str, str], dict[str, np.ndarray]] = {}
        self._rasters: dict[tuple[str, str], PolygonRaster] = {}

    def holding(self, tier: str, day: str, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        """The code of the tier's area around each point, None where there is none."""
        key = (tier, day)
        if key not in self._areas:
            self._areas[key] = areas_with_geometry(self._connection, tier, day)
        codes, shapes = self._areas[key]["area_code"], self._areas[key]["geometry"]
        if not len(codes):
            return np.full(len(lon), None, dtype=object)
        if key not in self._rasters and len(lon) >= RASTER_PAYS_FROM:
            self._rasters[key] = polygon_raster(Polygons(shapes))
        found = place_indices(lon, lat, shapes, self._rasters.get(key))
        return np.append(np.asarray(codes, dtype=object), None)[found]  # OUTSIDE = -1 is the last


def _find_points(connection: duckdb.DuckDBPyConnection, placing: Placing, outlines: Outlines) -> None:
    """Fills `found_areas` with the smallest area around each located row; rows outside every area stay out."""
    for first, after in zip(outlines.starts, outlines.starts[1:], strict=False):
        _find_points_between(connection, placing, outlines, first, after)


def _find_points_between(
    connection: duckdb.DuckDBPyConnection, placing: Placing, outlines: Outlines, first: str, after: str
) -> None:
    points = connection.execute(
        f"""select rowid as at_row, lon, lat from "{placing.of}"
            where lon is not null and lat is not null and {placing.day} >= cast($first as date)
              and {placing.day} < cast($after as date)""",
        {"first": first, "after": after},
    ).fetchnumpy()
    rows = points["at_row"]
    if not len(rows):
        return
    lon, lat = np.asarray(points["lon"], dtype=float), np.asarray(points["lat"], dtype=float)
    found = np.full(len(rows), None, dtype=object)
    for tier in _SMALLEST_FIRST:
        missing = np.flatnonzero(found == None)  # noqa: E711  elementwise
        if len(missing):
            found[missing] = outlines.holding(tier, first, lon[missing], lat[missing])
    frame = pd.DataFrame({"at_row": rows, "point_area": found})
    connection.register("found_rows", frame)
    connection.execute("insert into found_areas select at_row, cast(point_area as varchar) from found_rows"
                       " where point_area is not null")
    connection.unregister("found_rows")


def areas_with_geometry(connection: duckdb.DuckDBPyConnection, tier: str, day: str) -> dict[str, np.ndarray]:
    """Codes and shapely geometries of the tier's areas in force on the day, in code order."""
    found = connection.execute(
        """select area_code, geometry from areas
           where tier = $tier and geometry is not null and (valid_to is null or valid_to >= cast($day as date))
             and (valid_from is null or valid_from <= cast($day as date))
           qualify row_number() over (partition by area_code order by valid_from desc nulls last) = 1
           order by area_code""",
        {"tier": tier, "day": day},
    ).fetchnumpy()
    # DuckDB hands out bytearrays, shapely takes bytes.
    shapes = shapely.from_wkb([bytes(shape) for shape in found["geometry"]])
    return {"area_code": found["area_code"], "geometry": shapes}
