"""Extensions: a unit that puts off far more of its deadlines than others do."""

from __future__ import annotations

import pandas as pd

from analytics.loops.selection import Selection
from analytics.loops.sentinels.judging import findings, standing_out
from analytics.loops.setbacks import setbacks
from analytics.loops.settings import settings
from analytics.loops.statements import cases_statement, in_period
from analytics.store.versions import Version

SENTINEL = "extension_share"


def find(version: Version, selection: Selection, tier: str) -> pd.DataFrame:
    """The units with far more extensions among the cases due than others have: the columns of `judging.findings`."""
    counts = setbacks(version, selection, ("unit",), tier)[["unit", "extended", "due"]]
    counts = counts.rename(columns={"extended": "cases", "due": "of"})
    level = settings("sentinels")["confidence"]
    return findings(SENTINEL, standing_out(counts, settings("sentinels", "extensions"), level))


def evidence(version: Version, selection: Selection) -> pd.DataFrame:
    """The extended cases that fell due: case_id, reported_at, dispose_due, disposed_at, responsible_org, is_on_time."""
    select = """select case_id, reported_at, dispose_due, disposed_at, responsible_org, is_on_time from fact
        where is_due and is_extended order by dispose_due, case_id"""
    return version.frame(cases_statement(selection, in_period("dispose_due"), select), selection.parameters())
