-- one row per alley with a ten-none check in the period, standing where its latest check found it
-- key: alley_id
with checks as (
    select
        *,
        case when level in ('city', 'third_party') then 2 else 1 end as weight,
        -- decimals, so that the order in which scores are added changes nothing
        cast(score as decimal(18, 12)) as exact_score,
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
    cast(sum(weight * exact_score) as double) / sum(weight) as score,
    sum(weight * exact_score) >= 90 * sum(weight) as has_passed
from checks
group by alley_id
