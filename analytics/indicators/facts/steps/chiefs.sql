-- one row per assignment of a chief that names an alley
select alley_id, person_id, valid_from, valid_to
from assignments
where role in ('alley_chief', 'street_chief') and alley_id is not null
