-- one row per audited problem found in the period, known at as-of
-- key: audit_id
select
    audit_id,
    city, district, subdistrict, community, grid, alley,
    already_in_system
from known_audits
where found_at >= $start and found_at < $end
