-- one row per ISO week that has ended by as-of and whose Thursday lies in the period
select
    cast(date_trunc('week', day) as date) as monday,
    day as thursday,
    cast(date_trunc('week', day) + interval 7 day as date) as next_monday
from days
where day = date_trunc('week', day) + interval 3 day
  and date_trunc('week', day) + interval 7 day <= $as_of
