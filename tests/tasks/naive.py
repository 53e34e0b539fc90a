"""The list of tasks in plain loops."""

from __future__ import annotations

from tests.naive.city import City, Moment


def listed(city: City, moment: Moment, which: str, within: str | None) -> dict[str, str]:
    """Task → state, of the tasks asked about."""
    found = {}
    for row in city["tasks"]:
        if not moment.has_ended(row["asked_on"]):
            continue
        done = row["done_on"] if moment.has_ended(row["done_on"]) else None
        period = moment.period
        chosen = {
            "standing": row["asked_on"] < period.after and (done is None or done >= period.first),
            "asked": period.first <= row["asked_on"] < period.after,
            "due": moment.holds_day(row["due_on"]),
        }[which]
        here = [row[tier] for tier in ("city", "district", "subdistrict", "community", "alley")]
        if chosen and (within is None or within in here):
            found[row["task_id"]] = _state(row["due_on"], done, moment)
    return found


def _state(due, done, moment: Moment) -> str:
    if done is None:
        return "overdue" if moment.has_ended(due) else "open"
    if due is None:
        return "done"
    return "late" if done > due else "on_time"
