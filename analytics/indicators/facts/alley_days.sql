-- one row per alley and ended day of the period on which it has a chief in force
-- key: alley_id, day
with chief_days as (
    select distinct c.alley_id, d.day
    from chiefs as c
    join days as d on d.day >= c.valid_from and (c.valid_to is null or d.day <= c.valid_to)
),
rounds as (
    -- two valid patrols exist exactly when the last one left starts an hour or more after the first
    select
        alley_id,
        cast(started_at as date) as day,
        max(started_at) >= min(started_at) + interval 60 minute as has_two
    from known_patrols
    where alley_id is not null
      and started_at >= $start and started_at < $ended_until
      and ended_at >= started_at + interval 5 minute
      and cast(coalesce(recorded_at, ended_at) as date) = cast(started_at as date)
    group by alley_id, cast(started_at as date)
)
select
    d.alley_id, d.day,
    a.city, a.district, a.subdistrict, a.community, a.grid, a.alley,
    coalesce(r.has_two, false) as has_two_patrols
from chief_days as d
join alley_places as a on a.alley_id = d.alley_id and d.day between a.from_day and a.to_day
left join rounds as r on r.alley_id = d.alley_id and r.day = d.day
