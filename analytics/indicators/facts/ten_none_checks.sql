-- one row per ten-none check known at as-of, of the period
-- key: check_id
select
    check_id,
    city, district, subdistrict, community, grid, alley,
    case when level in ('city', 'third_party') then 2 else 1 end as weight,
    score
from known_ten_none_checks
where checked_on >= $first_day and checked_on < $after_day
