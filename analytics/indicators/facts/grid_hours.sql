-- one row per grid and place it had in the period, over the hours of the ended days on which the grid is in force
-- key: grid_code
with stretches as (
    select * from grid_places where from_day <= $last_day and to_day >= $first_day
),
totals as (
    select
        s.grid_code, s.city, s.district, s.subdistrict, s.community, s.grid, s.alley,
        24 * count(distinct d.day) as hours
    from stretches as s
    join days as d on d.day between s.from_day and s.to_day
    group by s.grid_code, s.city, s.district, s.subdistrict, s.community, s.grid, s.alley
),
presences as (
    select grid_code, case when grid_code is null then area_code end as area_code, started_at, ended_at
    from known_shifts
    union all
    select grid_code, null, started_at, ended_at
    from known_patrols
    where grid_code is not null
),
hours as (
    -- an hour is covered as soon as a moment of it is
    select distinct grid_code, area_code, unnest(generate_series(
        date_trunc('hour', case when started_at < $start then $start else started_at end),
        case when ended_at > $ended_until then $ended_until else ended_at end - interval 1 microsecond,
        interval 1 hour
    )) as hour
    from presences
    where started_at < $ended_until and ended_at > $start
),
areas_of_grids as (
    select grid_code, from_day, to_day, city as area_code from stretches
    union all select grid_code, from_day, to_day, district from stretches
    union all select grid_code, from_day, to_day, subdistrict from stretches
    union all select grid_code, from_day, to_day, community from stretches
),
covered as (
    select grid_code, hour from hours where grid_code is not null
    union
    select a.grid_code, h.hour
    from hours as h
    join areas_of_grids as a on a.area_code = h.area_code and cast(h.hour as date) between a.from_day and a.to_day
),
counts as (
    select s.grid_code, s.city, s.district, s.subdistrict, s.community, count(distinct c.hour) as covered_hours
    from covered as c
    join stretches as s on s.grid_code = c.grid_code and cast(c.hour as date) between s.from_day and s.to_day
    group by s.grid_code, s.city, s.district, s.subdistrict, s.community
)
select t.*, coalesce(c.covered_hours, 0) as covered_hours
from totals as t
left join counts as c
    on c.grid_code = t.grid_code
    and c.city is not distinct from t.city and c.district is not distinct from t.district
    and c.subdistrict is not distinct from t.subdistrict and c.community is not distinct from t.community
