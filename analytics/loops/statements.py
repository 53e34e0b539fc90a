"""Statements over cases as they were known at as-of: the same steps and the same fact as the indicators read.

Each question says which cases it may need (`reads`, which decides nothing and only saves reading the others) and what
it selects from `fact`, one row per case of the selection.
"""

from __future__ import annotations

from collections.abc import Sequence

from analytics.indicators.catalogue import TIERS
from analytics.indicators.facts import facts, joined, steps
from analytics.loops.selection import Selection
from analytics.store.case_reading import HOUR_OF_WEEK

# Names of group columns → SQL over the fact. Monday 00:00 is hour 0 of the week; 1970-01-01 was a Thursday.
_KEYS = {
    "loop": {"loop": "loop"},
    "source": {"source": "source"},
    "class": {"scheme": "scheme", "kind": "kind", "major_code": "major_code"},
    "minor_class": {"scheme": "scheme", "kind": "kind", "major_code": "major_code", "minor_code": "minor_code"},
    "org": {"org": "responsible_org"},
    "hour_of_week": {"hour_of_week": HOUR_OF_WEEK},
    "assigned_from_tier": {"assigned_from_tier": "assigned_from_tier"},
    "is_major": {"is_major": "is_major"},
}

# A step: one row per report of the period that was rejected by as-of. Only case_flow tells of it.
REJECTIONS = """rejections as (
    select case_id, min("at") as rejected_at from case_flow
    where action = 'reject' and "at" >= $start and "at" <= $as_of group by case_id
)"""


class UnknownGroup(ValueError):
    """A group that no question can be divided by."""


def in_period(*columns: str) -> str:
    """SQL: whether one of these times lies in the period."""
    return "(" + " or ".join(f"({column} >= $start and {column} < $end)" for column in columns) + ")"


def cases_statement(selection: Selection, reads: str, select: str, *more: str) -> str:
    """`select` over `fact`: one row per case known at $as_of that `reads` lets in. `more` steps: "name as (…)"."""
    named = {
        "cases_of_period": f"select * from cases where reported_at <= $as_of and {reads} and {selection.chosen}",
        "cases_as_of": steps()["cases_as_of"],
        "fact": facts()["cases"].sql,
    }
    return joined(named, select, *more)


def count(condition: str) -> str:
    """SQL: for how many rows the condition holds, as a whole number, 0 where it is NULL for all."""
    return f"cast(coalesce(count_if({condition}), 0) as bigint)"


def keys(by: Sequence[str], tier: str | None) -> dict[str, str]:
    """Column → SQL of the groups: `unit` (of `tier`), loop, source, class, minor_class, org, hour_of_week, …"""
    found: dict[str, str] = {}
    for name in by:
        if name == "unit":
            if tier not in TIERS:
                raise UnknownGroup(f"units of no tier: {tier}")
            found["unit"] = tier
        elif name in _KEYS:
            found |= _KEYS[name]
        else:
            raise UnknownGroup(f"no such group: {name}")
    return found


def key_columns(groups: dict[str, str]) -> str:
    """The groups as the beginning of a select list, each followed by a comma."""
    return "".join(f"{sql} as {name}, " for name, sql in groups.items())


def placed(groups: dict[str, str]) -> str:
    """SQL: whether a case belongs to a unit at all; one without a place counts in the city alone."""
    return f"{groups['unit']} is not null" if "unit" in groups else "true"


def grouped(groups: dict[str, str]) -> str:
    """GROUP BY and ORDER BY of the groups; nothing without."""
    order = ", ".join(f"{name} nulls last" for name in groups)
    return f"group by {', '.join(groups)} order by {order}" if groups else ""
