-- one row per unit and person in force there on the last day, whatever the role
-- key: person_id
-- long
select distinct
    s.tier, s.unit, s.person_id,
    t.person_id is not null as is_trained
from assignment_units as s
left join (
    select distinct person_id
    from known_trainings
    where held_on >= $last_day_less_364 and held_on <= $last_day
) as t on t.person_id = s.person_id
where s.valid_from <= $last_day and (s.valid_to is null or s.valid_to >= $last_day)
