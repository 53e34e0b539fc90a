"""Downgraded and restored alleys: a fold over the months of ten-none scores. Pure: frames in, frames out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analytics.contract.periods import Period

DOWNGRADED, RESTORED = "downgraded", "restored"
BELOW = "below"  # the grade of an alley that is already downgraded before its first check


@dataclass(frozen=True)
class Rule:
    """When an alley falls and rises.

    pass_mark: score 0–100. months_in_a_row: months at or above the mark that restore. decided_by: whether the quarter's
    score decides on falling ('quarter') or the score of any of its months ('month').
    """

    pass_mark: float = 90.0
    months_in_a_row: int = 3
    decided_by: str = "quarter"

    def __post_init__(self) -> None:
        if self.decided_by not in ("quarter", "month") or self.months_in_a_row < 1:
            raise ValueError(f"not a rule for downgrading: {self}")


def events(
    months: pd.DataFrame, quarters: pd.DataFrame, grades: Mapping[str, str | None], until: Period, rule: Rule
) -> pd.DataFrame:
    """Alleys that fell or rose up to and including the quarter `until`: one row per alley and quarter of a change.

    months, quarters: alley_id, period (text, such as 2018-09 and 2018Q3) and score; no row or NaN = no check.
    grades: an alley's grade before its first check. Returns alley_id, quarter, event, score (the quarter's, NaN where a
    restored alley has none); sorted by quarter, event and alley.
    """
    by_month, by_quarter = _scores(months), _scores(quarters)
    calendar = _calendar(months, until, rule)
    found = []
    for alley in sorted(by_month):
        below = grades.get(alley) == BELOW
        for quarter in calendar:
            score = by_quarter.get(alley, {}).get(quarter.text)
            event = _event(below, score, by_month[alley], quarter, rule)
            if event:
                below = event == DOWNGRADED
                found.append((alley, quarter.text, event, score))
    table = pd.DataFrame(found, columns=["alley_id", "quarter", "event", "score"]).astype({"score": float})
    return table.sort_values(["quarter", "event", "alley_id"], ignore_index=True)


@dataclass(frozen=True)
class _Quarter:
    """A quarter's name, its months, and for each month the months in a row that end in it."""

    text: str
    months: Sequence[str]
    runs: Sequence[Sequence[str]]


def _calendar(months: pd.DataFrame, until: Period, rule: Rule) -> list[_Quarter]:
    """The quarters from the first check of all to `until`."""
    checked = months.loc[months["score"].notna(), "period"]
    if checked.empty:
        return []
    quarter = Period.holding(Period.parse(checked.min()).first, "quarter")
    found = []
    while quarter.first <= until.first:
        runs = [_run(month, rule.months_in_a_row) for month in quarter.months()]
        found.append(_Quarter(quarter.text, [month.text for month in quarter.months()], runs))
        quarter = quarter.next()
    return found


def _run(last: Period, length: int) -> list[str]:
    run = [last]
    while len(run) < length:
        run.append(run[-1].previous())
    return [month.text for month in run]


def _event(below: bool, score: float | None, months: Mapping[str, float], quarter: _Quarter, rule: Rule) -> str | None:
    """What happens to an alley in a quarter: the state before the quarter decides, so it falls or rises, never both."""
    if below:
        # A month without a check has no score, so it breaks the run.
        rises = any(all(months.get(month, -1.0) >= rule.pass_mark for month in run) for run in quarter.runs)
        return RESTORED if rises else None
    decisive = [score] if rule.decided_by == "quarter" else [months.get(month) for month in quarter.months]
    falls = any(value is not None and value < rule.pass_mark for value in decisive)
    return DOWNGRADED if falls else None


def _scores(rows: pd.DataFrame) -> dict[str, dict[str, float]]:
    """alley → period → score, without the periods that have none."""
    found: dict[str, dict[str, float]] = {}
    for row in rows[rows["score"].notna()].itertuples(index=False):
        # Rounded, so that the order in which scores were added cannot decide about a pass.
        found.setdefault(row.alley_id, {})[row.period] = round(float(row.score), 9)
    return found
