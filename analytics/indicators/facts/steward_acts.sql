-- one row per act of a steward known at as-of, of the period
-- key: activity_id
select
    activity_id,
    city, district, subdistrict, community, grid, alley,
    action is not null and problem_kind is not null as is_routed,
    r.route is not null as is_as_asked
from known_steward_activity as a
left join (select unnest($routes) as route) as r on r.route = a.problem_kind || ' ' || a.action
where a.at >= $start and a.at < $end
