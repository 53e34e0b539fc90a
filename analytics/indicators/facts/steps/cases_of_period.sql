-- one row per case reported by $as_of with any time inside the period: reads less, decides nothing
select *
from cases
where reported_at <= $as_of
  -- two narrow columns by which most cases of other months are passed over without a look at their times
  and last_month >= $start_month and first_month <= $end_month
  and (
    false
    or (reported_at >= $start and reported_at < $end) -- for is_reported_in_period
    or (filed_at >= $start and filed_at < $end) -- for is_filed_in_period is_filed_in_period_void_or_not
    or (disposed_at >= $start and disposed_at < $end) -- for is_disposed_in_period
    or (closed_at >= $start and closed_at < $end) -- for is_closed_in_period
    or (closed_at >= $start_less_30_days and closed_at < $end_less_30_days) -- for is_recurrence_due
    or (escalated_at >= $start and escalated_at < $end) -- for is_escalated_in_period
    or (dispose_due >= $start and dispose_due < $end) -- for is_due is_closing_due
    or (close_due >= $start and close_due < $end) -- for is_closing_due
  )
