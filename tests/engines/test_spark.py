"""Spark on a real cluster answers what DuckDB answers: every indicator, tier and period, every roll-up and rank."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.contract.periods import Period
from analytics.engines import ADDRESS, engine_of, parquet
from analytics.engines.spark import Spark
from analytics.indicators import TIERS, compute
from analytics.scoring import rank
from tests.engines.cluster import missing

pytestmark = [
    pytest.mark.spark,
    pytest.mark.xdist_group("spark"),
    pytest.mark.skipif(missing() is not None, reason=str(missing())),
]
NUMBERS = ["numerator", "denominator", "value"]
ROLLED = """select period, tier, as_of, v.* exclude (rollup) from rollups join rollup_values as v using (rollup)
    order by rollup, place"""


def assert_same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(found.drop(columns=NUMBERS), expected.drop(columns=NUMBERS))
    for name in NUMBERS:
        np.testing.assert_allclose(found[name].to_numpy(float), expected[name].to_numpy(float), 1e-9, 1e-9)


def test_every_rolled_up_indicator_tier_and_period_is_the_same(duck, spark):
    expected = duck.frame(ROLLED)
    assert {len(period) for period in expected["period"]} == {4, 6, 7}  # years, quarters, months
    assert (expected["denominator"] > 0).sum() > 500
    assert_same(spark.frame(ROLLED), expected)


def test_every_rank_is_the_same(duck, spark):
    for text in ("2018-08", "2018-09", "2018-10", "2018Q3", "2018"):
        for tier in ("district", "subdistrict"):
            expected, found = (rank(version, Period.parse(text), tier).as_json() for version in (duck, spark))
            assert [(row["unit"], row["rank"], row["status"]) for row in found["rows"]] == [
                (row["unit"], row["rank"], row["status"]) for row in expected["rows"]
            ]
            assert [row["score"] for row in found["rows"]] == pytest.approx(
                [row["score"] for row in expected["rows"]], abs=1e-9, nan_ok=True
            )


def test_all_six_tiers_at_another_moment_are_asked_of_the_cluster(duck, spark, address, monkeypatch):
    period, moment = Period.parse("2018-09"), pd.Timestamp("2018-09-21T15:30").to_pydatetime()
    expected = compute(duck, period, TIERS, as_of=moment)
    monkeypatch.setenv(ADDRESS, address)
    assert isinstance(engine_of(spark), Spark)
    assert parquet.folder_of(spark.path).is_dir()
    assert_same(compute(spark, period, TIERS, as_of=moment), expected)
