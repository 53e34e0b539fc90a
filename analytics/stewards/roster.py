"""The stewards one by one: where they are, whether they are active, trained, and what they did in the period."""

from __future__ import annotations

import pandas as pd

from analytics.indicators.facts import facts
from analytics.stewards.question import FORMS, Question
from analytics.store.versions import Version

_COUNTS = ", ".join(f"coalesce(d.\"{form}\", 0) as \"{form}\"" for form in FORMS)
_SUMS = ", ".join(f"count(*) filter (where form = '{form}') as \"{form}\"" for form in FORMS)

# The cohort and its marks are the fact's that the indicators count; a unit of NULL takes everybody once.
_PEOPLE = f"""
select f.person_id, p.name, p.member_kind, p.joined_on, l.team_id, l.district, l.subdistrict, l.community,
    l.alley_ids, l.alley_name, l.since, l.until, f.is_in_force, f.was_in_force, f.is_measured, f.is_active,
    t.person_id is not null as is_trained, coalesce(d.acts, 0) as acts, {_COUNTS},
    coalesce(d.active_days, 0) as active_days, d.points, d.worth, e.evaluations, e.score
from (
    select person_id, max(is_in_force) as is_in_force, max(was_in_force) as was_in_force,
        max(is_measured) as is_measured, max(is_active) as is_active
    from roster where tier = $tier and ($unit is null or unit = $unit) group by person_id
) as f
left join (
    select person_id, any_value(name) as name, any_value(member_kind) as member_kind, min(joined_on) as joined_on
    from people group by person_id
) as p on p.person_id = f.person_id
left join (
    select s.person_id, arg_max(s.team_id, s.valid_from) as team_id, arg_max(s.district, s.valid_from) as district,
        arg_max(s.subdistrict, s.valid_from) as subdistrict, arg_max(s.community, s.valid_from) as community,
        string_agg(distinct s.alley, ';' order by s.alley) as alley_ids,
        arg_max(n.name, s.valid_from) as alley_name, max(s.valid_from) as since,
        case when bool_or(s.valid_to is null) then null else max(s.valid_to) end as until
    from placed as s left join alleys as n on n.alley_id = s.alley
    where s.valid_from <= $last_day and coalesce(s.valid_to >= $first_day, true) and {{inside}}
    group by s.person_id
) as l on l.person_id = f.person_id
left join (
    select distinct person_id from known_trainings where held_on >= $last_day_less_364 and held_on <= $last_day
) as t on t.person_id = f.person_id
left join (
    select person_id, count(*) as acts, {_SUMS}, count(distinct day) as active_days, sum(points) as points,
        sum(worth) as worth
    from acts group by person_id
) as d on d.person_id = f.person_id
left join (
    select subject_id, count(*) as evaluations, avg(score) as score from known_evaluations
    where subject_kind = 'steward' and evaluated_on >= $first_day and evaluated_on < $after_day group by subject_id
) as e on e.subject_id = f.person_id
where l.person_id is not null
order by f.person_id
"""


def people(version: Version, question: Question) -> pd.DataFrame:
    """One row per steward in force inside the unit on any ended day of the period, in code order.

    Columns: person_id, name, member_kind, joined_on, team_id, district, subdistrict, community (of the latest
    assignment), alley_ids (`;`-separated), alley_name, since, until (last day, NaT = open); is_in_force (last day),
    was_in_force (90 days before), is_measured (in force 15 days or more), is_active: the marks that
    steward_active_rate and steward_retention count; is_trained (last 365 days); acts, the FORMS, active_days (wherever
    the acts were), points (recorded, null without), worth (by the tariff), evaluations, score (mean 0-100 of the
    period's, null without). Who left before the period is not listed, though retention counts him.
    """
    select = _PEOPLE.format(inside=question.inside.replace(f"{question.tier} =", f"s.{question.tier} ="))
    roster = f"(\n{facts()['stewards'].sql}\n)"
    return question.frame(version, select.replace("from roster", f"from {roster} as roster"), tier=question.tier)


def composition(rows: pd.DataFrame, by: str = "member_kind") -> pd.DataFrame:
    """Of the rows of `people` in force on the last day, one per `by` (None = unsaid): stewards, measured, active,
    active_rate (active / measured), trained, trained_share; the most stewards first."""
    there = rows[rows["is_in_force"]]
    marks = there.assign(measured=there["is_measured"], active=there["is_measured"] & there["is_active"])
    found = marks.groupby(by, dropna=False).agg(
        stewards=("person_id", "size"), measured=("measured", "sum"), active=("active", "sum"),
        trained=("is_trained", "sum"),
    ).reset_index()  # fmt: skip
    found[by] = found[by].astype(object).where(found[by].notna(), None)
    found["active_rate"] = found["active"] / found["measured"].where(found["measured"] > 0)
    found["trained_share"] = found["trained"] / found["stewards"]
    return found.sort_values(["stewards", by], ascending=[False, True], ignore_index=True)
