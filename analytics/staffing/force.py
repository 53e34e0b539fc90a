"""How many inspectors an area has."""

from __future__ import annotations

from datetime import date

from analytics.indicators.facts import with_steps
from analytics.store.versions import Version

_IN_FORCE = """
select count(distinct person_id)
from assignment_units
where role = 'inspector' and unit = $area and tier = $tier
  and valid_from <= $last_day and (valid_to is null or valid_to >= $last_day)
"""


def inspectors_in_force(version: Version, area: str, tier: str, day: date) -> int:
    """Distinct inspectors with an assignment in force in the area on the day; each counts once."""
    return version.value(with_steps(_IN_FORCE.strip()), {"area": area, "tier": tier, "last_day": day})
