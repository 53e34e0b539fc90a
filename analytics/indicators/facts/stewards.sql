-- one row per unit and steward with an assignment there: a person counts once in a unit
-- key: person_id
-- long
with days_there as (
    select s.tier, s.unit, s.person_id, count(distinct d.day) as days_in_force
    from assignment_units as s
    join days as d on d.day >= s.valid_from and (s.valid_to is null or d.day <= s.valid_to)
    where s.role = 'steward'
    group by s.tier, s.unit, s.person_id
),
moments as (
    select
        tier, unit, person_id,
        max(case when valid_from <= $last_day and (valid_to is null or valid_to >= $last_day) then 1 else 0 end) = 1
            as is_in_force,
        max(case when valid_from <= $last_day_less_90 and (valid_to is null or valid_to >= $last_day_less_90)
            then 1 else 0 end) = 1 as was_in_force
    from assignment_units
    where role = 'steward'
    group by tier, unit, person_id
),
activity as (
    select person_id, count(distinct cast(acts.at as date)) as active_days
    from known_steward_activity as acts
    where acts.at >= $start and acts.at < $ended_until
    group by person_id
)
select
    m.tier, m.unit, m.person_id,
    m.is_in_force, m.was_in_force,
    coalesce(d.days_in_force, 0) >= 15 as is_measured,
    coalesce(a.active_days, 0) * 30 >= 12 * $elapsed_days as is_active
from moments as m
left join days_there as d on d.tier = m.tier and d.unit = m.unit and d.person_id = m.person_id
left join activity as a on a.person_id = m.person_id
