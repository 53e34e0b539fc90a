"""The loop verb once more, in plain loops over row dicts, written without a look at the SQL."""

from __future__ import annotations

from datetime import datetime, timedelta
from statistics import median

from analytics.contract.periods import Period
from tests.naive.city import City, Moment, Row

LATER = ("filed_at", "dispatched_at", "disposed_at", "checked_at", "closed_at", "voided_at", "suspended_at",
         "resumed_at")  # fmt: skip
NAMES = ("due", "on_time", "late", "overdue_open", "filed", "disposed", "closed", "voided", "fallback")
CHAIN = ("reported_at", "filed_at", "dispatched_at", "disposed_at", "checked_at", "closed_at")


def loops(city: City, period: Period, tier: str, as_of: datetime) -> list[dict]:
    """The document of the verb."""
    moment = Moment(period, as_of)
    known = [_known(row, moment) for row in city["cases"] if moment.knows(row["reported_at"])]
    rows = []
    for unit in city.units(tier, moment.last or period.first):
        here = [case for case in known if case[tier] == unit]
        by_loop = {loop: _counts([case for case in here if case["loop"] == loop], moment)
                   for loop in ("small", "middle", "large")}  # fmt: skip
        unassigned = _counts([case for case in here if case["loop"] is None], moment)
        if any(unassigned.values()):
            by_loop["unassigned"] = unassigned
        hours = _hours(here, moment)
        rows.append({"unit": unit, **_counts(here, moment), "by_loop": by_loop, "stage_hours_median": hours})
    return rows


def _known(row: Row, moment: Moment) -> Row:
    return row | {name: row[name] if moment.knows(row[name]) else None for name in LATER}


def _counts(cases: list[Row], moment: Moment) -> dict[str, int]:
    found = dict.fromkeys(NAMES, 0)
    for case in cases:
        if case["voided_at"]:
            found["voided"] += moment.holds(case["voided_at"])
            continue
        for stage in ("filed", "disposed", "closed"):
            found[stage] += moment.holds(case[f"{stage}_at"])
        found["fallback"] += moment.holds(case["filed_at"]) and bool(case["is_fallback"])
        due = case["dispose_due"]
        suspended = case["suspended_at"] and due and case["suspended_at"] <= due and not (
            case["resumed_at"] and case["resumed_at"] <= due)  # fmt: skip
        if moment.holds(due) and not suspended:
            found["due"] += 1
            disposed = case["disposed_at"]
            found["overdue_open" if not disposed else "on_time" if disposed <= due else "late"] += 1
    return found


def _hours(cases: list[Row], moment: Moment) -> dict[str, float | None]:
    found = {}
    for start, end in zip(CHAIN, CHAIN[1:], strict=False):
        hours = [(case[end] - case[start]) / timedelta(hours=1) for case in cases
                 if not case["voided_at"] and moment.holds(case[end]) and case[start]]  # fmt: skip
        found[end.removesuffix("_at")] = median(hours) if hours else None
    return found
