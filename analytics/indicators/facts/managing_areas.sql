-- one row per district or subdistrict in force on the last day
-- key: area_code
select distinct
    u.unit as area_code,
    coalesce(c.city, top.city) as city, c.district, c.subdistrict, c.community,
    cast(null as string) as grid, cast(null as string) as alley,
    u.unit in (
        select area_code
        from assignments
        where role = 'general_chief' and area_code is not null
          and valid_from <= $last_day and (valid_to is null or valid_to >= $last_day)
    ) as has_general_chief,
    u.unit in (
        select area_code
        from known_census_runs
        where finished_on >= $last_day_less_364 and finished_on <= $last_day
    ) as has_census
from units as u
left join area_chains as c on c.area_code = u.unit and $last_day between c.from_day and c.to_day
cross join city_unit as top
where u.tier in ('district', 'subdistrict')
  and $last_day >= coalesce(u.valid_from, date '0001-01-01')
  and $last_day <= coalesce(u.valid_to, date '9999-12-31')
