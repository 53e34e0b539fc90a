-- one row per assignment with its place on the last day: its alley's, else its area's, else its grid's
select
    s.person_id, s.role, s.team_id, s.valid_from, s.valid_to,
    coalesce(a.city, r.city, g.city, top.city) as city,
    case when a.alley_id is not null then a.district when r.area_code is not null then r.district else g.district end
        as district,
    case when a.alley_id is not null then a.subdistrict when r.area_code is not null then r.subdistrict
        else g.subdistrict end as subdistrict,
    case when a.alley_id is not null then a.community when r.area_code is not null then r.community
        else g.community end as community,
    s.grid_code as grid,
    s.alley_id as alley
from assignments as s
left join alley_places as a on a.alley_id = s.alley_id and $last_day between a.from_day and a.to_day
left join area_chains as r on r.area_code = s.area_code and $last_day between r.from_day and r.to_day
left join grid_areas as of_grid
    on of_grid.grid_code = s.grid_code and $last_day between of_grid.from_day and of_grid.to_day
left join area_chains as g on g.area_code = of_grid.area_code and $last_day between g.from_day and g.to_day
cross join city_unit as top
