"""Kaplan-Meier: how long things take when some are not finished yet.

Leaving out what is still open makes a slow unit look fast. Kaplan & Meier (1958): at each duration t at which
something ended, the share still open is multiplied by 1 - ended(t) / at risk(t), where at risk are all that lasted at
least t; what is cut off at t was still at risk at t. A quantile is the first duration at which the share still open is
not above it.
"""

from __future__ import annotations

from collections.abc import Sequence

# The product of many fractions misses 1/2 by rounding; no share of real cases is this close to it by chance.
_ROUNDING = 1e-9


def curve_steps(relation: str, groups: Sequence[str]) -> tuple[str, ...]:
    """Steps that end with `survival`: one row per group and duration at which something ended.

    `relation` has the group columns, `hours` and `is_ended` (false: cut off then). Columns: the groups, hours, at_risk,
    ended, share_open (0-1, after this duration). Rows with negative or missing hours do not count.
    """
    columns = "".join(f"{name}, " for name in groups)
    within = f"partition by {', '.join(groups)}" if groups else ""
    return (
        f"""durations as (
    select {columns}hours, count(*) as leaving, count(*) filter (where is_ended) as ended
    from {relation} where hours >= 0 group by all
)""",
        f"""risks as (
    select *, sum(leaving) over ({within} order by hours desc) as at_risk from durations
)""",
        f"""survival as (
    select {columns}hours, cast(at_risk as bigint) as at_risk, ended,
        product(1e0 - ended / at_risk) over ({within} order by hours) as share_open
    from risks where ended > 0
)""",
    )


def quantile_hours(share: float) -> str:
    """SQL over `survival`: hours after which that share has ended; NULL where fewer have, so far."""
    return f"min(hours) filter (where share_open <= {1 - share} + {_ROUNDING})"
