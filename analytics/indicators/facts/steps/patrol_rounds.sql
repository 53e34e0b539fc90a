-- one row per alley and day with a patrol that counts
select
    alley_id, day,
    -- two valid patrols exist exactly when the last one left starts an hour or more after the first
    max(started_at) >= min(started_at) + interval 60 minute as has_two
from judged_patrols
where not is_short and not is_recorded_another_day
group by alley_id, day
