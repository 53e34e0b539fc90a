"""The roster on a day: how many alleys and chiefs there are, and by name where one, a board or an office is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from analytics.contract.periods import Period
from analytics.indicators.facts import facts, steps, with_steps
from analytics.indicators.moments import parameters
from analytics.store.versions import Version

# One row: alleys on the last day in any of the areas, and their chiefs; a person who leads several counts once.
_FIGURES = """
select count(distinct a.alley_id) as alleys,
    count(distinct case when a.in_programme then a.alley_id end) as in_programme,
    count(distinct c.person_id) as chiefs,
    count(distinct a.alley_id) - count(distinct c.alley_id) as without_chief
from alley_places as a
left join leading_chiefs as c on c.alley_id = a.alley_id
where $last_day between a.from_day and a.to_day and (
    $areas is null
    or list_has_any($areas, [a.city, a.district, a.subdistrict, a.community, a.alley])
)
"""
_INSIDE = "($within is null or $within in (a.city, a.district, a.subdistrict, a.community, a.alley))"
_ALLEYS = f"""
select a.alley_id, t.name as alley, a.subdistrict as unit, t.board_person_id as person_id, p.name as person
from fact as a
join alleys as t on t.alley_id = a.alley_id
left join people as p on p.person_id = t.board_person_id
where {{condition}} and {_INSIDE}
order by a.alley_id
"""
_CHIEFS = f"""
select a.person_id, p.name as person, min(a.subdistrict) as unit, count(*) as alleys,
    list(a.alley_id order by a.alley_id) as alley_ids
from leading_chiefs as a
left join people as p on p.person_id = a.person_id
where {_INSIDE}
group by a.person_id, p.name
having {{condition}}
order by a.person_id
"""
_AREAS = f"""
select a.area_code as unit
from (
    select area_code, city, district, subdistrict, community, alley, has_general_chief from fact
    union all
    -- the city needs an office as well, but no general chief
    select city, city, null, null, null, null, true from city_unit where city is not null
) as a
where {{condition}} and {_INSIDE}
order by unit
"""
_ROSTER = f"""
select a.alley_id, t.name as alley, a.subdistrict as unit, a.in_programme,
    list(coalesce(p.name, c.person_id) order by c.person_id) filter (where c.person_id is not null) as chiefs,
    list(c.person_id order by c.person_id) filter (where c.person_id is not null) as person_ids,
    case when not coalesce(a.board_posted, false) then 'missing' when a.board_names_chief then 'current'
        else 'other' end as board
from fact as a
join alleys as t on t.alley_id = a.alley_id
left join leading_chiefs as c on c.alley_id = a.alley_id
left join people as p on p.person_id = c.person_id
where {_INSIDE}
group by all
order by a.alley_id
"""
_UNTRAINED = """a.person_id not in (
    select person_id from known_trainings where held_on >= $last_day_less_364 and held_on <= $last_day
)"""
_NO_OFFICE = "a.area_code not in (select area_code from orgs where kind = 'office' and area_code is not null)"

# What can be missing or in disorder: which list, under which condition.
_GAPS = {
    "no_chief": (_ALLEYS, "a.in_programme and not a.has_chief"),
    "no_board": (_ALLEYS, "a.in_programme and not coalesce(a.board_posted, false)"),
    "board_names_other": (_ALLEYS, "a.board_posted and not a.board_names_chief"),
    "several_alleys": (_CHIEFS, "count(*) > 1"),
    "untrained": (_CHIEFS, _UNTRAINED),
    "no_general_chief": (_AREAS, "not a.has_general_chief"),
    "no_office": (_AREAS, _NO_OFFICE),
}
GAPS = tuple(_GAPS)


def figures(
    version: Version, period: Period, areas: Sequence[str] | None, as_of: datetime
) -> dict[str, int]:
    """On the last ended day, inside the areas (None = everywhere): alleys, in_programme, chiefs, without_chief.

    `chiefs` are persons in force who lead any of these alleys; `without_chief` counts alleys.
    """
    bound = parameters(period, as_of) | {"areas": None if areas is None else list(areas)}
    return version.rows(with_steps(_FIGURES.strip()), bound)[0]


def roster(version: Version, period: Period, within: str | None, as_of: datetime) -> pd.DataFrame:
    """One row per alley inside the area on the last ended day, in code order.

    Columns alley_id, alley, unit (subdistrict), in_programme, chiefs (their names) and person_ids in the same order
    (empty lists without one), board (missing, current, other: names somebody who is no chief there).
    """
    fact = facts()["alleys"]
    more = [f"{name} as (\n{steps()[name]}\n)" for name in ("leading_chiefs",) if name not in fact.steps]
    statement = ",\n".join([fact.with_clause(), *more]) + "\n" + _ROSTER.strip()
    found = version.frame(statement, parameters(period, as_of) | {"within": within})
    for name in ("chiefs", "person_ids"):
        found[name] = [[] if each is pd.NA or each is None else list(each) for each in found[name]]
    return found


def gap(version: Version, period: Period, name: str, within: str | None, as_of: datetime) -> pd.DataFrame:
    """The list of one of GAPS inside the area on the last ended day, in code order.

    no_chief, no_board (alleys of the programme), board_names_other (alleys with a board): one row per alley: alley_id,
    alley, unit (subdistrict), person_id and person (whom the board names). several_alleys, untrained: one row per
    chief: person_id, person, unit, alleys (how many), alley_ids. no_general_chief, no_office: one row per district or
    subdistrict (no_office: or city): unit. Raises KeyError.
    """
    template, condition = _GAPS[name]
    select = template.strip().format(condition=condition)
    if template is _CHIEFS:
        statement = with_steps(select)
    else:
        statement = f"{facts()['alleys' if template is _ALLEYS else 'managing_areas'].with_clause()}\n{select}"
    return version.frame(statement, parameters(period, as_of) | {"within": within})
