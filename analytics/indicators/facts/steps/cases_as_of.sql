-- one row per case of cases_of_period, holding only what had happened by $as_of: later stages have no time yet
-- narrow
select
    case_id,
    city, district, subdistrict, community, grid, alley,
    source, scheme, kind, major_code, minor_code, loop, assigned_from_tier, coalesce(is_major, false) as is_major,
    responsible_org, fallback_org, fallback_reason, fallback_cost_cny, void_reason, parent_case_id, reporter_id, lon, lat,
    reported_at, dispose_due, close_due,
    case when verified_at <= $as_of then verified_at end as verified_at,
    case when filed_at <= $as_of then filed_at end as filed_at,
    case when dispatched_at <= $as_of then dispatched_at end as dispatched_at,
    case when accepted_at <= $as_of then accepted_at end as accepted_at,
    case when disposed_at <= $as_of then disposed_at end as disposed_at,
    case when feedback_at <= $as_of then feedback_at end as feedback_at,
    case when checked_at <= $as_of then checked_at end as checked_at,
    case when closed_at <= $as_of then closed_at end as closed_at,
    case when voided_at <= $as_of then voided_at end as voided_at,
    case when suspended_at <= $as_of then suspended_at end as suspended_at,
    case when resumed_at <= $as_of then resumed_at end as resumed_at,
    case when supervised_at <= $as_of then supervised_at end as supervised_at,
    case when escalated_at <= $as_of then escalated_at end as escalated_at,
    case when owner_named_at <= $as_of then owner_named_at end as owner_named_at,
    coalesce(rework_count >= 1, false) as is_reworked,
    coalesce(extension_count >= 1, false) as is_extended,
    coalesce(is_fallback, false) as is_fallback,
    satisfaction, located as is_located, in_key_area, in_crowded_place, has_key_content,
    -- an earlier report that is itself void by then has not been made
    coalesce(earlier_find_until > $as_of, false) as found_earlier,
    coalesce(recurrence_until > $as_of, false) as has_recurred
from cases_of_period
