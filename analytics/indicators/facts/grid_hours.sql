-- one row per grid and place it had in the period, over the hours of the ended days on which the grid is in force
-- key: grid_code
with presences as (
    -- a shift that names a grid covers that grid, one that names only an area all the grids of the area
    select grid_code as place, grid_code is not null as is_grid, started_at, ended_at
    from known_patrols
    where grid_code is not null
    union all
    select coalesce(grid_code, area_code), grid_code is not null, started_at, ended_at
    from known_shifts
),
hours as (
    -- an hour is covered as soon as a moment of it is
    select place, is_grid, unnest(generate_series(
        date_trunc('hour', case when started_at < $start then $start else started_at end),
        case when ended_at > $ended_until then $ended_until else ended_at end - interval 1 microsecond,
        interval 1 hour
    )) as hour
    from presences
    where started_at < $ended_until and ended_at > $start
),
covered as (
    -- the hours of a day as bits: the union of a grid's and its areas' hours is then a bitwise or
    select place, is_grid, cast(hour as date) as day, bit_or(cast(1 as bigint) << extract(hour from hour)) as bits
    from hours
    group by place, is_grid, cast(hour as date)
)
select
    d.grid_code,
    d.city, d.district, d.subdistrict, d.community, d.grid_code as grid, cast(null as varchar) as alley,
    24 * count(*) as hours,
    sum(bit_count(
        coalesce(own.bits, 0) | coalesce(community.bits, 0) | coalesce(subdistrict.bits, 0) | coalesce(district.bits, 0)
        | coalesce(city.bits, 0)
    )) as covered_hours
from grid_days as d
left join covered as own on own.is_grid and own.place = d.grid_code and own.day = d.day
left join covered as community on not community.is_grid and community.place = d.community and community.day = d.day
left join covered as subdistrict
    on not subdistrict.is_grid and subdistrict.place = d.subdistrict and subdistrict.day = d.day
left join covered as district on not district.is_grid and district.place = d.district and district.day = d.day
left join covered as city on not city.is_grid and city.place = d.city and city.day = d.day
group by d.grid_code, d.city, d.district, d.subdistrict, d.community
