-- one row per alley on the last day
-- key: alley_id
with chiefs_then as (
    select distinct alley_id, person_id
    from chiefs
    where valid_from <= $last_day and (valid_to is null or valid_to >= $last_day)
),
stewards_then as (
    select distinct alley_id
    from assignments
    where role = 'steward' and valid_from <= $last_day and (valid_to is null or valid_to >= $last_day)
)
select
    a.alley_id,
    a.city, a.district, a.subdistrict, a.community, a.grid, a.alley,
    a.in_programme, a.board_posted,
    a.alley_id in (select alley_id from chiefs_then) as has_chief,
    a.alley_id in (select alley_id from stewards_then where alley_id is not null) as has_steward,
    named.person_id is not null as board_names_chief,
    a.target_date <= $last_day as is_acceptance_due,
    a.accepted_date <= a.target_date as is_accepted_in_time
from alley_places as a
left join chiefs_then as named on named.alley_id = a.alley_id and named.person_id = a.board_person_id
where $last_day between a.from_day and a.to_day
