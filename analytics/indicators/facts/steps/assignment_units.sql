-- one row per assignment and unit that it stands in, on each tier
select distinct t.tier, t.unit, t.person_id, t.role, t.valid_from, t.valid_to
from (
    select
        tiers.tier,
        case tiers.tier
            when 'city' then p.city when 'district' then p.district when 'subdistrict' then p.subdistrict
            when 'community' then p.community when 'grid' then p.grid else p.alley
        end as unit,
        p.person_id, p.role, p.valid_from, p.valid_to
    from assignment_places as p
    cross join (
        values ('city'), ('district'), ('subdistrict'), ('community'), ('grid'), ('alley')
    ) as tiers(tier)
) as t
where t.unit is not null
