"""One steward's own sheet: who, where, every day of the period, and what was learnt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.stewards.question import FORMS, Question
from analytics.store.versions import Version

_SUMS = ", ".join(f"count(*) filter (where form = '{form}') as \"{form}\"" for form in FORMS)


@dataclass(frozen=True)
class Sheet:
    """A steward: name, member_kind, joined_on (None where not told).

    assignments: one row per assignment known by as-of, the latest first (alley_id, alley_name, community, subdistrict,
    team_id, valid_from, valid_to). days: one row per ended day of the period (day, in_force, acts, the FORMS).
    chiefs: the chiefs of his alleys on the last day (alley_id, person_id, name). trainings: held by as-of, the latest
    first (held_on, topic, hours).
    """

    person_id: str
    profile: dict[str, Any]
    assignments: pd.DataFrame
    days: pd.DataFrame
    chiefs: pd.DataFrame
    trainings: pd.DataFrame


def sheet(version: Version, question: Question, person: str) -> Sheet | None:
    """The sheet of the person; None for somebody without an assignment as a steward by as-of."""
    asked = {"person": person}
    assignments = question.frame(version, """select s.alley as alley_id, n.name as alley_name, s.district,
            s.subdistrict, s.community, s.team_id, s.valid_from, s.valid_to
        from placed as s
        left join (select alley_id, any_value(name) as name from alleys group by alley_id) as n on n.alley_id = s.alley
        where s.person_id = $person and s.valid_from <= cast($as_of as date)
        order by s.valid_from desc, s.alley""", **asked)
    if assignments.empty:
        return None
    profile = version.rows("select name, member_kind, joined_on, org from people where person_id = ? limit 1", [person])
    days = question.frame(version, f"""select d.day, exists (
                select 1 from assignments as s where s.person_id = $person and s.role = 'steward'
                    and s.valid_from <= d.day and coalesce(s.valid_to >= d.day, true)
            ) as in_force, count(a.activity_id) as acts, {_SUMS}
        from days as d left join (select * from acts where person_id = $person) as a on a.day = d.day
        group by d.day order by d.day""", **asked)
    chiefs = question.frame(version, """select c.alley_id, c.person_id, any_value(p.name) as name
        from chiefs as c left join people as p on p.person_id = c.person_id
        where c.valid_from <= $last_day and coalesce(c.valid_to >= $last_day, true) and c.alley_id in (
            select alley from placed where person_id = $person and valid_from <= $last_day
                and coalesce(valid_to >= $last_day, true))
        group by c.alley_id, c.person_id order by c.alley_id, c.person_id""", **asked)
    trainings = question.frame(version, """select held_on, topic, hours from known_trainings where person_id = $person
        order by held_on desc, topic""", **asked)
    return Sheet(person, profile[0] if profile else {}, assignments, days, chiefs, trainings)
