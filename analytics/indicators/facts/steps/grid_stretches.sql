-- one row per grid and stretch of days on which it is in force, with its place then
select distinct
    g.grid_code, s.from_day, s.before_day, s.days,
    coalesce(c.city, top.city) as city,
    c.district, c.subdistrict, c.community
from grids as g
join stretches as s
    on s.from_day >= coalesce(g.valid_from, date '0001-01-01') and s.from_day <= coalesce(g.valid_to, date '9999-12-31')
-- of versions that overlap, the one that grid_areas took for the day
left join grid_areas as a on a.grid_code = g.grid_code and s.from_day between a.from_day and a.to_day
left join area_chains as c on c.area_code = a.area_code and s.from_day between c.from_day and c.to_day
cross join city_unit as top
