-- one row per whistle and organisation whose report-in fell due in the period, standing where the whistle was blown
-- key: whistle_id, org
select
    r.whistle_id, r.org,
    coalesce(w.city, top.city) as city, w.district, w.subdistrict, w.community, w.grid, w.alley,
    r.arrived_at <= r.due_at as has_arrived_in_time
from known_whistle_reports as r
left join whistles as w on w.whistle_id = r.whistle_id
cross join city_unit as top
where r.due_at >= $start and r.due_at < $end and r.due_at <= $as_of
