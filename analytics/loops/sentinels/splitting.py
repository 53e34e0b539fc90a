"""Splitting: one problem reported as several cases, within minutes, by the same person at the same place."""

from __future__ import annotations

import pandas as pd

from analytics.loops.nearby import at_a_place, before_steps, minor_class
from analytics.loops.selection import Selection
from analytics.loops.sentinels.judging import findings
from analytics.loops.settings import settings
from analytics.loops.statements import cases_statement, in_period
from analytics.store.versions import Version

SENTINEL = "splitting"
# A report hangs together with the same reporter's report just before it, of the same class, near and soon enough.
_STEPS = (
    f"""reports as (
    select *, {minor_class("fact")} || chr(31) || reporter_id as class, reported_at as moment
    from fact where is_reported_in_period and {at_a_place("fact")}
)""",
    *before_steps("reports", "reports"),
    """linked as (
    select p.case_id, p.earlier_id from pairs as p join reports as r on r.case_id = p.case_id
    where epoch(r.reported_at) - epoch(p.earlier_moment) <= $within_seconds
)""",
    """chains as (
    with recursive chain as (
        select distinct earlier_id as case_id, earlier_id as group_id from linked
        where earlier_id not in (select case_id from linked)
        union all
        select l.case_id, c.group_id from linked as l join chain as c on c.case_id = l.earlier_id
    )
    select * from chain
)""",
    """split as (
    select r.*, c.group_id, count(*) over (partition by c.group_id) as together
    from chains as c join reports as r on r.case_id = c.case_id
)""",
)


def find(version: Version, selection: Selection, tier: str) -> pd.DataFrame:
    """The units with several such groups in the period: the columns of `judging.findings`; `of` counts the groups."""
    limits = settings("sentinels", "splitting")
    select = f"""select {tier} as unit, count(*) as cases, count(distinct group_id) as of from split
        where together >= $least and {tier} is not null
        group by {tier} having count(distinct group_id) >= $groups order by {tier}"""
    return findings(SENTINEL, _frame(version, selection, select, {"groups": int(limits["groups"])}))


def evidence(version: Version, selection: Selection) -> pd.DataFrame:
    """The cases of the groups: group_id (its first case), case_id, reported_at, major_code, minor_code, source,
    disposed_at, responsible_org."""
    select = """select group_id, case_id, reported_at, major_code, minor_code, source, disposed_at, responsible_org
        from split where together >= $least order by group_id, reported_at, case_id"""
    return _frame(version, selection, select, {})


def _frame(version: Version, selection: Selection, select: str, more: dict) -> pd.DataFrame:
    limits = settings("sentinels", "splitting")
    asked = {
        "metres": float(limits["metres"]),
        "within_seconds": 60 * float(limits["minutes"]),
        "least": int(limits["least"]),
    }
    statement = cases_statement(selection, in_period("reported_at"), select, *_STEPS)
    return version.frame(statement, selection.parameters() | asked | more)
