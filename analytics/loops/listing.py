"""The loops as one document: for every unit in force its balance, movements, loops and the hours of each stage."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from analytics.contract.periods import Period
from analytics.loops.balance import ALL, COUNTS, units_balance
from analytics.loops.selection import Selection
from analytics.loops.stages import STAGES, finished_hours
from analytics.store.versions import Version


def loops(
    version: Version, period: Period, tier: str = "district", within: str | None = None, as_of: datetime | None = None
) -> list[dict[str, Any]]:
    """One dict per unit in force, in code order: unit, the COUNTS, `by_loop` {loop: COUNTS}, `stage_hours_median`.

    due = on_time + late + overdue_open everywhere. `by_loop` always has small, middle and large, and `unassigned` where
    cases bear no loop; together they are the unit's. The hours (stage → median) are those of the cases that finished
    the stage in the period; None without any. Raises UnknownUnit.
    """
    selection = Selection.of(version, period, as_of)
    rows = units_balance(version, selection, tier, within)
    counted = rows[["unit", "loop", *COUNTS]].to_dict("records")
    found = {row["unit"]: _counts(row) | {"by_loop": {}} for row in counted if row["loop"] == ALL}
    for row in counted:
        if row["loop"] != ALL:
            found[row["unit"]]["by_loop"][row["loop"]] = _counts(row)
    hours = {
        (row["unit"], row["stage"]): row["median_hours"]
        for row in finished_hours(version, selection, ("unit",), tier).to_dict("records")
    }
    return [
        {"unit": unit, **counts, "stage_hours_median": {each.name: hours.get((unit, each.name)) for each in STAGES}}
        for unit, counts in found.items()
    ]


def _counts(row: dict[str, Any]) -> dict[str, int]:
    return {name: int(row[name]) for name in COUNTS}
