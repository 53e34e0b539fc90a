"""The overview's figures are the catalogue's, and every gap is explained."""

from datetime import datetime

import pytest

from analytics.contract.periods import Period
from analytics.indicators import compute
from analytics.store.versions import Store
from pages.widgets import look


def test_cards_show_the_catalogues_values(page, city_store, written) -> None:
    told = written(page("overview", city_store))
    with_version = Store(city_store).version()
    row = compute(with_version, Period.parse("2018-09"), "city", ["on_time_rate"]).iloc[0]
    assert look.figure(row["value"], "rate", "zh") in told
    assert f"{row['numerator']:.0f} / {row['denominator']:.0f}" in told


def test_opens_on_the_newest_finished_month(page, city_store) -> None:
    test = page("overview", city_store)
    assert not test.exception
    assert test.query_params["period"] == "2018-09"
    assert test.query_params["area"] == "110000"


@pytest.mark.parametrize("period", ["2018-09-17", "2018-W38", "2018-09", "2018Q3"])
@pytest.mark.parametrize("area", ["110000", "110101", "110101001"])
def test_every_kind_of_period_and_area_draws(page, city_store, period: str, area: str) -> None:
    test = page("overview", city_store, period=period, area=area)
    assert not test.exception
    assert test.query_params["period"] == period


def test_says_why_a_figure_is_missing(page, city_store, written) -> None:
    # No part census and no class tags came, and cases bring no minor class.
    assert "所需的列未在任何文件中出现" in written(page("overview", city_store))


def test_names_who_has_not_submitted(page, city_store, written) -> None:
    told = written(page("overview", city_store, area="110102"))
    assert "十无检查（1 个单位）</b> 西街道3" in told
    assert "案件（" not in told


def test_unknown_choices_fall_back(page, city_store) -> None:
    test = page("overview", city_store, period="never", area="nowhere", tier="x", scorecard="y", as_of="z", lang="fr")
    assert not test.exception
    assert test.query_params["period"] == "2018-09"
    assert test.query_params["scorecard"] == "monthly"


def test_as_of_hides_what_was_not_known(page, city_store, written) -> None:
    told = written(page("overview", city_store, period="2018-09", as_of="2018-09-16"))
    version = Store(city_store).version()
    row = compute(version, Period.parse("2018-09"), "city", ["on_time_rate"], as_of=datetime(2018, 9, 16)).iloc[0]
    assert f"{row['numerator']:.0f} / {row['denominator']:.0f}" in told
    assert "2018-09-16 00:00" in told
    assert "未结束" in told
