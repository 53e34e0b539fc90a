-- one row per task known at as-of that was due on an ended day of the period
-- key: task_id
select
    task_id,
    city, district, subdistrict, community, grid, alley,
    done_on <= due_on as is_done_in_time
from known_tasks
where due_on >= $first_day and due_on <= $last_day
