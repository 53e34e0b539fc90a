-- one row: the city's code, where rows stand that have no other place; NULL where there are several cities
select case when count(distinct unit) = 1 then min(unit) end as city
from units
where tier = 'city'
