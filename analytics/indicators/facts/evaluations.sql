-- one row per evaluation known at as-of, of the period
-- key: evaluation_id
select
    evaluation_id,
    city, district, subdistrict, community, grid, alley,
    score
from known_evaluations
where evaluated_on >= $first_day and evaluated_on < $after_day
