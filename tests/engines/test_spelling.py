"""Statements as Spark spells them."""

from __future__ import annotations

import pytest

from analytics.engines.spelling import spelled


@pytest.mark.parametrize(("duck", "spark"), [
    ("reported_at < $end and day = $last_day", "reported_at < :end and day = :last_day"),
    ("quantile_cont(handling_hours, 0.5) filter (where true)", "percentile(handling_hours, 0.5) filter (where true)"),
    ("select unnest(generate_series($a, $b, interval 1 hour)) as hour",
     "select explode(sequence(:a, :b, interval 1 hour)) as hour"),
    ("case_unnest(x) + unnest", "case_unnest(x) + unnest"),
])
def test_names_and_parameters_are_spelled_anew_and_nothing_else(duck, spark):
    assert spelled(duck) == spark
