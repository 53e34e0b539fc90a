-- one row per case reported by $as_of with any time inside the period: reads less, decides nothing
select *
from cases
where reported_at <= $as_of
  and (
    (reported_at >= $start and reported_at < $end)
    or (filed_at >= $start and filed_at < $end)
    or (disposed_at >= $start and disposed_at < $end)
    or (closed_at >= $start and closed_at < $end)
    or (closed_at >= $start_less_30_days and closed_at < $end_less_30_days)
    or (escalated_at >= $start and escalated_at < $end)
    or (dispose_due >= $start and dispose_due < $end)
    or (close_due >= $start and close_due < $end)
  )
