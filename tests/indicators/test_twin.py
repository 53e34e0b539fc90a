"""Every indicator on every tier against its naive twin."""

from __future__ import annotations

import math
from datetime import datetime

import pytest

from analytics.contract.periods import Period
from analytics.indicators import TIERS, catalogue, compute, explain
from tests import naive
from tests.indicators.comparing import differences
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


@pytest.mark.parametrize(("text", "moment"), MOMENTS)
def test_compute_agrees_with_the_naive_twin(version, city, text, moment):
    assert differences(version, city, Period.parse(text), datetime.fromisoformat(moment)) == []


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
