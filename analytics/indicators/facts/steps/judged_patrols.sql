-- one row per patrol of an alley that started on an ended day of the period, and what speaks against counting it
select
    patrol_id, person_id, alley_id, started_at, ended_at, recorded_at, found_count, handled_count, reported_count,
    city, district, subdistrict, community, grid, alley,
    cast(started_at as date) as day,
    ended_at < started_at + interval 5 minute as is_short,
    cast(coalesce(recorded_at, ended_at) as date) <> cast(started_at as date) as is_recorded_another_day,
    recorded_at > ended_at + interval 24 hour as is_late_entry
from known_patrols
where alley_id is not null and started_at >= $start and started_at < $ended_until
