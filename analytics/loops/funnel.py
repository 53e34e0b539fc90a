"""The closed loop as a funnel: of what was found in the period, how far it has come by as-of, and where the rest is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analytics.loops.selection import Selection
from analytics.loops.statements import REJECTIONS, cases_statement, in_period, key_columns, keys, placed
from analytics.store.versions import Version

STAGES = ("found", "filed", "dispatched", "disposed", "checked", "closed")
# What became of a case that went no further than a stage.
ENDS = ("void", "rejected", "suspended", "overdue", "waiting")

_PLACES = f"""placed_cases as (
    -- one row per case with the last stage it reached; a later stage proves the earlier ones, written down or not
    select fact.*,
        case when closed_at is not null then 5 when checked_at is not null then 4 when disposed_at is not null then 3
             when dispatched_at is not null then 2 when filed_at is not null then 1 else 0 end as reached,
        case when is_void then 'void'
             when closed_at is not null then 'closed'
             when rejected_at is not null and filed_at is null then 'rejected'
             when suspended_at is not null and resumed_at is null and disposed_at is null then 'suspended'
             when disposed_at is null and dispose_due <= $as_of then 'overdue'
             else 'waiting' end as outcome
    from fact left join rejections using (case_id)
    where {in_period("reported_at")}
)"""


def funnel(version: Version, selection: Selection, by: Sequence[str] = (), tier: str | None = None) -> pd.DataFrame:
    """One row per group and stage of STAGES, in their order: `reached`, then ENDS: those of them that stopped there.

    Counted are the cases reported in the period, void ones included, since a void is a loss. reached = the reached of
    the next stage + the ENDS; the closed stop nowhere. `rejected` is known from case_flow alone; `overdue` is past its
    deadline, neither disposed nor suspended. Groups as in `balance`. Raises UnknownGroup.
    """
    groups = keys(by, tier)
    columns = "".join(f"{name}, " for name in groups)
    select = f"""select {key_columns(groups)}reached, outcome, count(*) as cases from placed_cases
        where {placed(groups)} group by {columns}reached, outcome"""
    statement = cases_statement(selection, in_period("reported_at"), select, REJECTIONS, _PLACES)
    found = version.frame(statement, selection.parameters())
    if not groups:
        return _steps(found)
    pieces = [
        _steps(rows).assign(**dict(zip(groups, key, strict=True)))
        for key, rows in found.groupby(list(groups), dropna=False, sort=True)
    ]
    order = [*groups, "stage", "reached", *ENDS]
    return pd.concat(pieces, ignore_index=True)[order] if pieces else pd.DataFrame(columns=order)


def _steps(rows: pd.DataFrame) -> pd.DataFrame:
    """The funnel of one group from its counts by last stage and outcome."""
    stopped = np.zeros((len(STAGES), len(ENDS) + 1), dtype=np.int64)
    outcomes = {name: place for place, name in enumerate((*ENDS, "closed"))}
    for reached, outcome, cases in zip(rows["reached"], rows["outcome"], rows["cases"], strict=True):
        stopped[reached, outcomes[outcome]] += cases
    reached = stopped.sum(axis=1)[::-1].cumsum()[::-1]
    table = pd.DataFrame(stopped[:, : len(ENDS)], columns=list(ENDS))
    table.insert(0, "reached", reached)
    table.insert(0, "stage", list(STAGES))
    return table
