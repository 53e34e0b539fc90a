"""The map page: values of every tier, the panel of a unit, reasons where there is nothing to draw."""

import pytest


@pytest.mark.parametrize("tier", ["district", "subdistrict", "grid", "alley"])
@pytest.mark.parametrize("indicator", ["on_time_rate", "ten_none_score", "handling_hours_median", "discovery_rate"])
def test_every_tier_draws(page, city_store, tier: str, indicator: str) -> None:
    test = page("map", city_store, tier=tier, indicator=indicator)
    assert not test.exception
    assert test.query_params["tier"] == tier


def test_a_unit_opens_into_what_its_value_is_made_of(page, city_store, written) -> None:
    told = written(page("map", city_store, tier="district", unit="110101"))
    assert "东城区" in told
    assert "应处置案件" in told


def test_names_from_the_data_are_escaped(page, city_store, written) -> None:
    told = written(page("map", city_store, tier="subdistrict", unit="110101002"))
    assert "&lt;img" in told
    assert "<img src=x" not in told


def test_an_indicator_without_data_says_so(page, city_store, written) -> None:
    assert "没有数据" in written(page("map", city_store, tier="district", indicator="discovery_rate"))


def test_an_area_without_units_inside_says_so(page, city_store, written) -> None:
    test = page("map", city_store, area="110101001", tier="community")
    assert not test.exception
    assert test.query_params["tier"] == "grid"
