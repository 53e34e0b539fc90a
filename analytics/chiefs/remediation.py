"""The three-year plan alley by alley: accepted in time or late, overdue, or still ahead of its target date."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from analytics.contract.periods import Period
from analytics.indicators.facts import with_steps
from analytics.indicators.moments import parameters
from analytics.store.versions import Version

STATES = ("in_time", "late", "overdue", "ahead", "no_target")

# An acceptance is known once its day has ended; what lies after the last day has not happened.
_PLAN = """
select
    a.alley_id, t.name as alley, a.subdistrict as unit, a.target_date,
    case when a.accepted_date <= $last_day then a.accepted_date end as accepted_date,
    case
        when a.accepted_date <= $last_day and (a.target_date is null or a.accepted_date <= a.target_date) then 'in_time'
        when a.accepted_date <= $last_day then 'late'
        when a.target_date is null then 'no_target'
        when a.target_date <= $last_day then 'overdue'
        else 'ahead'
    end as state
from alley_places as a
join alleys as t on t.alley_id = a.alley_id
where a.in_programme and $last_day between a.from_day and a.to_day
  and ($within is null or $within in (a.city, a.district, a.subdistrict, a.community, a.alley))
order by a.alley_id
"""


def remediation(version: Version, period: Period, within: str | None, as_of: datetime) -> pd.DataFrame:
    """One row per alley of the programme on the last ended day, in code order.

    Columns alley_id, alley (name), unit (subdistrict), target_date, accepted_date (as known then), state: one of
    STATES. Of the alleys with a target date up to the last day, those `in_time` are the numerator of
    remediation_progress; an alley accepted before its date came counts as in_time too.
    """
    found = version.frame(with_steps(_PLAN.strip()), parameters(period, as_of) | {"within": within})
    if not {"target_date", "accepted_date"} & version.columns_present("alleys"):
        return found.iloc[:0]
    return found
