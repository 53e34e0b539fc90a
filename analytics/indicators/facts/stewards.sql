-- one row per unit and steward with an assignment there: a person counts once in a unit
-- key: person_id
-- long
with spells as (
    select distinct s.tier, s.unit, s.person_id, first.number as first_number, last.number as last_number
    from assignment_units as s
    join days as first on first.day = case when s.valid_from < $first_day then $first_day else s.valid_from end
    join days as last on last.day = case when s.valid_to < $last_day then s.valid_to else $last_day end
    where s.role = 'steward' and first.number <= last.number
),
reached as (
    select
        *,
        max(last_number) over (
            partition by tier, unit, person_id order by first_number, last_number
            rows between unbounded preceding and 1 preceding
        ) as counted_to
    from spells
),
days_there as (
    -- a day on which two assignments overlap counts once
    select tier, unit, person_id, sum(case
        when counted_to is null or counted_to < first_number then last_number - first_number + 1
        when counted_to < last_number then last_number - counted_to
        else 0
    end) as days_in_force
    from reached
    group by tier, unit, person_id
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
