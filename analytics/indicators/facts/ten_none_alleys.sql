-- one row per alley with a ten-none check in the period, standing where its latest check found it
-- key: alley_id
with checks as (
    select
        *,
        case when level in ('city', 'third_party') then 2 else 1 end as weight,
        row_number() over (partition by alley_id order by checked_on desc, check_id desc) as recency
    from known_ten_none_checks
    where checked_on >= $first_day and checked_on < $after_day
)
select
    alley_id,
    max(case when recency = 1 then city end) as city,
    max(case when recency = 1 then district end) as district,
    max(case when recency = 1 then subdistrict end) as subdistrict,
    max(case when recency = 1 then community end) as community,
    max(case when recency = 1 then grid end) as grid,
    max(case when recency = 1 then alley end) as alley,
    sum(weight * score) / nullif(sum(weight), 0) as score,
    -- rounded, so that the order in which scores were added cannot decide about a pass
    round(sum(weight * score) / nullif(sum(weight), 0), 9) >= 90 as has_passed
from checks
group by alley_id
