"""What a plan would have found in the months after its history, against the even spread at the same hours."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np

from analytics.contract.periods import Period
from analytics.staffing.coverage import share_found
from analytics.staffing.history import WEEK, cases_by_hour
from analytics.staffing.planning import Plan
from analytics.store.versions import Version


def back_test(version: Version, plan: Plan, as_of: datetime | None = None, most: int = 3) -> list[dict[str, Any]]:
    """One dict per month after the history that has ended by as-of, the first `most`: month, cases, covered, baseline.

    A month without a case of the area tells nothing and ends the list.

    `cases` are those of the plan's places, known and not void at as-of (the newest moment known if None); each counts
    as covered by the share that the plan's, or the baseline's, inspectors find at its place and hour of the week.
    """
    moment = as_of or version.newest_known_at
    found: list[dict[str, Any]] = []
    month = Period.holding(plan.history.after, "month")
    while moment is not None and len(found) < most and month.is_finished(moment):
        if month.first >= plan.history.after:
            row = _month(version, plan, month, moment)
            if not row["cases"]:
                break
            found.append({"month": month.text, **row})
        month = month.next()
    return found


def _month(version: Version, plan: Plan, month: Period, as_of: datetime) -> dict[str, Any]:
    cases, _, _ = cases_by_hour(version, plan.places, plan.area, month.start, month.end, as_of)
    hours = (month.first.weekday() * 24 + np.arange(cases.shape[1])) % WEEK
    on_duty = plan.on_duty
    covered = baseline = 0.0
    for size in np.unique(plan.places.cells):
        rows = plan.places.cells == size
        covered += float((cases[rows] * share_found(on_duty[rows], int(size))[:, hours]).sum())
        baseline += float(cases[rows].sum() * share_found(np.array(plan.even), int(size)))
    return {"cases": int(cases.sum()), "covered": covered, "baseline": baseline}
