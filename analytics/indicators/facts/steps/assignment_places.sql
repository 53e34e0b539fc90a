-- one row per assignment with its place on the last day: its alley's, else its area's, else its grid's
select
    s.person_id, s.role, s.valid_from, s.valid_to,
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
left join (
    select grid_code, max(city) as city, max(district) as district, max(subdistrict) as subdistrict,
        max(community) as community
    from grid_places
    where $last_day between from_day and to_day
    group by grid_code
) as g on g.grid_code = s.grid_code
cross join city_unit as top
