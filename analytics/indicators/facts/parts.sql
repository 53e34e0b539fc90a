-- one row per part that exists on the last day
-- key: part_id
select
    part_id,
    city, district, subdistrict, community, grid, alley,
    last_verified_on >= $last_day_less_365 and last_verified_on < cast($as_of as date) as is_fresh
from known_parts
where created_on <= $last_day or (created_on is null and $last_day is not null)
