"""Units of all six tiers and the ancestors above each area, as tables `area_chains`, `grid_areas` and `units`."""

from __future__ import annotations

import duckdb

from analytics.places.chains import area_chains
from analytics.places.validity import unbroken

# One row per version of a unit.
_UNITS = """
create table units as
select tier, area_code as unit, name, name_en, parent_code as parent, group_code, valid_from, valid_to
from areas where valid_from is null or valid_to is null or valid_to >= valid_from
union all
select 'city', $synthetic, $synthetic, null, null, null, null, null where $synthetic is not null
union all
select 'grid', grid_code, grid_code, grid_code, area_code, null, valid_from, valid_to
from grids where valid_from is null or valid_to is null or valid_to >= valid_from
union all
select 'alley', alley_id, name, null, area_code, null, null, null from alleys
"""


def create_unit_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Creates `area_chains`, `grid_areas` and `units` from the tables areas, grids and alleys."""
    areas = connection.execute("select area_code, parent_code, tier, valid_from, valid_to from areas").df()
    chains = area_chains(areas)
    connection.register("chain_rows", chains.rows)
    connection.execute("""create table area_chains as
        select cast(area_code as varchar) as area_code, cast(from_day as date) as from_day,
               cast(to_day as date) as to_day, cast(tier as varchar) as tier, cast(city as varchar) as city,
               cast(district as varchar) as district, cast(subdistrict as varchar) as subdistrict,
               cast(community as varchar) as community
        from chain_rows order by area_code, from_day""")
    connection.unregister("chain_rows")
    grids = connection.execute("select grid_code, area_code, valid_from, valid_to from grids").df()
    connection.register("grid_rows", unbroken(grids, "grid_code"))
    connection.execute("""create table grid_areas as
        select cast(grid_code as varchar) as grid_code, cast(area_code as varchar) as area_code,
               cast(from_day as date) as from_day, cast(to_day as date) as to_day from grid_rows""")
    connection.unregister("grid_rows")
    connection.execute(_UNITS, {"synthetic": chains.synthetic_city})
