"""An alley's own record: where it is, who answers for it, and what its public board says and ought to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from analytics.contract.periods import Period
from analytics.indicators.facts import with_steps
from analytics.indicators.moments import parameters
from analytics.store.versions import Version

_ALLEY = """
select t.*exclude (geometry), a.city, a.district, a.subdistrict, a.community, b.name as board_person,
    t.board_person_id in (select person_id from leading_chiefs where alley_id = $alley) as board_is_current
from alley_places as a
join alleys as t on t.alley_id = a.alley_id
left join people as b on b.person_id = t.board_person_id
where a.alley_id = $alley and coalesce($last_day, cast($first_day as date)) between a.from_day and a.to_day
"""
_CHIEFS = """
select s.person_id, min(s.role) as role, p.name, p.rank, p.duty_phone, o.name as org_name, min(s.valid_from) as since
from assignments as s
left join people as p on p.person_id = s.person_id
left join orgs as o on o.org_id = p.org
where {condition} and s.valid_from <= $last_day and (s.valid_to is null or s.valid_to >= $last_day)
group by s.person_id, p.name, p.rank, p.duty_phone, o.name
order by role, since, s.person_id
"""
_LED = "s.role in ('alley_chief', 'street_chief') and s.alley_id = $alley"
_GENERAL = "s.role = 'general_chief' and s.area_code = $area"
_STEWARDS = "s.role = 'steward' and s.alley_id = $alley"
_OFFICE = "select org_id, name from orgs where kind = 'office' and area_code = $area order by org_id limit 1"


@dataclass(frozen=True)
class AlleyRecord:
    """An alley on the last ended day.

    alley: its row with city, district, subdistrict, community, board_person and board_is_current. chiefs, stewards:
    one row per person in force: person_id, role, name, rank, duty_phone, org_name, since; general: the general chief of
    its subdistrict, else of its district; office: the name of the office that supervises there, None without one.
    """

    alley: dict[str, Any]
    chiefs: pd.DataFrame
    stewards: pd.DataFrame
    general: dict[str, Any] | None
    office: str | None


def alley_record(version: Version, alley: str, period: Period, as_of: datetime) -> AlleyRecord | None:
    """The alley's record; None for an alley that no file describes."""
    bound = parameters(period, as_of) | {"alley": alley}
    found = version.rows(with_steps(_ALLEY.strip()), bound)
    if not found:
        return None
    row = found[0]
    general, office = None, None
    for area in (row["subdistrict"], row["district"]):
        asked = bound | {"area": area}
        general = general or next(iter(version.rows(_CHIEFS.format(condition=_GENERAL), asked)), None)
        office = office or next((each["name"] for each in version.rows(_OFFICE, asked)), None)
    return AlleyRecord(
        alley=row,
        chiefs=version.frame(_CHIEFS.format(condition=_LED), bound),
        stewards=version.frame(_CHIEFS.format(condition=_STEWARDS), bound),
        general=general,
        office=office,
    )
