-- one row per weekly check known at as-of, of the period
-- key: check_id
select
    check_id,
    city, district, subdistrict, community, grid, alley,
    remediation_score, daily_score, civility_score, chief_score, problems,
    coalesce(fixed_within_7d, 0) as fixed_within_7d
from known_weekly_checks
where checked_on >= $first_day and checked_on < $after_day
