-- one row per alley and ended day of the period on which it has a chief in force
-- key: alley_id, day
select
    d.alley_id, d.day,
    a.city, a.district, a.subdistrict, a.community, a.grid, a.alley,
    coalesce(r.has_two, false) as has_two_patrols
from chief_days as d
join alley_places as a on a.alley_id = d.alley_id and d.day between a.from_day and a.to_day
left join patrol_rounds as r on r.alley_id = d.alley_id and r.day = d.day
