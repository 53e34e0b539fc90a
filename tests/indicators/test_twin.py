"""Every indicator on every tier against its naive twin."""

from __future__ import annotations

import math
from datetime import datetime

import pytest

from analytics.contract.periods import Period
from analytics.indicators import TIERS, catalogue, compute, explain
from tests import naive
from tests.indicators.random_city import RandomCity
from tests.making import make_version

MOMENTS = [
    ("2018-09", "2018-10-04"),
    ("2018-09", "2018-09-21T15:30"),
    ("2018-09", "2018-09-30T23:59"),
    ("2018-W37", "2018-09-20"),
    ("2018Q3", "2018-10-19"),
    ("2018-09-17", "2018-09-18"),
    ("2018-10", "2018-10-01T07:00"),
    ("2018-09", "2018-08-01"),
]


@pytest.fixture(scope="module", params=[1, 2])
def version(request, tmp_path_factory):
    return make_version(tmp_path_factory.mktemp("city"), RandomCity(request.param).rows())


@pytest.fixture(scope="module")
def city(version):
    return naive.City(version)


def same(one: float | None, other: float | None) -> bool:
    if one is None or math.isnan(one):
        return other is None
    return other is not None and math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


@pytest.mark.parametrize(("text", "moment"), MOMENTS)
def test_compute_agrees_with_the_naive_twin(version, city, text, moment):
    period, as_of = Period.parse(text), datetime.fromisoformat(moment)
    found = compute(version, period, TIERS, as_of=as_of)
    differences = []
    for (name, tier), rows in found.groupby(["indicator", "tier"], sort=False):
        expected = naive.compute(city, name, tier, period, as_of)
        assert list(rows["unit"]) == list(expected)
        for row in rows.itertuples():
            numbers = (row.numerator, row.denominator, row.value)
            if not all(same(one, other) for one, other in zip(numbers, expected[row.unit], strict=True)):
                differences.append((name, tier, row.unit, numbers, expected[row.unit]))
    assert differences == []


def test_the_random_cities_give_every_indicator_something_to_count(version):
    found = compute(version, Period.parse("2018-09"), "city", as_of=datetime(2018, 10, 4))
    empty = found.loc[~(found["denominator"] > 0) | ~(found["value"] > 0), "indicator"]
    assert list(empty) == []


@pytest.mark.parametrize("tier", TIERS)
def test_explained_rows_sum_to_the_indicator(version, tier):
    period, as_of = Period.parse("2018-09"), datetime(2018, 10, 4)
    for row in compute(version, period, tier, as_of=as_of).groupby("indicator", sort=False).head(3).itertuples():
        rows = explain(version, row.indicator, row.unit, tier, period, as_of)
        entry = catalogue()[row.indicator]
        assert math.isclose(rows["denominator"].sum(), row.denominator, abs_tol=1e-9), row
        if entry.formula_at(tier).kind == "quantile":
            assert rows["numerator"].isna().all()
        else:
            assert math.isclose(rows["numerator"].sum(), row.numerator, rel_tol=1e-9, abs_tol=1e-9), row
