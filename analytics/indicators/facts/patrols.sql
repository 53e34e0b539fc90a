-- one row per patrol known at as-of that started in the period
-- key: patrol_id
select
    patrol_id,
    city, district, subdistrict, community, grid, alley,
    recorded_at > ended_at + interval 24 hour as is_late_entry
from known_patrols
where started_at >= $start and started_at < $end
