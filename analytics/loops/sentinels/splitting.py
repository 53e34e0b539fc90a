"""Splitting: one problem reported as several cases, within minutes, by the same person at the same place."""

from __future__ import annotations

import pandas as pd

from analytics.loops.nearby import metres, minor_class
from analytics.loops.selection import Selection
from analytics.loops.sentinels.judging import findings
from analytics.loops.settings import settings
from analytics.loops.statements import cases_statement, in_period
from analytics.store.versions import Version

SENTINEL = "splitting"
# A report hangs together with the reporter's report of the same class just before it, near and soon enough.
_STEPS = (
    f"""reports as (
    select fact.*, {minor_class("fact")} as class from fact
    where is_reported_in_period and is_located and reporter_id is not null
)""",
    f"""following as (
    select b.*, a.case_id is null or epoch(b.reported_at) - epoch(a.reported_at) > $within_seconds
        or {metres("a", "b")} > $metres as begins
    from (
        select *, lag(case_id) over same_reporter as before_id from reports where class is not null
        window same_reporter as (partition by reporter_id, class order by reported_at, case_id)
    ) as b
    left join reports as a on a.case_id = b.before_id
)""",
    """groups as (
    select *, sum(case when begins then 1 else 0 end) over (
        partition by reporter_id, class order by reported_at, case_id) as number
    from following
)""",
    """split as (
    select *, count(*) over (partition by reporter_id, class, number) as together,
        first_value(case_id) over (partition by reporter_id, class, number order by reported_at, case_id) as group_id
    from groups
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
