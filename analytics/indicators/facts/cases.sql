-- one row per case with a time inside the period
-- key: case_id
-- narrow
select
    case_id,
    city, district, subdistrict, community, grid, alley,
    source, scheme, kind, major_code, minor_code, loop, assigned_from_tier, is_major,
    responsible_org, fallback_org, fallback_reason, fallback_cost_cny, void_reason, parent_case_id, reporter_id, lon, lat,
    reported_at, verified_at, filed_at, dispatched_at, accepted_at, disposed_at, feedback_at, checked_at, closed_at,
    voided_at, suspended_at, resumed_at, supervised_at, escalated_at, owner_named_at, dispose_due, close_due,
    source in ('inspector', 'alley_chief', 'steward', 'video') as is_self_found,
    source in ('hotline', 'citizen') as is_citizens,
    voided_at is not null as is_void,
    is_located, in_key_area, in_crowded_place, has_key_content,
    is_reworked, is_extended, is_fallback, satisfaction, found_earlier, has_recurred,

    voided_at is null and dispose_due >= $start and dispose_due < $end and dispose_due <= $as_of
    and not coalesce(suspended_at <= dispose_due and (resumed_at is null or resumed_at > dispose_due), false)
        as is_due,
    disposed_at is not null as is_disposed,
    disposed_at <= dispose_due as is_on_time,

    voided_at is null and coalesce(close_due, dispose_due) >= $start and coalesce(close_due, dispose_due) < $end
    and coalesce(close_due, dispose_due) <= $as_of as is_closing_due,
    closed_at is not null as is_closed,
    closed_at <= coalesce(close_due, dispose_due) as is_closed_on_time,

    voided_at is null and reported_at >= $start and reported_at < $end as is_reported_in_period,
    filed_at is not null as is_filed,
    filed_at >= $start and filed_at < $end as is_filed_in_period_void_or_not,
    voided_at is null and filed_at >= $start and filed_at < $end as is_filed_in_period,
    voided_at is null and closed_at >= $start and closed_at < $end as is_closed_in_period,
    voided_at is null and escalated_at >= $start and escalated_at < $end as is_escalated_in_period,
    voided_at is null and disposed_at >= $start and disposed_at < $end as is_disposed_in_period,
    (epoch(disposed_at) - epoch(dispatched_at)) / 3600e0 as handling_hours,

    -- the 30 days in which the problem may come back end inside the period, and have ended
    voided_at is null and is_located
    and closed_at >= $start_less_30_days and closed_at < $end_less_30_days and closed_at <= $as_of_less_30_days
        as is_recurrence_due
from cases_as_of
