-- one row per alley and stretch of days over which its place stays the same
select
    a.alley_id, a.in_programme, a.board_posted, a.board_person_id, a.target_date, a.accepted_date,
    coalesce(c.from_day, date '0001-01-01') as from_day,
    coalesce(c.to_day, date '9999-12-31') as to_day,
    coalesce(c.city, top.city) as city,
    c.district, c.subdistrict,
    coalesce(a.community_code, c.community) as community,
    cast(null as string) as grid,
    a.alley_id as alley
from alleys as a
left join area_chains as c on c.area_code = a.area_code
cross join city_unit as top
