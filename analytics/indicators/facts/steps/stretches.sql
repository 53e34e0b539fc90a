-- one row per stretch of the period's ended days inside which no grid and no area changes: its first day, the day
-- after its last, its number of days
select
    day as from_day,
    coalesce(lead(day) over (order by number), cast($ended_until as date)) as before_day,
    coalesce(lead(number) over (order by number), $elapsed_days + 1) - number as days
from days
where number = 1
  or day in (select valid_from from grids where valid_from is not null)
  or day in (select cast(valid_to + interval 1 day as date) from grids where valid_to is not null)
  or day in (select from_day from grid_areas)
  or day in (select from_day from area_chains)
