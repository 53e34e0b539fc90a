"""One row per grid cell: level and tags, whose it is, what happened, who worked there, which standards were kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from analytics.contract.periods import Period
from analytics.grids.standards import standards
from analytics.indicators.facts import with_steps
from analytics.indicators.moments import parameters, unit_day
from analytics.store.geometries import IN_FORCE
from analytics.store.versions import Version

_CELLS = f"""
select
    g.grid_code as grid, g.area_code as area, c.community, c.subdistrict, c.district,
    g.management_level as level, g.tags, g.responsible_org, r.name as responsible, g.fallback_org, f.name as fallback,
    coalesce(g.valid_from, date '0001-01-01') as from_day
from grids as g
left join area_chains as c on c.area_code = g.area_code and $day between c.from_day and c.to_day
left join orgs as r on r.org_id = g.responsible_org
left join orgs as f on f.org_id = g.fallback_org
where {IN_FORCE.format("g")}
  and ($within is null or $within in (g.grid_code, g.area_code, c.city, c.district, c.subdistrict, c.community))
qualify row_number() over (partition by g.grid_code order by g.valid_from desc nulls last) = 1
order by grid
"""
# A shift that names a cell belongs to the cell, one that names an area to the area.
_PRESENCES = """
    select grid_code as place, grid_code is not null as is_cell, started_at, ended_at
    from known_patrols where grid_code is not null
    union all
    select coalesce(grid_code, area_code), grid_code is not null, started_at, ended_at from known_shifts
"""
_VISITS = f"""
select p.place, p.is_cell, w.monday, count(*) as visits
from ({_PRESENCES}) as p
join weeks as w on w.monday = cast(date_trunc('week', p.started_at) as date)
group by p.place, p.is_cell, w.monday
"""
_HOURS = f"""
select place, is_cell, count(*) as presences,
    sum((epoch(least(ended_at, $ended_until)) - epoch(greatest(started_at, $start))) / 3600e0) as hours
from ({_PRESENCES}) as p
where started_at < $ended_until and ended_at > $start
group by place, is_cell
"""
_CASES = """
select k.grid, count(*) as cases,
    count_if(k.reported_at + a.wait <= $as_of) as respond_due,
    count_if(k.reported_at + a.wait <= $as_of and k.responded_at <= k.reported_at + a.wait) as responded
from (
    select grid, reported_at,
        case when least(dispatched_at, accepted_at, disposed_at) <= $as_of
             then least(dispatched_at, accepted_at, disposed_at) end as responded_at
    from cases
    where grid is not null and reported_at >= $start and reported_at < $end and reported_at <= $as_of
      and (voided_at is null or voided_at > $as_of)
) as k
left join (
    select grid, to_seconds(cast(3600 * hours as bigint)) as wait
    from (select unnest($grids) as grid, unnest($hours) as hours)
) as a on a.grid = k.grid
group by k.grid
"""
_INSPECTORS = """
select grid, count(distinct person_id) as inspectors
from assignment_places
where role = 'inspector' and grid is not null and valid_from <= $last_day
  and (valid_to is null or valid_to >= $last_day)
group by grid
"""
_PEOPLE = """
select s.person_id, p.name, s.valid_from, max(h.last_shift) as last_shift, coalesce(sum(h.shifts), 0) as shifts
from assignments as s
left join people as p on p.person_id = s.person_id
left join (
    select person_id, max(started_at) as last_shift, count(*) as shifts
    from known_shifts where started_at >= $start and started_at < $end group by person_id
) as h on h.person_id = s.person_id
where s.role = 'inspector' and s.grid_code = $grid and s.valid_from <= $last_day
  and (s.valid_to is null or s.valid_to >= $last_day)
group by s.person_id, p.name, s.valid_from
order by s.person_id
"""
SUMS = ("weeks", "weeks_kept", "cases", "respond_due", "responded", "inspectors", "hours", "visits")


def cells(version: Version, period: Period, as_of: datetime | None = None, within: str | None = None) -> pd.DataFrame:
    """One row per cell in force inside the area on the last ended day, in code order.

    grid, area, community, subdistrict, district, level (NaN: none given), tags (as written), responsible_org and
    fallback_org with their names; `visits` in the ended ISO weeks of the period, those weeks and `weeks_kept` of them;
    `cases` reported and not void, `respond_due` those whose limit has passed and `responded` those answered within it;
    `inspectors` in force at the cell and inspector-`hours` there. A shift that names an area counts as a visit to each
    cell that lies in it directly, and its hours are spread over the cells of the area. Without a standard for the
    level, weeks_kept, respond_due and responded are NaN; without any shift or patrol known, so are visits and hours.
    """
    moment = as_of or period.default_as_of(version.newest_known_at)
    bound = parameters(period, moment) | {"day": unit_day(period, moment), "within": within}
    found = version.frame(_CELLS.strip(), bound)
    found["level"] = found["level"].astype(float)
    asked = {each.level: each for each in standards()}
    visits = found["level"].map({level: float(each.visits_a_week) for level, each in asked.items()})
    hours = found["level"].map({level: float(each.respond_hours) for level, each in asked.items()})
    _add_visits(found, version, bound, visits)
    _add_cases(found, version, bound, hours)
    _add_staff(found, version, bound)
    return found


def _add_visits(found: pd.DataFrame, version: Version, bound: dict[str, Any], wanted: pd.Series) -> None:
    weeks = version.frame(with_steps("select monday from weeks order by monday"), bound)["monday"]
    rows = version.frame(with_steps(_VISITS.strip()), bound)
    known = _presence_known(version)
    count = np.zeros((len(found), len(weeks)))
    for is_cell, column in ((True, "grid"), (False, "area")):
        own = rows[rows["is_cell"] == is_cell]
        table = own.pivot_table(index="place", columns="monday", values="visits", aggfunc="sum", fill_value=0)
        count += table.reindex(index=found[column], columns=weeks, fill_value=0).to_numpy(dtype=float)
    first = pd.to_datetime(found["from_day"], errors="coerce").fillna(pd.Timestamp.min)
    in_force = first.to_numpy()[:, None] <= pd.to_datetime(weeks).to_numpy()
    found["visits"] = np.where(in_force, count, 0).sum(axis=1) if known else np.nan
    found["weeks"] = in_force.sum(axis=1).astype(float)
    kept = (in_force & (count >= wanted.to_numpy()[:, None])).sum(axis=1)
    found["weeks_kept"] = np.where(wanted.notna() & known, kept, np.nan)


def _add_cases(found: pd.DataFrame, version: Version, bound: dict[str, Any], hours: pd.Series) -> None:
    limited = hours.notna()
    asked = bound | {"grids": found.loc[limited, "grid"].tolist(), "hours": hours[limited].tolist()}
    rows = version.frame(_CASES.strip(), asked).set_index("grid").reindex(found["grid"]).fillna(0).reset_index()
    for name in ("cases", "respond_due", "responded"):
        known = limited | (name == "cases")
        found[name] = rows[name].astype(float).where(known.to_numpy(), np.nan)


def _add_staff(found: pd.DataFrame, version: Version, bound: dict[str, Any]) -> None:
    rows = version.frame(with_steps(_INSPECTORS.strip()), bound).set_index("grid")["inspectors"]
    found["inspectors"] = found["grid"].map(rows).fillna(0).astype(int)
    if not _presence_known(version):
        found["hours"] = np.nan
        return
    hours = version.frame(with_steps(_HOURS.strip()), bound)
    own = hours[hours["is_cell"]].set_index("place")["hours"]
    wide = hours[~hours["is_cell"]].set_index("place")["hours"]
    total = found["grid"].map(own).fillna(0.0)
    every = version.frame(_CELLS.strip(), bound | {"within": None})  # a shared shift is also the neighbours'
    for column in ("community", "subdistrict", "district"):
        cells_in = every.groupby(column).size()
        total += (found[column].map(wide) / found[column].map(cells_in)).fillna(0.0)
    found["hours"] = total


def _presence_known(version: Version) -> bool:
    return version.has("shifts") or "grid_code" in version.columns_present("patrols")


def no_owner(found: pd.DataFrame) -> pd.DataFrame:
    """Those of the cells that have no responsible or no fallback organisation."""
    return found[found["responsible_org"].isna() | found["fallback_org"].isna()]


def groups(found: pd.DataFrame, by: pd.Series) -> pd.DataFrame:
    """One row per value of `by` (one per row of `found`): cells, without_owner, without_fallback, and the SUMS."""
    shown = found.assign(
        cells=1, without_owner=found["responsible_org"].isna(), without_fallback=found["fallback_org"].isna()
    )
    names = ["cells", "without_owner", "without_fallback", *SUMS]
    return shown.groupby(by, dropna=False)[names].sum(min_count=1)


def people_of(version: Version, grid: str, period: Period, as_of: datetime | None = None) -> pd.DataFrame:
    """One row per inspector in force at the cell on the last ended day: person_id, name, valid_from, shifts and
    last_shift in the period, wherever they were."""
    moment = as_of or period.default_as_of(version.newest_known_at)
    return version.frame(with_steps(_PEOPLE.strip()), parameters(period, moment) | {"grid": grid})
