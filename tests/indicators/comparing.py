"""What `compute` and the naive twin do not agree on."""

from __future__ import annotations

import math
from datetime import datetime

from analytics.contract.periods import Period
from analytics.indicators import TIERS, compute
from analytics.store.versions import Version
from tests import naive


def differences(version: Version, city: naive.City, period: Period, as_of: datetime) -> list[tuple]:
    """Every indicator, tier and unit on which the two differ by more than 1e-9: (name, tier, unit, found, expected)."""
    found = compute(version, period, TIERS, as_of=as_of)
    differing = []
    for name, of_indicator in found.groupby("indicator", sort=False):
        expected = naive.compute(city, name, TIERS, period, as_of)
        for tier, rows in of_indicator.groupby("tier", sort=False):
            assert list(rows["unit"]) == list(expected[tier]), (name, tier)
            for row in rows.itertuples():
                numbers = (row.numerator, row.denominator, row.value)
                if not all(map(_same, numbers, expected[tier][row.unit])):
                    differing.append((name, tier, row.unit, numbers, expected[tier][row.unit]))
    return differing


def _same(one: float, other: float | None) -> bool:
    if math.isnan(one):
        return other is None
    return other is not None and math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
