-- one row per whistle blown in the period, known at as-of
-- key: whistle_id
select
    whistle_id,
    city, district, subdistrict, community, grid, alley,
    resolved_at <= $as_of as is_resolved
from known_whistles
where blown_at >= $start and blown_at < $end
