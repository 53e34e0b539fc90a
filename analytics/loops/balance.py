"""The balance: due = on time + late + overdue and open, by unit, loop, class, source, organisation, hour of week.

Due is the cohort of the on-time rate, read from the same fact.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.indicators import units_in_force
from analytics.loops.selection import Selection
from analytics.loops.statements import cases_statement, count, grouped, in_period, key_columns, keys, placed
from analytics.store.versions import Version

BALANCE = {
    "due": "is_due",
    "on_time": "is_due and is_on_time",
    "late": "is_due and is_disposed and not is_on_time",
    "overdue_open": "is_due and not is_disposed",
}
# Each by its own stage's time in the period; void cases count as voided and as nothing else.
MOVEMENTS = {
    "filed": "is_filed_in_period",
    "disposed": "is_disposed_in_period",
    "closed": "is_closed_in_period",
    "voided": "voided_at >= $start and voided_at < $end",
    "fallback": "is_filed_in_period and is_fallback",
}
COUNTS = (*BALANCE, *MOVEMENTS)
# What some file has to tell before a count means anything; one of several where there are several.
_TOLD_BY = {
    "due": ("cases.dispose_due", "cases.limit_value", "deadline_rules.limit_value"),
    "on_time": ("cases.disposed_at",),
    "filed": ("cases.filed_at",),
    "disposed": ("cases.disposed_at",),
    "closed": ("cases.closed_at",),
    "voided": ("cases.voided_at",),
    "fallback": ("cases.is_fallback",),
}
LOOPS = ("small", "middle", "large")
ALL, UNASSIGNED = "all", "unassigned"

_READS = in_period("reported_at", "filed_at", "disposed_at", "closed_at", "voided_at", "dispose_due")
_COUNTED = ", ".join(f"{count(condition)} as {name}" for name, condition in (BALANCE | MOVEMENTS).items())


def balance(version: Version, selection: Selection, by: Sequence[str] = (), tier: str | None = None) -> pd.DataFrame:
    """One row per group that has anything to count: the group's columns, then COUNTS and `on_time_rate`.

    `by` names groups of `statements.keys`; by `unit` needs `tier`. The rate (0-1) is NaN where nothing was due. A group
    of None has no such property (no loop, no class); cases without a unit are left out. Raises UnknownGroup.
    """
    groups = keys(by, tier)
    select = f"""select {key_columns(groups)}{_COUNTED} from fact where {placed(groups)} {grouped(groups)}"""
    found = version.frame(cases_statement(selection, _READS, select), selection.parameters())
    found = found.loc[(found[list(COUNTS)] > 0).any(axis="columns")].reset_index(drop=True) if groups else found
    return _with_rate(found)


def units_balance(version: Version, selection: Selection, tier: str, within: str | None = None) -> pd.DataFrame:
    """One row per unit in force and loop: unit, name, name_en, loop, COUNTS, `on_time_rate`; units in code order.

    `loop` is ALL (first), one of LOOPS, or UNASSIGNED where a unit has cases of no loop. Zeros where there is nothing.
    """
    units = units_in_force(version, tier, selection.period, selection.as_of, within)[["unit", "name", "name_en"]]
    groups = keys(("unit", "loop"), tier)
    named = f"case when grouping(loop) = 1 then '{ALL}' else coalesce(loop, '{UNASSIGNED}') end"
    select = f"""select {tier} as unit, {named} as loop, {_COUNTED}
        from fact where {placed(groups)} group by grouping sets (({tier}), ({tier}, loop))"""
    found = version.frame(cases_statement(selection, _READS, select), selection.parameters())
    found = found.loc[(found["loop"] != UNASSIGNED) | (found[list(COUNTS)] > 0).any(axis="columns")]
    every = units.merge(pd.DataFrame({"loop": [ALL, *LOOPS]}), how="cross")
    extra = found.loc[found["loop"] == UNASSIGNED, ["unit", "loop"]].merge(units, on="unit")
    order = {loop: place for place, loop in enumerate((ALL, *LOOPS, UNASSIGNED))}
    rows = pd.concat([every, extra], ignore_index=True).merge(found, on=["unit", "loop"], how="left")
    rows[list(COUNTS)] = rows[list(COUNTS)].fillna(0).astype("int64")
    rows = rows.sort_values(["unit", "loop"], key=lambda column: column.map(order) if column.name == "loop" else column)
    return _with_rate(rows.reset_index(drop=True))


def adds_up(rows: pd.DataFrame) -> bool:
    """Whether due = on time + late + overdue and open in every row; a picture that does not add up is not drawn."""
    return bool((rows["due"] == rows["on_time"] + rows["late"] + rows["overdue_open"]).all())


def untold(version: Version) -> set[str]:
    """The counts of COUNTS about which no file tells anything: their 0 says nothing."""
    tables = ("cases", "deadline_rules")
    present = {f"{table}.{column}" for table in tables for column in version.columns_present(table)}
    missing = {name for name, columns in _TOLD_BY.items() if not present & set(columns)}
    return missing | (set(BALANCE) if missing & {"due", "on_time"} else set())


def _with_rate(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(on_time_rate=rows["on_time"] / rows["due"].where(rows["due"] > 0))
