"""The rows behind a number."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from analytics.contract.periods import Period
from analytics.indicators.catalogue import TIERS
from analytics.indicators.catalogue import indicator as indicator_of
from analytics.indicators.computing import answerable
from analytics.indicators.facts import facts
from analytics.indicators.moments import parameters
from analytics.indicators.statements import rows_statement
from analytics.store.versions import Version


def explain(
    version: Version, indicator: str, unit: str, tier: str, period: Period, as_of: datetime | None = None
) -> pd.DataFrame:
    """One row per row of the indicator's fact that counts for the unit: its key columns, numerator, denominator.

    Their sums are the indicator's numerator and denominator; of a quantile, each row has no numerator and a
    denominator of 1. Empty where the indicator has no answer. Raises UnknownIndicator.
    """
    if tier not in TIERS:
        raise ValueError(f"no such tier: {tier}")
    entry = indicator_of(indicator)
    formula = entry.formula_at(tier)
    fact = facts()[formula.fact]
    moment = as_of or period.default_as_of(version.newest_known_at)
    if not answerable(version, [entry], moment):
        return pd.DataFrame(columns=[*fact.key, "numerator", "denominator"])
    return version.frame(rows_statement(fact, formula, tier), parameters(period, moment) | {"unit": unit})
