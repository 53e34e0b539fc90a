"""All alleys of an area day by day: none, one or two valid patrols and more; gaps and streaks of each alley."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from analytics.contract.periods import Period
from analytics.indicators import TIERS
from analytics.indicators.facts import steps
from analytics.indicators.moments import parameters
from analytics.store.versions import Version

# One row per alley and ended day with a chief in force, inside $within; level 2 stands for two or more.
_LEVELS = """
select
    d.alley_id, d.day,
    a.city, a.district, a.subdistrict, a.community, a.alley,
    case when r.alley_id is null then 0 when r.has_two then 2 else 1 end as level
from chief_days as d
join alley_places as a on a.alley_id = d.alley_id and d.day between a.from_day and a.to_day
left join patrol_rounds as r on r.alley_id = d.alley_id and r.day = d.day
where $within is null or $within in (a.city, a.district, a.subdistrict, a.community, a.alley)
"""
_NAMES = ("days", "chiefs", "chief_days", "city_unit", "alley_places", "known_patrols", "judged_patrols",
          "patrol_rounds")  # fmt: skip


def alley_levels(version: Version, period: Period, within: str | None, as_of: datetime) -> pd.DataFrame:
    """One row per alley and ended day with a chief in force there: alley_id, day, level (0, 1; 2 = two or more)."""
    return _ask(version, "select alley_id, day, level from levels order by alley_id, day", period, within, as_of)


def unit_levels(version: Version, period: Period, tier: str, within: str | None, as_of: datetime) -> pd.DataFrame:
    """One row per unit of the tier and day: unit, day, alleys (with a chief in force), none, one, two (two or more).

    two / alleys is the day's patrol_compliance. Raises ValueError: no such tier.
    """
    if tier not in TIERS or tier == "grid":
        raise ValueError(f"no alleys stand in units of {tier}")
    counted = ", ".join(
        f"cast(count_if(level = {level}) as bigint) as {name}" for level, name in enumerate(("none", "one", "two"))
    )
    select = f"""select {tier} as unit, day, count(*) as alleys, {counted} from levels where {tier} is not null
        group by {tier}, day order by unit, day"""
    return _ask(version, select, period, within, as_of)


def stretches(version: Version, period: Period, within: str | None, as_of: datetime) -> pd.DataFrame:
    """One row per alley with a chief in force on any ended day of the period, in code order.

    Columns alley_id, days, none, one, two (days by valid patrols), longest_gap (days in a row without any),
    longest_streak (days in a row with two or more), current_streak (that up to the last day).
    """
    return _ask(version, _STRETCHES, period, within, as_of)


# Days in a row of one level share the difference between the day's number and its number among the days of that level.
_STRETCHES = """
select alley_id, cast(sum(length) as bigint) as days,
    cast(coalesce(sum(length) filter (where level = 0), 0) as bigint) as none,
    cast(coalesce(sum(length) filter (where level = 1), 0) as bigint) as one,
    cast(coalesce(sum(length) filter (where level = 2), 0) as bigint) as two,
    coalesce(max(length) filter (where level = 0), 0) as longest_gap,
    coalesce(max(length) filter (where level = 2), 0) as longest_streak,
    coalesce(max(length) filter (where level = 2 and until = $last_day), 0) as current_streak
from (
    select alley_id, level, count(*) as length, max(day) as until
    from (
        select l.alley_id, l.level, l.day,
            d.number - row_number() over (partition by l.alley_id, l.level order by l.day) as island
        from levels as l join days as d on d.day = l.day
    ) as numbered
    group by alley_id, level, island
) as islands
group by alley_id order by alley_id
"""


def _ask(version: Version, select: str, period: Period, within: str | None, as_of: datetime) -> pd.DataFrame:
    parts = [f"{name} as (\n{steps()[name]}\n)" for name in _NAMES]
    statement = "with " + ",\n".join([*parts, f"levels as (\n{_LEVELS.strip()}\n)"]) + "\n" + select.strip()
    return version.frame(statement, parameters(period, as_of) | {"within": within})
