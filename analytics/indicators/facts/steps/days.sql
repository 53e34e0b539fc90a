-- one row per day of the period that has ended by as-of, numbered from 1
select cast(day as date) as day, row_number() over (order by day) as number
from (select unnest(generate_series(cast($first_day as date), cast($last_day as date), interval 1 day)) as day)
