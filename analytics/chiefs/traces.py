"""Whether patrols leave a trace to trust: entered on the day, on another, more than a day later, cut short."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from analytics.contract.periods import Period
from analytics.indicators import TIERS
from analytics.indicators.facts import with_steps
from analytics.indicators.moments import parameters
from analytics.store.versions import Version

COUNTS = ("patrols", "without_time", "same_day", "another_day", "late", "short")


def traces(version: Version, period: Period, tier: str, within: str | None, as_of: datetime) -> pd.DataFrame:
    """One row per unit of the tier with a patrol of an alley on the period's ended days, in code order.

    Columns unit and COUNTS: patrols logged; of these without_time (no time of entry, taken as entered at their end),
    entered on the same_day as they started, or on another_day (of these late: more than 24 hours after their end);
    short ones under five minutes. patrols = same_day + another_day. Raises ValueError: no such tier.
    """
    if tier not in TIERS:
        raise ValueError(f"no such tier: {tier}")
    select = f"""select {tier} as unit, count(*) as patrols,
            cast(count_if(recorded_at is null) as bigint) as without_time,
            cast(count_if(not is_recorded_another_day) as bigint) as same_day,
            cast(count_if(is_recorded_another_day) as bigint) as another_day,
            cast(count_if(coalesce(is_late_entry, false)) as bigint) as late,
            cast(count_if(is_short) as bigint) as short
        from judged_patrols
        where {tier} is not null
          and ($within is null or $within in (city, district, subdistrict, community, alley))
        group by {tier} order by unit"""
    return version.frame(with_steps(select), parameters(period, as_of) | {"within": within})
