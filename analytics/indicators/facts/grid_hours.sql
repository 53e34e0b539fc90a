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
    -- what ends at the full hour in which it starts holds no moment
    where started_at < $ended_until and ended_at > $start and ended_at > date_trunc('hour', started_at)
),
covered as (
    -- the hours of a day as bits: the union of a grid's and its areas' hours is then a bitwise or
    select place, is_grid, cast(hour as date) as day, bit_or(cast(1 as bigint) << extract(hour from hour)) as bits
    from hours
    group by place, is_grid, cast(hour as date)
),
places as (
    -- where a grid is looked for: itself and the areas it lies in
    select
        s.grid_code, s.from_day, s.before_day, tiers.tier = 'grid' as is_grid,
        case tiers.tier
            when 'grid' then s.grid_code when 'community' then s.community when 'subdistrict' then s.subdistrict
            when 'district' then s.district else s.city
        end as place
    from grid_stretches as s
    cross join (values ('grid'), ('community'), ('subdistrict'), ('district'), ('city')) as tiers(tier)
),
seen as (
    -- what covers a grid: its own presences and those of the areas it lies in
    select s.grid_code, s.from_day, c.day, c.bits
    from places as s
    join covered as c
        on c.is_grid = s.is_grid and c.place = s.place and c.day >= s.from_day and c.day < s.before_day
),
counted as (
    select grid_code, from_day, sum(bit_count(bits)) as hours
    from (select grid_code, from_day, day, bit_or(bits) as bits from seen group by grid_code, from_day, day) as of_day
    group by grid_code, from_day
)
select
    d.grid_code,
    d.city, d.district, d.subdistrict, d.community, d.grid_code as grid, cast(null as string) as alley,
    24 * sum(d.days) as hours,
    sum(coalesce(c.hours, 0)) as covered_hours
from grid_stretches as d
left join counted as c on c.grid_code = d.grid_code and c.from_day = d.from_day
group by d.grid_code, d.city, d.district, d.subdistrict, d.community
