"""Rework, extension, void and suspension: how often a case did not go straight through."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.contract import codes
from analytics.loops.selection import Selection
from analytics.loops.statements import cases_statement, count, grouped, in_period, key_columns, keys, placed
from analytics.store.versions import Version

# Each with the cohort of its indicator: closed, due, filed with the void ones.
_COUNTS = {
    "closed": "is_closed_in_period",
    "reworked": "is_closed_in_period and is_reworked",
    "due": "is_due",
    "extended": "is_due and is_extended",
    "filed_or_void": "is_filed_in_period_void_or_not",
    "void": "is_filed_in_period_void_or_not and is_void",
    "suspended": "not is_void and suspended_at >= $start and suspended_at < $end",
    "resumed": "not is_void and resumed_at >= $start and resumed_at < $end",
    "still_suspended": "not is_void and suspended_at is not null and resumed_at is null and not is_disposed",
}
_REASONS = tuple(codes.codes("void_reason"))
_SHARES = {"rework_rate": ("reworked", "closed"), "extension_rate": ("extended", "due"),
           "void_rate": ("void", "filed_or_void")}  # fmt: skip
_READS = "(" + in_period("filed_at", "closed_at", "dispose_due", "resumed_at") + " or suspended_at < $end)"


def setbacks(version: Version, selection: Selection, by: Sequence[str] = (), tier: str | None = None) -> pd.DataFrame:
    """One row per group: closed, reworked; due, extended; filed_or_void, void, void_<reason>; suspended, resumed,
    still_suspended; and rework_rate, extension_rate, void_rate (0-1, NaN without cases), equal to the indicators.

    `suspended` and `resumed` in the period; `still_suspended` at as-of, whenever it began before the period's end. The
    reasons are those of the void cases filed in the period, `void_unsaid` without one. Groups as in `balance`. Raises
    UnknownGroup.
    """
    groups = keys(by, tier)
    void = _COUNTS["void"]
    counts = _COUNTS | {f"void_{reason}": f"{void} and void_reason = '{reason}'" for reason in _REASONS}
    counts["void_unsaid"] = f"{void} and void_reason is null"
    columns = ", ".join(f"{count(condition)} as {name}" for name, condition in counts.items())
    select = f"select {key_columns(groups)}{columns} from fact where {placed(groups)} {grouped(groups)}"
    found = version.frame(cases_statement(selection, _READS, select), selection.parameters())
    for name, (numerator, denominator) in _SHARES.items():
        found[name] = found[numerator] / found[denominator].where(found[denominator] > 0)
    return found
