"""Waves: many cases voided, or extended, in a unit on one day."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from analytics.loops.selection import Selection
from analytics.loops.sentinels.judging import findings, waves
from analytics.loops.settings import settings
from analytics.loops.statements import cases_statement
from analytics.store.versions import Version

VOID, EXTENSION = "void_wave", "extension_wave"
_VOIDS = "moments as (select fact.*, voided_at as moment from fact where is_void)"
# Only the steps say when a case was extended.
_EXTENSIONS = """moments as (
    select fact.*, f."at" as moment from fact join case_flow as f on f.case_id = fact.case_id
    where f.action = 'extend' and f."at" >= $usual_from and f."at" < $end and f."at" <= $as_of and not is_void
)"""
_MOMENTS = {
    VOID: ("voided_at >= $usual_from and voided_at < $end", _VOIDS),
    EXTENSION: ("""case_id in (select case_id from case_flow where action = 'extend' and "at" >= $usual_from
        and "at" < $end)""", _EXTENSIONS),
}  # fmt: skip


def find(version: Version, selection: Selection, tier: str, sentinel: str) -> pd.DataFrame:
    """The waves of a kind in the period, one row per unit and day: the columns of `judging.findings`."""
    reads, moments = _MOMENTS[sentinel]
    select = f"""select {tier} as unit, cast(moment as date) as day, count(distinct case_id) as cases from moments
        where {tier} is not null group by all order by all"""
    days = version.frame(cases_statement(selection, reads, select, moments), _bound(selection))
    first = pd.Timestamp(selection.period.first)
    return findings(sentinel, waves(days, first, settings("sentinels", "waves")))


def evidence(version: Version, selection: Selection, sentinel: str, day: pd.Timestamp) -> pd.DataFrame:
    """The cases of a wave: case_id, reported_at, dispose_due, disposed_at, void_reason, responsible_org, moment."""
    reads, moments = _MOMENTS[sentinel]
    select = """select case_id, reported_at, dispose_due, disposed_at, void_reason, responsible_org, moment from moments
        where cast(moment as date) = $day order by moment, case_id"""
    return version.frame(cases_statement(selection, reads, select, moments), _bound(selection) | {"day": day.date()})


def _bound(selection: Selection) -> dict:
    days = int(settings("sentinels", "waves")["usual_days"])
    return selection.parameters() | {"usual_from": selection.period.start - timedelta(days=days)}
