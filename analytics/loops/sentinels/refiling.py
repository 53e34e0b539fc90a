"""Re-filing: a case closed, and soon after another of the same class at the same place, with a fresh clock."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from analytics.loops.nearby import at_a_place, before_steps, minor_class
from analytics.loops.selection import Selection
from analytics.loops.sentinels.judging import findings, standing_out
from analytics.loops.settings import settings
from analytics.loops.statements import cases_statement, in_period
from analytics.store.versions import Version

SENTINEL = "refiling"
_READS = "((closed_at >= $start and closed_at < $end) or (reported_at >= $start and reported_at < $until))"
_STEPS = (
    f"classed as (select fact.*, {minor_class('fact')} as class from fact where not is_void and {at_a_place('fact')})",
    f"closings as (select *, closed_at as moment from classed where {in_period('closed_at')})",
    "reports as (select *, reported_at as moment from classed where reported_at >= $start and reported_at < $until)",
    *before_steps("reports", "closings"),
    """refiled as (
    -- one row per closing that was followed in time: by the first report that had no later closing before it
    select earlier_id, arg_min(p.case_id, r.reported_at) as later_id, min(r.reported_at) as later_at,
        arg_min(p.metres, r.reported_at) as metres
    from pairs as p join reports as r on r.case_id = p.case_id
    where epoch(r.reported_at) - epoch(p.earlier_moment) <= $within_seconds
    group by earlier_id
)""",
)


def find(version: Version, selection: Selection, tier: str) -> pd.DataFrame:
    """The units whose closed cases come back as new ones far more often than others': the findings' columns.

    `of` are the cases closed in the period that have a known place, `cases` those followed by another.
    """
    select = f"""select {tier} as unit, count(r.earlier_id) as cases, count(*) as of
        from closings as c left join refiled as r on r.earlier_id = c.case_id
        where {tier} is not null group by {tier} order by {tier}"""
    counts = _frame(version, selection, select)
    limits = settings("sentinels", "refiling")
    found = standing_out(counts, limits, settings("sentinels")["confidence"])
    return findings(SENTINEL, found.loc[found["cases"] >= limits["least"]])


def evidence(version: Version, selection: Selection) -> pd.DataFrame:
    """The pairs: case_id, closed_at, dispose_due, later_id, later_at, hours_between, metres, responsible_org."""
    select = """select c.case_id, c.closed_at, c.dispose_due, r.later_id, r.later_at,
            (epoch(r.later_at) - epoch(c.closed_at)) / 3600e0 as hours_between, r.metres, c.responsible_org
        from closings as c join refiled as r on r.earlier_id = c.case_id order by c.closed_at, c.case_id"""
    return _frame(version, selection, select)


def _frame(version: Version, selection: Selection, select: str) -> pd.DataFrame:
    limits = settings("sentinels", "refiling")
    asked = {
        "metres": float(limits["metres"]),
        "within_seconds": 3600 * float(limits["hours"]),
        "until": selection.period.end + timedelta(hours=float(limits["hours"])),
    }
    return version.frame(cases_statement(selection, _READS, select, *_STEPS), selection.parameters() | asked)
