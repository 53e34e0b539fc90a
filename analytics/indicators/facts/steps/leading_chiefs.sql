-- one row per alley and person who is its chief in force on the last day, with the alley's place then
select distinct
    c.alley_id, c.person_id,
    a.city, a.district, a.subdistrict, a.community, a.grid, a.alley
from chiefs as c
join alley_places as a on a.alley_id = c.alley_id and $last_day between a.from_day and a.to_day
where c.valid_from <= $last_day and (c.valid_to is null or c.valid_to >= $last_day)
