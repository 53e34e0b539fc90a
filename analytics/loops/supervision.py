"""What was watched from above: supervised cases, escalated ones, major and difficult ones.

What a higher tier assigned downwards is `balance` by `assigned_from_tier`.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.loops.selection import Selection
from analytics.loops.statements import cases_statement, count, in_period, key_columns, keys, placed
from analytics.loops.survival import curve_steps, quantile_hours
from analytics.store.versions import Version

# Kind → when it began, and which cases are of the kind.
_KINDS = {
    "supervised": ("supervised_at", "true"),
    "escalated": ("escalated_at", "true"),
    "major": ("filed_at", "is_major"),
}
_READS = in_period("supervised_at", "escalated_at", "filed_at")


def supervision(
    version: Version, selection: Selection, by: Sequence[str] = (), tier: str | None = None
) -> pd.DataFrame:
    """One row per group and kind: cases, disposed, on_time, overdue_open, closed, km_median_hours.

    Kinds: `supervised` and `escalated` in the period, `major` filed in it; not void. Disposed, closed and overdue and
    open (past the deadline, whenever that was) are as of as-of. The hours run from that moment to the disposal, by
    Kaplan-Meier; a case disposed before it counts with none. Groups as in `balance`. Raises UnknownGroup.
    """
    groups = keys(by, tier)
    names = ["kind", *groups]
    columns = ", ".join(names)
    watched = "watched as (\n" + "\nunion all\n".join(
        f"""select '{kind}' as kind, {key_columns(groups)}is_disposed, is_on_time, is_closed,
            not is_disposed and dispose_due <= $as_of as is_overdue, is_disposed as is_ended,
            greatest((epoch(coalesce(disposed_at, $as_of)) - epoch({since})) / 3600e0, 0e0) as hours
        from fact where not is_void and {which} and {in_period(since)} and {placed(groups)}"""
        for kind, (since, which) in _KINDS.items()
    ) + "\n)"  # fmt: skip
    plain = f"""plain as (
    select {columns}, count(*) as cases, {count("is_disposed")} as disposed, {count("is_on_time")} as on_time,
        {count("is_overdue")} as overdue_open, {count("is_closed")} as closed
    from watched group by {columns}
)"""
    matching = " and ".join(f"p.{name} is not distinct from k.{name}" for name in names)
    select = f"""select p.*, k.km_median_hours from plain as p left join (
            select {columns}, {quantile_hours(0.5)} as km_median_hours from survival group by {columns}
        ) as k on {matching} order by {", ".join(f"p.{name} nulls last" for name in names)}"""
    more = (watched, plain, *curve_steps("watched", names))
    return version.frame(cases_statement(selection, _READS, select, *more), selection.parameters())
