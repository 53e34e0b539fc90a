"""How stewards are spread over the alleys: one, several or none each, and what was done there."""

from __future__ import annotations

import pandas as pd

from analytics.stewards.question import FORMS, Question
from analytics.store.versions import Version

SPREAD = ("none", "one", "several")

_SUMS = ", ".join(f"count(*) filter (where form = '{form}') as \"{form}\"" for form in FORMS)
_COUNTS = ", ".join(f"coalesce(d.\"{form}\", 0) as \"{form}\"" for form in FORMS)
_ALLEYS = f"""
select a.alley_id, n.name, a.district, a.subdistrict, a.community, a.in_programme,
    coalesce(s.stewards, 0) as stewards, s.people,
    case when s.stewards is null then 'none' when s.stewards = 1 then 'one' else 'several' end as spread,
    coalesce(d.acts, 0) as acts, {_COUNTS}, coalesce(d.active_days, 0) as active_days
from alley_places as a
join (select alley_id, any_value(name) as name from alleys group by alley_id) as n on n.alley_id = a.alley_id
left join (
    select alley_id, count(distinct person_id) as stewards, string_agg(distinct person_id, ';' order by person_id)
        as people
    from assignments where role = 'steward' and valid_from <= $last_day and coalesce(valid_to >= $last_day, true)
    group by alley_id
) as s on s.alley_id = a.alley_id
left join (
    select alley_id, count(*) as acts, {_SUMS}, count(distinct day) as active_days from acts group by alley_id
) as d on d.alley_id = a.alley_id
where $last_day between a.from_day and a.to_day and {{inside}}
order by a.alley_id
"""


def alleys_of(version: Version, question: Question) -> pd.DataFrame:
    """One row per alley in force on the last ended day, in code order: alley_id, name, district, subdistrict,
    community, in_programme, stewards (in force that day), people (their ids, `;`-separated, None without), spread
    (none, one, several), and of the period acts, the FORMS, active_days (days with any act there)."""
    inside = question.inside.replace(f"{question.tier} =", f"a.{question.tier} =")
    return question.frame(version, _ALLEYS.format(inside=inside))


def spread(rows: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
    """Of the rows of `alleys_of`, one per `by` (district, subdistrict, community), or one in all: alleys, how many have
    none, one, several; programme, covered and coverage (programme alleys with a steward / programme alleys, the
    indicator steward_coverage; null without any), idle (with a steward and no act in the period)."""
    flags = pd.DataFrame({
        "alleys": 1, **{each: (rows["spread"] == each).astype(int) for each in SPREAD},
        "programme": rows["in_programme"].astype(int),
        "covered": (rows["in_programme"] & (rows["stewards"] > 0)).astype(int),
        "idle": ((rows["stewards"] > 0) & (rows["acts"] == 0)).astype(int),
    }, index=rows.index)  # fmt: skip
    found = flags.groupby(rows[by], dropna=False).sum().reset_index() if by else flags.sum().astype(int).to_frame().T
    return found.assign(coverage=found["covered"] / found["programme"].where(found["programme"] > 0))
