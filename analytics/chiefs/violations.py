"""Ten-none results item by item: violations found and checks that met them, by unit or by month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from analytics.contract.periods import Period
from analytics.indicators import TIERS
from analytics.indicators.facts import with_steps
from analytics.indicators.moments import parameters
from analytics.store.versions import Version

ITEMS = tuple(range(1, 11))
_COUNTS = ", ".join(
    f"cast(sum(item_{item}) as bigint) as violations_{item}, cast(coalesce(count_if(item_{item} > 0), 0) as bigint) "
    f"as met_{item}, count(item_{item}) as told_{item}"
    for item in ITEMS
)


def violations(
    version: Version, period: Period, tier: str, within: str | None, as_of: datetime
) -> pd.DataFrame:
    """One row per unit of the tier with a ten-none check in the period, and item 1–10.

    Columns unit, item, checks (that say anything of the item), met (of these, with a violation), violations (how many;
    null where no check says), share (met / checks). What the items are called depends on the date: see `ten_nones`.
    Raises ValueError: no such tier.
    """
    if tier not in TIERS:
        raise ValueError(f"no such tier: {tier}")
    select = f"""select {tier} as unit, {_COUNTS} from known_ten_none_checks
        where checked_on >= $first_day and checked_on < $after_day and {tier} is not null
          and ($within is null or $within in (city, district, subdistrict, community, alley))
        group by {tier} order by unit"""
    rows = version.frame(with_steps(select), parameters(period, as_of) | {"within": within})
    pieces = [
        rows[["unit"]].assign(
            item=item, checks=rows[f"told_{item}"], met=rows[f"met_{item}"], violations=rows[f"violations_{item}"]
        )
        for item in ITEMS
    ]
    found = pd.concat(pieces, ignore_index=True).sort_values(["unit", "item"], ignore_index=True)
    found["violations"] = found["violations"].astype("float64")
    checks = found["checks"].astype("float64")
    return found.assign(share=found["met"].astype("float64") / checks.where(checks > 0))


def violations_by_month(
    version: Version, months: Sequence[Period], within: str | None, as_of: datetime
) -> pd.DataFrame:
    """The rows of `violations` of an area as a whole (None = the city), month by month: period instead of unit."""
    tier = "city" if within is None else _tier_of(version, within)
    pieces = [violations(version, month, tier, within, as_of).assign(period=month.text) for month in months]
    found = pd.concat(pieces, ignore_index=True)
    return found[["period", "item", "checks", "met", "violations", "share"]]


def _tier_of(version: Version, unit: str) -> str:
    found = version.value("select any_value(tier) from units where unit = ?", [unit])
    return found or "city"
