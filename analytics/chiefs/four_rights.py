"""One chief's own record of a period by the four rights: to know, to supervise, to dispose, to evaluate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from analytics.contract.periods import Period
from analytics.indicators.facts import facts, with_steps
from analytics.indicators.moments import parameters
from analytics.store.versions import Version

_PERSON = """
select p.person_id, p.name, p.rank, p.duty_phone, p.org, o.name as org_name
from people as p left join orgs as o on o.org_id = p.org where p.person_id = $person
"""
_POSTS = """
select s.role, s.alley_id, a.name as alley, a.area_code, s.valid_from, s.valid_to
from assignments as s left join alleys as a on a.alley_id = s.alley_id
where s.person_id = $person and s.valid_from < $after_day and (s.valid_to is null or s.valid_to >= $first_day)
order by s.valid_from, s.role, s.alley_id
"""
_PROFILES = """
select a.alley_id, a.name, a.kind, a.length_m, a.area_code, a.community_code, a.bounds, a.history, a.condition,
    a.profile_updated_on, a.grade,
    (select count(distinct s.person_id) from assignments as s
     where s.role = 'steward' and s.alley_id = a.alley_id and s.valid_from <= $last_day
       and (s.valid_to is null or s.valid_to >= $last_day)) as stewards
from alleys as a where list_contains($alleys, a.alley_id) order by a.alley_id
"""
_TEAMS = """
select t.alley_id, t.kind, t.org, o.name as org_name, t.contact
from alley_teams as t left join orgs as o on o.org_id = t.org
where list_contains($alleys, t.alley_id) order by t.alley_id, t.kind, t.org
"""
_LOG = """
select l.log_id, l."at", l.kind, l.alley_id, l.org, o.name as org_name, l.finding, l.case_id
from chief_log as l left join orgs as o on o.org_id = l.org
where l.person_id = $person and l."at" >= $start and l."at" < $end and l."at" <= $as_of
order by l."at" desc, l.log_id
"""
_PATROLS = """
select count(*) as patrols, sum(found_count) as found, sum(handled_count) as handled, sum(reported_count) as reported,
    count_if(is_late_entry) as late
from judged_patrols where person_id = $person
"""
_CASES = """
select case_id, scheme, kind, major_code, alley, reported_at, filed_at, escalated_at, disposed_at, closed_at, voided_at,
    is_reported_in_period, is_escalated_in_period, is_escalated_in_period and is_disposed as is_followed
from fact where reporter_id = $person and (is_reported_in_period or is_escalated_in_period)
order by reported_at desc, case_id
"""
_EVALUATIONS = """
select e.evaluation_id, e.evaluated_on, e.subject_kind, e.subject_id, coalesce(p.name, o.name) as subject,
    e.alley_id, e.score, e.award_suggested, g.name as evaluator
from known_evaluations as e
left join people as p on p.person_id = e.subject_id
left join orgs as o on o.org_id = e.subject_id
left join people as g on g.person_id = e.evaluator_id
where {condition} and e.evaluated_on >= $first_day and e.evaluated_on < $after_day
order by e.evaluated_on desc, e.evaluation_id
"""


@dataclass(frozen=True)
class ChiefSheet:
    """A chief's record of a period as known at as_of.

    person: name, rank, org_name, duty_phone. posts: the assignments that touch the period. profiles, teams: of the
    alleys led on the last day (knowing). log (supervising). patrols: counts of patrols, found, handled, reported, late,
    null where no patrol says; cases: those the chief reported or escalated in the period, void ones apart (disposing).
    given, received: evaluations by the chief and of the chief (evaluating).
    """

    person: dict[str, Any]
    posts: pd.DataFrame
    profiles: pd.DataFrame
    teams: pd.DataFrame
    log: pd.DataFrame
    patrols: dict[str, int | None]
    cases: pd.DataFrame
    given: pd.DataFrame
    received: pd.DataFrame

    @property
    def disposed(self) -> dict[str, int]:
        """How many problems were found, handled on the spot and reported on patrol; reported, escalated, followed."""
        counts = {name: int(self.patrols[name] or 0) for name in ("found", "handled")}
        counts |= {"reported": int(self.cases["is_reported_in_period"].sum())}
        return counts | {
            "escalated": int(self.cases["is_escalated_in_period"].sum()),
            "followed": int(self.cases["is_followed"].sum()),
        }


def chief_sheet(version: Version, person: str, period: Period, as_of: datetime) -> ChiefSheet | None:
    """The chief's record; None for a person whom no file names."""
    bound = parameters(period, as_of) | {"person": person}
    found = version.rows(_PERSON, bound)
    posts = version.frame(_POSTS, bound)
    if not found and posts.empty:
        return None
    alleys = led_alleys(version, person, period, as_of)
    bound |= {"alleys": alleys}
    received = "e.subject_kind = 'chief' and e.subject_id = $person"
    return ChiefSheet(
        person=found[0] if found else {"person_id": person} | dict.fromkeys(("name", "rank", "duty_phone", "org_name")),
        posts=posts,
        profiles=version.frame(_PROFILES, bound),
        teams=version.frame(_TEAMS, bound),
        log=version.frame(_LOG, bound),
        patrols=version.rows(with_steps(_PATROLS.strip()), bound)[0],
        cases=version.frame(f"{facts()['cases'].with_clause()}\n{_CASES}", bound),
        given=version.frame(_evaluations("e.evaluator_id = $person"), bound),
        received=version.frame(_evaluations(received), bound),
    )


def led_alleys(version: Version, person: str, period: Period, as_of: datetime) -> list[str]:
    """The alleys that the person leads on the last ended day, else those led earlier in the period; in code order."""
    bound = parameters(period, as_of) | {"person": person}
    now = version.rows(
        with_steps("select alley_id from leading_chiefs where person_id = $person order by alley_id"), bound
    )
    posts = version.rows(_POSTS, bound)
    ever = {row["alley_id"] for row in posts if row["alley_id"] and row["role"] in ("alley_chief", "street_chief")}
    return [row["alley_id"] for row in now] or sorted(ever)


def _evaluations(condition: str) -> str:
    return with_steps(_EVALUATIONS.strip().format(condition=condition))
