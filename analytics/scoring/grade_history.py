"""How an alley's grade came about: its ten-none score month by month, and when it fell or rose."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from analytics.contract.periods import Period
from analytics.scoring.adjusting import alley_events
from analytics.scoring.downgrades import BELOW, DOWNGRADED
from analytics.scoring.settings import settings
from analytics.store.versions import Version


def grade_events(version: Version, period: Period, as_of: datetime) -> pd.DataFrame:
    """Every fall and rise of an alley up to the quarter of the period's end: alley_id, quarter, event, score."""
    last = period.months()[-1].first
    return alley_events(version, Period.holding(last, "quarter"), as_of)


def standing(version: Version, found: pd.DataFrame) -> pd.DataFrame:
    """One row per alley after the events `found`: alley_id, grade (before the first check), is_below, since, changes.

    is_below: whether it counts as below standard now; since: the quarter of its latest change, None without one.
    """
    grades = version.frame("select alley_id, grade from alleys order by alley_id")
    ordered = found.assign(end=[Period.parse(quarter).after for quarter in found["quarter"]]).sort_values("end")
    latest = ordered.groupby("alley_id")[["event", "quarter"]].last()
    rows = grades.join(latest, on="alley_id")
    changes = found.groupby("alley_id").size()
    is_below = rows["event"].where(rows["event"].notna(), rows["grade"].map({BELOW: DOWNGRADED})) == DOWNGRADED
    return rows.assign(
        is_below=is_below, since=rows["quarter"], changes=rows["alley_id"].map(changes).fillna(0).astype(int)
    )[["alley_id", "grade", "is_below", "since", "changes"]]


def pass_mark() -> float:
    """The ten-none score (0–100) under which an alley is downgraded."""
    return settings().downgrade.pass_mark
