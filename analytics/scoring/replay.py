"""The fold of falling and rising, step by step: what an alley's state was in every month, and why it changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pandas as pd

from analytics.contract.periods import Period
from analytics.scoring.adjusting import alley_scores
from analytics.scoring.downgrades import BELOW, DOWNGRADED, RESTORED, Rule, events
from analytics.scoring.settings import settings
from analytics.store.versions import Version

COLUMNS = ["month", "score", "run", "quarter", "quarter_score", "before", "event", "after"]
HELD, FALLEN = "held", "below"  # an alley's state


def alley_states(version: Version, alley: str, quarter: Period, as_of: datetime) -> pd.DataFrame:
    """An alley's states from the first month of any check up to the quarter, as known at `as_of`; see `states`."""
    months, quarters = alley_scores(version, quarter, as_of)
    grade = version.value("select grade from alleys where alley_id = ?", [alley])
    return states(months, quarters, alley, grade, quarter, settings().downgrade)


def states(
    months: pd.DataFrame, quarters: pd.DataFrame, alley: str, grade: str | None, until: Period, rule: Rule
) -> pd.DataFrame:
    """One row per month of an alley, from the quarter of its first check to `until`; columns COLUMNS.

    months, quarters as in `downgrades.events`. score: the month's, NaN without a check. run: months in a row at or
    above the mark that end in it. quarter_score: the quarter's, NaN without a check. before, after: 'held' or 'below'.
    event: 'downgraded' in the last month of the quarter whose score decided (of the month itself, where the rule says
    so), 'restored' in the first month that completes the run; missing otherwise.
    """
    by_month, by_quarter = (_of(rows, alley) for rows in (months, quarters))
    if not by_month:
        return pd.DataFrame(columns=COLUMNS)
    happened = events(
        months[months["alley_id"] == alley], quarters[quarters["alley_id"] == alley], {alley: grade}, until, rule
    )
    changes = dict(zip(happened["quarter"], happened["event"], strict=True))
    state = FALLEN if grade == BELOW else HELD
    found = []
    run = 0
    quarter = Period.holding(Period.parse(min(by_month)).first, "quarter")
    while quarter.first <= until.first:
        event = changes.get(quarter.text)
        for month in quarter.months():
            score = by_month.get(month.text)
            run = run + 1 if score is not None and score >= rule.pass_mark else 0
            last = month.after == quarter.after
            now = event if event and _decides(event, score, run, last, rule) else None
            after = {None: state, DOWNGRADED: FALLEN, RESTORED: HELD}[now]
            found.append((month.text, score, run, quarter.text, by_quarter.get(quarter.text), state, now, after))
            state, event = after, None if now else event
        quarter = quarter.next()
    return pd.DataFrame(found, columns=COLUMNS).astype({"score": float, "quarter_score": float})


def _decides(event: str, score: float | None, run: int, last: bool, rule: Rule) -> bool:
    """Whether this is the month in which the quarter's event happens."""
    if event == RESTORED:
        return run >= rule.months_in_a_row
    return last if rule.decided_by == "quarter" else score is not None and score < rule.pass_mark


def _of(rows: pd.DataFrame, alley: str) -> Mapping[str, float]:
    own = rows[(rows["alley_id"] == alley) & rows["score"].notna()]
    # Rounded as in the fold itself, so that both see the same pass.
    return {period: round(float(score), 9) for period, score in zip(own["period"], own["score"], strict=True)}
