"""Rates standardised for the kind of cases a unit has: shown beside the raw ones, never instead of them."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from analytics.contract.periods import Period
from analytics.indicators import indicator, units_in_force
from analytics.indicators.computing import answerable
from analytics.indicators.facts import facts
from analytics.indicators.moments import parameters
from analytics.store.versions import Version

COLUMNS = ["unit", "numerator", "denominator", "value", "expected", "ratio", "standardised"]
STRATA = ("kind", "major_code", "minor_code", "source")

_COUNTS = """
{facts}
-- one row per unit and kind of case (class and source) with cases that count
select {tier} as unit, concat_ws('|', scheme, {strata}) as stratum,
       cast(count_if(({cohort}) and ({numerator})) as double) as numerator,
       cast(count_if({cohort}) as double) as denominator
from fact where {tier} is not null
group by all having count_if({cohort}) > 0 order by unit, stratum
"""


class NotStandardised(ValueError):
    """An indicator that is no share of cases."""


def case_mix(
    version: Version, name: str, period: Period, tier: str, within: str | None = None, as_of: datetime | None = None
) -> pd.DataFrame:
    """One row per unit in force; columns COLUMNS, see `standardised`. The standard is all units compared.

    Kinds of case are class (minor, else major) × source. Raises NotStandardised, UnknownIndicator, UnknownUnit.
    """
    entry = indicator(name)
    formula = entry.formula_at(tier)
    if formula.fact != "cases" or formula.kind != "share":
        raise NotStandardised(name)
    moment = as_of or period.default_as_of(version.newest_known_at)
    units = units_in_force(version, tier, period, moment, within)["unit"]
    if entry.id not in answerable(version, [entry], moment):
        return pd.DataFrame({"unit": units}).reindex(columns=COLUMNS)
    strata = ", ".join(f"coalesce({column}, '')" for column in STRATA)
    sql = _COUNTS.format(
        facts=facts()["cases"].with_clause(), tier=tier, strata=strata, cohort=formula.cohort,
        numerator=formula.numerator,
    )  # fmt: skip
    counts = version.frame(sql, parameters(period, moment))
    return standardised(counts[counts["unit"].isin(units)]).reindex(units).rename_axis("unit").reset_index()[COLUMNS]


def standardised(counts: pd.DataFrame) -> pd.DataFrame:
    """Indirect standardisation, one row per unit (index): numerator, denominator, value (raw), expected, ratio,
    standardised.

    counts: unit, stratum, numerator, denominator. expected: the numerator that the unit would have, were each kind of
    case handled as all units together handle it. ratio: numerator / expected, NaN where nothing is expected.
    standardised: ratio × the rate of all, cut to 1: the raw rate as it would be with everybody's cases.
    """
    strata = counts.groupby("stratum")[["numerator", "denominator"]].sum()
    rates = strata["numerator"] / strata["denominator"]
    rows = counts.assign(expected=counts["denominator"] * counts["stratum"].map(rates))
    found = rows.groupby("unit")[["numerator", "denominator", "expected"]].sum()
    overall = strata["numerator"].sum() / strata["denominator"].sum() if len(strata) else float("nan")
    ratio = found["numerator"] / found["expected"].where(found["expected"] > 0)
    return found.assign(
        value=found["numerator"] / found["denominator"], ratio=ratio, standardised=(ratio * overall).clip(upper=1.0)
    )
