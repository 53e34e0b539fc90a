-- one row per grid, version and stretch of days over which it is in force and its place stays the same
select *
from (
    select
        g.grid_code,
        case when g.valid_from > c.from_day then g.valid_from else coalesce(c.from_day, g.valid_from, date '0001-01-01')
        end as from_day,
        case when g.valid_to < c.to_day then g.valid_to else coalesce(c.to_day, g.valid_to, date '9999-12-31')
        end as to_day,
        coalesce(c.city, top.city) as city,
        c.district, c.subdistrict, c.community,
        g.grid_code as grid,
        cast(null as varchar) as alley
    from grids as g
    left join area_chains as c on c.area_code = g.area_code
    cross join city_unit as top
)
where from_day <= to_day
