"""The census: which areas were surveyed within the year, what it found, and how fresh the inventory of parts is."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pandas as pd

from analytics.contract.periods import Period
from analytics.indicators.facts import facts, with_steps
from analytics.indicators.moments import parameters, unit_day
from analytics.store.geometries import IN_FORCE
from analytics.store.versions import Version

PART_TIERS = ("city", "district", "subdistrict", "community", "grid")
STATES = ("intact", "broken", "lost", "abandoned", "moved")

_RUNS = f"""
select u.tier, u.unit as area, u.name, u.name_en, kinds.kind,
    count(r.census_id) as runs,
    max(r.started_on) as started_on,
    max(case when r.finished_on < cast($as_of as date) then r.finished_on end) as finished_on,
    sum(r.surveyed) filter (where r.is_finished) as surveyed,
    sum(r.added) filter (where r.is_finished) as added,
    sum(r.changed) filter (where r.is_finished) as changed,
    sum(r.removed) filter (where r.is_finished) as removed
from (
    select u.*, c.city, c.district, c.subdistrict from units as u
    left join area_chains as c on c.area_code = u.unit and $day between c.from_day and c.to_day
    where u.tier in ('district', 'subdistrict') and {IN_FORCE.format("u")}
      and ($within is null or $within in (u.unit, c.city, c.district, c.subdistrict))
    qualify row_number() over (partition by u.unit order by u.valid_from desc nulls last) = 1
) as u
cross join (select unnest(['parts', 'geography']) as kind) as kinds
left join (
    -- a run counts in the year in which it began; its figures stand once it is finished
    select *, finished_on is not null and finished_on < cast($as_of as date) as is_finished
    from known_census_runs where started_on >= $year_first and started_on <= $last_day
) as r on r.area_code = u.unit and r.kind = kinds.kind
group by u.tier, u.unit, u.name, u.name_en, kinds.kind
order by u.tier, u.unit, kinds.kind desc
"""


def census_runs(
    version: Version, period: Period, as_of: datetime | None = None, within: str | None = None
) -> pd.DataFrame:
    """One row per district and subdistrict in force inside the area and kind of census (parts, geography).

    tier, area, name, name_en, kind; `runs` begun from 1 January of the year in which the period's last ended day lies
    until that day, the newest start and end; surveyed, added, changed and removed by those of them that are finished
    (NaN without one); `done`: one finished within the 365 days up to that day, also one begun the year before.
    """
    moment = as_of or period.default_as_of(version.newest_known_at)
    day = unit_day(period, moment)
    bound = parameters(period, moment) | {"day": day, "within": within, "year_first": date(day.year, 1, 1)}
    found = version.frame(with_steps(_RUNS.strip()), bound)
    earlier = version.frame(
        with_steps("select distinct area_code as area, kind from known_census_runs "
                   "where finished_on >= $last_day_less_364 and finished_on <= $last_day"), bound
    )  # fmt: skip
    done = set(earlier.itertuples(index=False, name=None))
    found["done"] = [(row.area, row.kind) in done for row in found.itertuples()]
    return found


def parts_of(
    version: Version, period: Period, tier: str, as_of: datetime | None = None, within: str | None = None
) -> pd.DataFrame:
    """One row per unit of the tier that has parts on the last ended day: unit, parts, fresh, one column per state,
    `new` and `new_surveyed`; units in code order, parts without one under None.

    Fresh: verified within 365 days, as the indicator census_freshness counts. New: created within the 365 days up to
    that day; surveyed: verified on a later day than it was created.
    """
    if tier not in PART_TIERS:
        raise ValueError(f"parts are counted per {', '.join(PART_TIERS)}, not per {tier}")
    moment = as_of or period.default_as_of(version.newest_known_at)
    bound = parameters(period, moment) | {"within": within}
    last = bound["last_day"]
    bound["new_from"] = None if last is None else last - timedelta(days=364)
    states = ", ".join(f"count_if(p.state = '{state}') as {state}" for state in STATES)
    sql = f"""{facts()["parts"].with_clause()}
        select f.{tier} as unit, count(*) as parts, count_if(f.is_fresh) as fresh, {states},
            count_if(p.created_on >= $new_from) as new,
            count_if(p.created_on >= $new_from and p.last_verified_on > p.created_on
                     and p.last_verified_on < cast($as_of as date)) as new_surveyed
        from fact as f join parts as p on p.part_id = f.part_id
        where $within is null or $within in (f.city, f.district, f.subdistrict, f.community)
        group by f.{tier} order by unit nulls last"""
    return version.frame(sql, bound)
