"""The same problem at the same place before: pairs of cases of one class within some metres, found in the store.

Points are compared, not cases: thousands of cases on one default point are one point. A pair of points is looked for in
the cells around (as wide as the distance), then measured on the sphere.
"""

from __future__ import annotations

_EARTH_M = 6_371_008.8
_M_PER_DEGREE = 111_194.9  # of latitude, on that sphere
# Cells are cut by longitude at one width for all, so as wide as the northernmost needs; beyond this nobody lives.
_HIGHEST_LATITUDE = 80.0
# In a store of a few hundred cases, one in a hundred is no sign of a default point yet.
_DEFAULT_POINT_CASES = 100


def metres(a: str, b: str) -> str:
    """SQL: the distance between the points (lon, lat) of two relations on the sphere."""
    return f"""(2 * {_EARTH_M} * asin(least(1e0, sqrt(
        power(sin(radians({b}.lat - {a}.lat) / 2), 2)
        + cos(radians({a}.lat)) * cos(radians({b}.lat)) * power(sin(radians({b}.lon - {a}.lon) / 2), 2)))))"""


def minor_class(relation: str) -> str:
    """SQL: a text that two cases share exactly when they are of the same minor class; NULL where it is not known."""
    parts = [f"coalesce({relation}.{name}, '')" for name in ("scheme", "kind")]
    return f"({' || chr(31) || '.join([*parts, f'{relation}.major_code', f'{relation}.minor_code'])})"


def at_a_place(relation: str) -> str:
    """SQL: whether a case has a point that is a place, not one where cases are put for want of a place."""
    return f"""({relation}.is_located and not exists (
        select 1 from default_points as d
        where d.lon = {relation}.lon and d.lat = {relation}.lat and d.cases >= {_DEFAULT_POINT_CASES}))"""


def before_steps(later: str, earlier: str) -> tuple[str, ...]:
    """Steps that end with `pairs`: one row per case of `later` that has one of `earlier` before it at its place.

    Both relations have case_id, class (text), lon, lat and `moment`. Columns: case_id, earlier_id, earlier_moment (the
    latest before the case's own moment) and `metres`. Within $metres; the relations must be limited in time beforehand.
    """
    return (
        f"""spots as (
    select *, cast(floor(lat / height) as bigint) as cell_y, cast(floor(lon / width) as bigint) as cell_x
    from (
        select distinct class, lon, lat, $metres / {_M_PER_DEGREE} as height,
            $metres / ({_M_PER_DEGREE} * cos(radians(least((select max(abs(lat)) from {later}), {_HIGHEST_LATITUDE}))))
                as width
        from (select class, lon, lat from {later} union all select class, lon, lat from {earlier})
        where class is not null and lon is not null and lat is not null
    )
)""",
        f"""near as (
    select a.class, a.lon, a.lat, b.lon as other_lon, b.lat as other_lat, {metres("a", "b")} as metres
    from (select *, unnest([-1, 0, 1]) as right from spots) as a
    cross join (select unnest([-1, 0, 1]) as up)
    join spots as b on b.class = a.class and b.cell_x = a.cell_x + a.right and b.cell_y = a.cell_y + up
    where {metres("a", "b")} <= $metres
)""",
        # One sort of questions and answers together: DuckDB 2.0's asof join takes 20 s for what this does in 0.1 s.
        f"""asked as (
    select l.case_id, n.class, n.other_lon as lon, n.other_lat as lat, l.moment, n.metres, cast(null as varchar) as id
    from {later} as l join near as n on n.class = l.class and n.lon = l.lon and n.lat = l.lat
    union all
    select null, class, lon, lat, moment, null, case_id from {earlier}
)""",
        """answered as (
    select case_id, metres, last_value(case when id is not null then struct_pack(id, moment) end ignore nulls) over (
        partition by class, lon, lat order by moment, id nulls first) as found
    from asked
)""",
        """pairs as (
    select case_id, arg_max(found.id, found.moment) as earlier_id, max(found.moment) as earlier_moment,
        arg_max(metres, found.moment) as metres
    from answered where case_id is not null and found is not null group by case_id
)""",
    )
