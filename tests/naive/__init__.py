"""The indicators once more, in plain Python loops over row dicts: slow, and written without a look at the SQL."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from statistics import median

from analytics.contract.periods import Period
from tests.naive import alleys, cases, grids, people
from tests.naive.city import City, Moment

MEASURES = cases.MEASURES | alleys.MEASURES | people.MEASURES | grids.MEASURES

Numbers = tuple[float | None, float | None, float | None]


def compute(
    city: City, name: str, tiers: Iterable[str], period: Period, as_of: datetime
) -> dict[str, dict[str, Numbers]]:
    """By tier and unit in force: numerator, denominator and value of the indicator."""
    moment = Moment(period, as_of)
    measure = MEASURES[name]
    units = {tier: city.units(tier, moment.last or period.first) for tier in tiers}
    if not measure.has_answer(city, moment):
        return {tier: dict.fromkeys(codes, (None, None, None)) for tier, codes in units.items()}
    rows: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for places, numerator, denominator in measure.rows(city, moment):
        for tier in units:
            rows.setdefault((tier, places.get(tier)), []).append((numerator, denominator))
    return {
        tier: {unit: _numbers(measure.quantile, rows.get((tier, unit), [])) for unit in codes}
        for tier, codes in units.items()
    }


def _numbers(quantile: float | None, rows: list[tuple[float, float]]) -> Numbers:
    if quantile is not None:
        values = sorted(value for value, _ in rows)
        return None, float(len(values)), _quantile(values, quantile) if values else None
    numerator = sum(numerator for numerator, _ in rows)
    denominator = sum(denominator for _, denominator in rows)
    return float(numerator), float(denominator), numerator / denominator if denominator else None


def _quantile(values: list[float], share: float) -> float:
    if share == 0.5:
        return median(values)
    position = share * (len(values) - 1)
    below = int(position)
    above = min(below + 1, len(values) - 1)
    return values[below] + (position - below) * (values[above] - values[below])
