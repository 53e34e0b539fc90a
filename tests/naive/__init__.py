"""The indicators once more, in plain Python loops over row dicts: slow, and written without a look at the SQL."""

from __future__ import annotations

from datetime import datetime
from statistics import median

from analytics.contract.periods import Period
from tests.naive import alleys, cases, grids, people
from tests.naive.city import City, Moment

MEASURES = cases.MEASURES | alleys.MEASURES | people.MEASURES | grids.MEASURES

Numbers = tuple[float | None, float | None, float | None]


def compute(city: City, name: str, tier: str, period: Period, as_of: datetime) -> dict[str, Numbers]:
    """Numerator, denominator and value of the indicator for every unit of the tier in force."""
    moment = Moment(period, as_of)
    measure = MEASURES[name]
    units = city.units(tier, moment.last or period.first)
    if not measure.has_answer(city, moment):
        return dict.fromkeys(units, (None, None, None))
    rows: dict[str, list[tuple[float, float]]] = {unit: [] for unit in units}
    for places, numerator, denominator in measure.rows(city, moment):
        if places.get(tier) in rows:
            rows[places[tier]].append((numerator, denominator))
    return {unit: _numbers(measure.quantile, found) for unit, found in rows.items()}


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
