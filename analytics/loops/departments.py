"""The same performance by responsible organisation: due, on time, hours, rework, what is lying there now."""

from __future__ import annotations

import pandas as pd

from analytics.loops.balance import balance
from analytics.loops.selection import Selection
from analytics.loops.setbacks import setbacks
from analytics.loops.statements import cases_statement, in_period
from analytics.store.versions import Version

_HOURS = """select responsible_org as org, count(handling_hours) filter (where is_disposed_in_period) as handled,
    quantile_cont(handling_hours, 0.5) filter (where is_disposed_in_period) as median_hours,
    quantile_cont(handling_hours, 0.9) filter (where is_disposed_in_period) as p90_hours
    from fact group by responsible_org"""
_LYING = """select responsible_org as org, count(*) as open,
    cast(coalesce(count_if(dispose_due <= $as_of), 0) as bigint) as overdue,
    cast(coalesce(count_if(suspended_at is not null and resumed_at is null), 0) as bigint) as suspended_now
    from fact where not is_void and not is_disposed and dispatched_at is not null group by responsible_org"""
_NAMES = "select org_id as org, name, kind, tier from orgs"


def departments(version: Version, selection: Selection) -> pd.DataFrame:
    """One row per responsible organisation with cases: org, name, kind, tier; COUNTS and `on_time_rate` of `balance`;
    handled, median_hours, p90_hours (dispatched to disposed, in the period); reworked, rework_rate, extended, void;
    open, overdue, suspended_now: dispatched and not disposed at as-of, whenever they came. Most cases due first.

    `org` is None for cases of no organisation; name, kind and tier are None for one that no file describes.
    """
    found = balance(version, selection, by=("org",))
    behind = setbacks(version, selection, by=("org",))[["org", "reworked", "rework_rate", "extended", "void"]]
    hours = version.frame(cases_statement(selection, in_period("disposed_at"), _HOURS), selection.parameters())
    unfinished = "dispatched_at < $end and coalesce(disposed_at > $as_of, true)"
    lying = version.frame(cases_statement(selection, unfinished, _LYING), selection.parameters())
    for other in (behind, hours, lying):
        found = found.merge(other, on="org", how="outer")
    counts = [name for name in found if name not in ("org", "on_time_rate", "rework_rate", "median_hours", "p90_hours")]
    found[counts] = found[counts].fillna(0).astype("int64")
    named = version.frame(_NAMES).merge(found, on="org", how="right")
    named = named.loc[(named[["due", "filed", "disposed", "closed", "voided", "open"]] > 0).any(axis="columns")]
    return named.sort_values(["due", "org"], ascending=[False, True], ignore_index=True)
