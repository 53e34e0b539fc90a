-- one row per alley and ISO week of the period
-- key: alley_id, monday
select
    a.alley_id, w.monday,
    a.city, a.district, a.subdistrict, a.community, a.grid, a.alley,
    a.in_programme,
    checked.alley_id is not null as is_checked
from weeks as w
join alley_places as a on w.thursday between a.from_day and a.to_day
left join (
    select distinct alley_id, cast(date_trunc('week', checked_on) as date) as monday
    from known_weekly_checks
) as checked on checked.alley_id = a.alley_id and checked.monday = w.monday
