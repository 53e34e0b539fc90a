"""The six forms of work, counted by unit, team or steward; and the acts behind any number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analytics.stewards.question import FORMS, Question
from analytics.store.versions import Version

# Group → SQL over an act. The team is that of the steward's assignment in force that day, the latest if several are.
_GROUPS = {
    "district": "a.district", "subdistrict": "a.subdistrict", "community": "a.community", "alley": "a.alley",
    "person": "a.person_id", "form": "a.form", "month": "cast(date_trunc('month', a.day) as date)", "team": "t.team_id",
}  # fmt: skip
_TEAM = """left join (
    select b.activity_id, arg_max(s.team_id, s.valid_from) as team_id
    from acts as b join assignments as s on s.person_id = b.person_id and s.role = 'steward'
        and b.day >= s.valid_from and (s.valid_to is null or b.day <= s.valid_to)
    where s.team_id is not null group by b.activity_id
) as t on t.activity_id = a.activity_id"""
_COUNTS = ", ".join(f"count(*) filter (where form = '{form}') as \"{form}\"" for form in FORMS)

_ROWS = """select a.activity_id, a."at", a.person_id, p.name as person_name, a.alley_id, n.name as alley_name, a.form,
    a.kind, a.action, a.is_routed, a.is_as_asked, a.case_id, a.minutes, a.points, a.worth
from acts as a
left join (select person_id, any_value(name) as name from people group by person_id) as p on p.person_id = a.person_id
left join (select alley_id, any_value(name) as name from alleys group by alley_id) as n on n.alley_id = a.alley_id
where {inside} and ($form is null or form = $form) and ($kind is null or kind = $kind)
    and ($action is null or action = $action) and ($person is null or a.person_id = $person)
    and (not $differing or points <> worth)
    and (not $misrouted or (is_routed and not is_as_asked))
order by a."at" desc, a.activity_id limit $limit"""


class UnknownGroup(ValueError):
    """A group that acts cannot be divided by."""


def forms(version: Version, question: Question, by: Sequence[str] = ()) -> pd.DataFrame:
    """One row per group with acts in the period, in the groups' order: acts, a count per form (FORMS), stewards,
    active_days (steward-days with an act), hours (minutes / 60, null without any), linked (acts that name a case).

    Groups: district, subdistrict, community, alley (of the act; None where it names no place), person, team, form,
    month. Raises UnknownGroup.
    """
    unknown = set(by) - set(_GROUPS)
    if unknown:
        raise UnknownGroup(f"no such group: {', '.join(sorted(unknown))}")
    keys = "".join(f"{_GROUPS[name]} as {name}, " for name in by)
    order = f"group by {', '.join(by)} order by {', '.join(f'{name} nulls last' for name in by)}" if by else ""
    return question.frame(version, f"""select {"".join(f"{name}, " for name in by)}count(*) as acts, {_COUNTS},
            count(distinct who) as stewards, count(distinct (who, day)) as active_days,
            sum(minutes) / 60e0 as hours, count(case_id) as linked
        from (select {keys}a.person_id as who, a.* exclude (person_id{_clash(by)})
            from acts as a {_TEAM if "team" in by else ""} where {question.inside})
        {order}""")


def _clash(by: Sequence[str]) -> str:
    """Columns of an act that a group of the same name replaces."""
    return "".join(f", {name}" for name in by if name in ("district", "subdistrict", "community", "alley", "form"))


def act_rows(version: Version, question: Question, limit: int = 500, **which: Any) -> pd.DataFrame:
    """The newest acts of the period, at most `limit`: activity_id, at, person_id, person_name, alley_id, alley_name,
    form, kind, action, is_routed, is_as_asked, case_id, minutes, points (recorded), worth (by the tariff).

    `which`: form, kind, action, person; differing=True: points other than the tariff's; misrouted=True: an action that
    the routing table does not ask for.
    """
    asked = dict.fromkeys(("form", "kind", "action", "person")) | {"differing": False, "misrouted": False} | which
    inside = question.inside.replace(f"{question.tier} =", f"a.{question.tier} =")
    return question.frame(version, _ROWS.format(inside=inside), limit=limit, **asked)
