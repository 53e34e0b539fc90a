-- one row per part that exists on the last day, standing where its grid or its point is on that day
-- key: part_id
select
    p.part_id,
    coalesce(c.city, top.city) as city, c.district, c.subdistrict, c.community, p.grid, p.alley,
    p.last_verified_on >= $last_day_less_365 and p.last_verified_on < cast($as_of as date) as is_fresh
from known_parts as p
left join grid_areas as g on g.grid_code = p.grid_code and $last_day between g.from_day and g.to_day
left join area_chains as c
    on c.area_code = coalesce(g.area_code, p.community, p.subdistrict, p.district)
    and $last_day between c.from_day and c.to_day
cross join city_unit as top
where p.created_on <= $last_day or (p.created_on is null and $last_day is not null)
