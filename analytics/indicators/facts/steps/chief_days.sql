-- one row per alley and ended day of the period on which it has a chief in force
select distinct c.alley_id, d.day
from chiefs as c
join days as d on d.day >= c.valid_from and (c.valid_to is null or d.day <= c.valid_to)
