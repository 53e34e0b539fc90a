"""Bunching: finished just before the deadline and hardly ever just after it."""

from __future__ import annotations

import pandas as pd

from analytics.loops.selection import Selection
from analytics.loops.sentinels.judging import bunched, findings
from analytics.loops.settings import settings
from analytics.loops.statements import cases_statement, count, in_period
from analytics.store.versions import Version

DISPOSAL, CLOSING = "disposal_bunching", "closing_bunching"
# Sentinel → the moment and its deadline.
_MOMENTS = {DISPOSAL: ("disposed_at", "dispose_due"), CLOSING: ("closed_at", "coalesce(close_due, dispose_due)")}


def find(version: Version, selection: Selection, tier: str, sentinel: str) -> pd.DataFrame:
    """The units that finish just in time, in the period: the columns of `judging.findings`; `of` = before and after."""
    moment, due = _MOMENTS[sentinel]
    select = f"""select {tier} as unit, {count(_before(moment, due))} as before, {count(_after(moment, due))} as after,
            {count(f"{moment} <= {due}")} as on_time
        from fact where {_cohort(moment)} and {tier} is not null group by {tier} order by {tier}"""
    counts = version.frame(cases_statement(selection, in_period(moment), select), _bound(selection))
    limits = settings("sentinels", "bunching")
    return findings(sentinel, bunched(counts, limits, settings("sentinels")["confidence"]))


def evidence(version: Version, selection: Selection, sentinel: str) -> pd.DataFrame:
    """The cases finished near the deadline, on either side: case_id, reported_at, due, moment, minutes_left (negative
    after it), responsible_org."""
    moment, due = _MOMENTS[sentinel]
    select = f"""select case_id, reported_at, {due} as due, {moment} as moment,
            (epoch({due}) - epoch({moment})) / 60e0 as minutes_left, responsible_org
        from fact where {_cohort(moment)} and ({_before(moment, due)} or {_after(moment, due)})
        order by moment, case_id"""
    return version.frame(cases_statement(selection, in_period(moment), select), _bound(selection))


def _cohort(moment: str) -> str:
    return f"not is_void and {in_period(moment)}"


def _before(moment: str, due: str) -> str:
    return f"({moment} <= {due} and epoch({due}) - epoch({moment}) < $within_seconds)"


def _after(moment: str, due: str) -> str:
    return f"({moment} > {due} and epoch({moment}) - epoch({due}) <= $within_seconds)"


def _bound(selection: Selection) -> dict:
    return selection.parameters() | {"within_seconds": 60 * int(settings("sentinels", "bunching")["minutes"])}
