"""What is rolled up equals what the facts answer, to the last digit, and speaks only where it does."""

from __future__ import annotations

from datetime import timedelta

import duckdb
import pandas as pd
import pytest

from analytics.contract.periods import Period
from analytics.demo.city import write_city
from analytics.indicators import UnknownUnit, catalogue, compute, compute_periods, computing, rollups, units_in_force
from analytics.indicators.answers import as_rows
from analytics.indicators.rolling_up import periods_told, roll_up
from analytics.publishing import import_paths
from analytics.store.freshness import months_told
from analytics.store.versions import Store, Version
from tests.indicators.random_city import RandomCity
from tests.making import make_version


def random_version(folder, seed):
    version = make_version(folder, RandomCity(seed).rows())
    version.close()
    roll_up(version.path)
    return Version(version.path)


def demo_version(folder):
    write_city(folder / "files", cases=3000, months=4, alleys=100)
    import_paths(Store(folder / "store"), [folder / "files"], None, lambda *_: None)
    return Store(folder / "store").version()


@pytest.fixture(scope="module", params=["random 1", "random 2", "demo"])
def version(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("city")
    kind, *seed = request.param.split()
    return random_version(folder, int(seed[0])) if kind == "random" else demo_version(folder)


def told(version):
    return periods_told(months_told(version, 100))


def facts_alone(version, period, tiers, ids, within=None):
    moment = period.default_as_of(version.newest_known_at)
    return as_rows(computing.from_facts(version, period, tiers, ids, within, moment), ids)


@pytest.fixture
def no_facts(monkeypatch):
    def refuse(*_):
        raise AssertionError("the facts were asked")

    monkeypatch.setattr(computing, "from_facts", refuse)


def test_every_indicator_tier_and_period_equals_the_facts(version, monkeypatch):
    expected = {period: facts_alone(version, period, rollups.TIERS, list(catalogue())) for period in told(version)}
    assert {period.kind for period in expected} == set(rollups.KINDS)
    assert sum((rows["denominator"] > 0).sum() for rows in expected.values()) > 500
    monkeypatch.setattr(computing, "from_facts", None)
    for period, rows in expected.items():
        pd.testing.assert_frame_equal(compute(version, period, rollups.TIERS), rows, check_exact=True)
    found = compute_periods(version, expected, rollups.TIERS)
    pd.testing.assert_frame_equal(found, pd.concat(expected.values(), ignore_index=True), check_exact=True)


def test_units_inside_an_area_equal_the_facts(version, monkeypatch):
    period, ids = told(version)[0], ["rework_rate", "on_time_rate", "handling_hours_p90"]
    areas = [unit for tier in rollups.TIERS for unit in units_in_force(version, tier, period)["unit"]]
    expected = {area: facts_alone(version, period, rollups.TIERS, ids, area) for area in areas}
    monkeypatch.setattr(computing, "from_facts", None)
    for area, rows in expected.items():
        pd.testing.assert_frame_equal(compute(version, period, rollups.TIERS, ids, area), rows, check_exact=True)
    with pytest.raises(UnknownUnit):
        compute(version, period, "district", ids, "nowhere")


def test_tiers_that_are_not_rolled_up_stand_between_those_that_are(version):
    period, tiers, ids = told(version)[0], ("alley", "city", "grid", "district"), ["ten_none_score", "on_time_rate"]
    expected = facts_alone(version, period, tiers, ids)
    pd.testing.assert_frame_equal(compute(version, period, tiers, ids), expected, check_exact=True)


def test_another_moment_or_period_is_asked_of_the_facts(version, no_facts):
    month = told(version)[0]
    moment = month.default_as_of(version.newest_known_at)
    compute(version, month, "district", as_of=moment)
    for period, as_of in ((month, moment - timedelta(seconds=1)), (Period.holding(month.first, "week"), moment)):
        with pytest.raises(AssertionError, match="the facts were asked"):
            compute(version, period, "district", as_of=as_of)


def test_other_definitions_make_it_silent(version, no_facts, monkeypatch):
    monkeypatch.setattr(rollups, "definitions", lambda: "changed")
    with pytest.raises(AssertionError, match="the facts were asked"):
        compute(version, told(version)[0], "district")


def test_a_version_without_roll_ups_is_answered_from_the_facts(tmp_path):
    version = make_version(tmp_path, RandomCity(1).rows())
    period = told(version)[0]
    assert len(compute(version, period, "city", ["on_time_rate"])) == len(units_in_force(version, "city", period))


def test_the_order_of_kept_rows_does_not_matter(tmp_path):
    version = random_version(tmp_path, 1)
    period = told(version)[0]
    expected = compute(version, period, rollups.TIERS)
    version.close()
    with duckdb.connect(str(version.path)) as connection:
        connection.execute("create table shuffled as select * from rollup_values order by hash(unit, indicator)")
        connection.execute("drop table rollup_values; alter table shuffled rename to rollup_values")
    pd.testing.assert_frame_equal(compute(Version(version.path), period, rollups.TIERS), expected)
