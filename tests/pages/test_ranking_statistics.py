"""The statistics of the ranking page: shown from the same numbers, chosen by the address, said where nothing is."""

import pytest

from tests.pages.test_ranking import QUARTER

ALL = {"area": "110000", "tier": "district", "period": "2018Q3", "scorecard": "cases_only"}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("section", ["funnel", "mix", "returning"])
@pytest.mark.parametrize("where", [QUARTER, ALL])
def test_every_section_draws(page, city_store, section: str, where: dict, language: str) -> None:
    test = page("ranking", city_store, **where, section=section, lang=language)
    assert not test.exception
    assert test.query_params["section"] == section


def test_case_mix_shows_both_rates(page, city_store) -> None:
    shown = page("ranking", city_store, **ALL, section="mix").dataframe[0].value
    assert (shown["value"] == shown["numerator"] / shown["denominator"] * 100).all()
    assert {"standardised", "place_standardised", "ratio"} <= set(shown)


def test_a_trial_is_marked_and_can_be_left(page, city_store, written) -> None:
    official = page("ranking", city_store, **ALL)
    assert "非正式" not in written(official)
    test = page("ranking", city_store, **ALL, weights="rework_rate:90")
    assert not test.exception
    assert "不是正式结果" in written(test)
    assert "（试算，非正式）" in written(test)
    test.button(key="what_if_reset").click().run()
    assert "weights" not in test.query_params
    assert "不是正式结果" not in written(test)


def test_weights_that_mean_nothing_are_no_trial(page, city_store, written) -> None:
    test = page("ranking", city_store, **ALL, weights="nothing:5,rework_rate:many")
    assert not test.exception
    assert "不是正式结果" not in written(test)
