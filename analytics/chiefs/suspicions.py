"""Patterns of patrols that look like a log filled in, not a street walked: shown with their rows, never in a score.

When a pattern is worth a look is data (data/chiefs.toml). A pattern is no proof: a chief may have two duties at
midnight, or a phone without signal for a week.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd

from analytics.chiefs.settings import limits
from analytics.contract.periods import Period
from analytics.indicators.facts import with_steps
from analytics.indicators.moments import parameters
from analytics.store.versions import Version

PATTERNS = ("close_together", "midnight", "bulk_entry")

_MINE = """
    select patrol_id, person_id, alley_id, subdistrict, day, started_at, ended_at, recorded_at,
        coalesce(recorded_at, ended_at) as entered_at
    from judged_patrols
    where ($person is null or person_id = $person)
      and ($within is null or $within in (city, district, subdistrict, community, alley))
"""
# Each: one row per patrol inside the area that follows the pattern; `sitting` numbers what was entered together.
_FOLLOWING = {
    "close_together": f"""
        select *, cast(null as bigint) as sitting from (
            select *, lag(ended_at) over
                (partition by person_id, alley_id, day order by started_at, patrol_id) as before
            from ({_MINE})
        ) as ordered
        where started_at < before + to_minutes($minutes)""",
    "midnight": f"""
        select *, cast(null as timestamp) as before, cast(null as bigint) as sitting from ({_MINE})
        where started_at < day + to_minutes($minutes)""",
    "bulk_entry": f"""
        with seated as (
            select *, cast(sum(begins) over (partition by person_id order by entered_at, patrol_id) as bigint)
                as sitting
            from (
                select *, case when entered_at <= lag(entered_at) over
                    (partition by person_id order by entered_at, patrol_id) + to_minutes($minutes)
                    then 0 else 1 end as begins
                from ({_MINE})
            ) as ordered
        )
        select seated.*, cast(null as timestamp) as before
        from seated
        join (
            select person_id, sitting from seated group by person_id, sitting
            having count(*) >= $least and count(distinct day) >= $days
        ) as long on long.person_id = seated.person_id and long.sitting = seated.sitting""",
}
# One row per person: how many patrols follow the pattern, of how many, and between which days.
_FINDINGS = """
select f.person_id, p.name as person, f.unit, f.alley_id, f.patrols, m.patrols as of,
    f.patrols / cast(m.patrols as double) as share, f.first_day, f.last_day
from (
    select person_id, arg_max(subdistrict, started_at) as unit, arg_max(alley_id, started_at) as alley_id,
        count(*) as patrols, min(day) as first_day, max(day) as last_day
    from ({following}) as following group by person_id
) as f
join (select person_id, count(*) as patrols from ({mine}) as mine group by person_id) as m on m.person_id = f.person_id
left join people as p on p.person_id = f.person_id
where f.patrols >= $least and f.patrols >= $share * m.patrols
order by f.patrols desc, f.person_id
"""
_ROWS = """
select f.patrol_id, f.alley_id, a.name as alley, f.started_at, f.ended_at, f.recorded_at, f.before, f.sitting
from ({following}) as f left join alleys as a on a.alley_id = f.alley_id
order by f.started_at, f.patrol_id
"""


def suspicions(version: Version, period: Period, within: str | None, as_of: datetime) -> pd.DataFrame:
    """One row per pattern and person inside the area, known at `as_of`: the most patrols first within a pattern.

    Columns pattern (of PATTERNS), person_id, person (name), unit and alley_id (where the latest of these patrols was),
    patrols (that follow the pattern), of (all of that person), share, first_day, last_day.
    """
    pieces = [
        _ask(version, _FINDINGS, pattern, period, within, None, as_of).assign(pattern=pattern) for pattern in PATTERNS
    ]
    found = pd.concat(pieces, ignore_index=True)
    return found[["pattern", *(name for name in found if name != "pattern")]]


def suspicious_patrols(
    version: Version, period: Period, pattern: str, person: str, within: str | None, as_of: datetime
) -> pd.DataFrame:
    """One row per patrol behind a finding: patrol_id, alley_id, alley, started_at, ended_at, recorded_at and more.

    before: when the patrol before it had ended (close_together); sitting: the number of the sitting in which it was
    entered (bulk_entry). Raises KeyError: no such pattern.
    """
    return _ask(version, _ROWS, pattern, period, within, person, as_of)


def _ask(
    version: Version, template: str, pattern: str, period: Period, within: str | None, person: str | None,
    as_of: datetime,
) -> pd.DataFrame:  # fmt: skip
    following = _FOLLOWING[pattern]
    bound: dict[str, Any] = {"share": 0.0} | limits(pattern) | {"within": within, "person": person}
    statement = template.strip().format(following=following, mine=_MINE)
    return version.frame(with_steps(statement), parameters(period, as_of) | bound)
