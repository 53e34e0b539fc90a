"""Tasks counted: how many there are in each state, by origin, organisation or unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pandas as pd

from analytics.contract.periods import Period
from analytics.store.versions import Version
from analytics.tasks.listing import STATES, todo

COUNTS = ("tasks", *STATES)
_GROUPS = ("origin", "org", "district", "subdistrict", "community")


class UnknownGroup(ValueError):
    """A group that tasks cannot be divided by."""


def task_counts(
    version: Version, period: Period, as_of: datetime | None = None, by: Sequence[str] = (), **which: Any
) -> pd.DataFrame:
    """One row per group with tasks, in the groups' order: the groups, the COUNTS, done_rate.

    COUNTS: tasks, and how many of them are overdue, open, late, on_time, done; tasks is their sum. done_rate: on_time /
    (on_time + late + overdue), None where nothing was due; over the tasks `which="due"` it is task_done_rate. Groups:
    origin, org, district, subdistrict, community; no group gives one row. `which`: as in `todo`. Raises UnknownGroup.
    """
    unknown = set(by) - set(_GROUPS)
    if unknown:
        raise UnknownGroup(f"no such group: {', '.join(sorted(unknown))}")
    rows = todo(version, period, as_of, **which)
    flags = pd.DataFrame({"tasks": 1} | {state: (rows["state"] == state).astype(int) for state in STATES}, rows.index)
    if by:
        counted = flags.groupby([rows[name] for name in by], dropna=False).sum().reset_index()
    else:
        counted = flags.sum().astype(int).to_frame().T
    due = counted[["on_time", "late", "overdue"]].sum(axis="columns")
    return counted.assign(done_rate=counted["on_time"] / due.where(due > 0))
