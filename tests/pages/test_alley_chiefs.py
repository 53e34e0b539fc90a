"""The page of alley chiefs: every section on every kind of store, and the way from alley to chief and back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import streamlit

from analytics.chiefs import figures, roll_out_matrix
from analytics.contract.periods import Period
from analytics.store.versions import Store

SECTIONS = ("roster", "patrols", "checks", "plan", "suspicions")
PERIOD, AS_OF = "2018-08", datetime(2018, 9, 4)
ALLEY, CHIEF = "A1101010010", "P1101010010"


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    """The stores of the tests share the id of their version: what was cached of one must not answer for another."""
    streamlit.cache_data.clear()
    yield
    streamlit.cache_data.clear()


def test_without_a_store(page, tmp_path, written) -> None:
    test = page("alley_chiefs", tmp_path / "nothing")
    assert not test.exception and "还没有数据" in written(test)


def test_without_alleys(page, areas_only_store, written) -> None:
    test = page("alley_chiefs", areas_only_store)
    assert not test.exception and "没有街巷" in written(test)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize(("area", "tier"), [("110000", "district"), ("110101", "subdistrict"), ("110101001", "alley")])
def test_every_section_draws(page, city_store, section: str, area: str, tier: str, language: str) -> None:
    test = page("alley_chiefs", city_store, show=section, area=area, tier=tier, period=PERIOD, lang=language)
    assert not test.exception


@pytest.mark.parametrize("section", SECTIONS)
def test_a_period_that_has_hardly_begun(page, city_store, section: str) -> None:
    test = page("alley_chiefs", city_store, show=section, area="110101", period="2018-10", as_of="2018-10-01")
    assert not test.exception


def test_figures_and_matrix_are_those_of_analytics(page, city_store, written) -> None:
    test = page("alley_chiefs", city_store, area="110101", period=PERIOD)
    version, period = Store(city_store).version(), Period.parse(PERIOD)
    found = figures(version, period, ["110101"], AS_OF)
    assert found["alleys"] == found["chiefs"] == 6
    assert "街巷 6 条" in written(test) and "在岗街巷长 6 人" in written(test)
    shown = test.dataframe[0].value
    rows = roll_out_matrix(version, period, "subdistrict", "110101", AS_OF)
    boards = rows[rows["item"] == "boards"]
    expected = [f"{row.value:.1%} {row.numerator:.0f}/{row.denominator:.0f}" for row in boards.itertuples()]
    assert shown["boards"].tolist() == expected
    # no file tells of offices or trainings
    assert set(shown["offices"]) == set(shown["trained"]) == {"—"}


def test_roster_lists_every_alley_with_its_chief(page, city_store) -> None:
    listed = page("alley_chiefs", city_store, area="110101001", period=PERIOD).dataframe[1].value
    assert listed["chiefs"].tolist() == ["巷长0010", "巷长0011"]
    assert listed["board"].tolist() == ["写着他人"] * 2


def test_gap_of_another_area_can_be_asked_by_address(page, city_store, written) -> None:
    test = page("alley_chiefs", city_store, area="110000", period=PERIOD, gap="board_names_other", at="110102")
    assert not test.exception and "西城区** · 公示牌写着他人：6" in written(test)
    assert len(test.dataframe[1].value) == 6


def test_alley_shows_its_year_and_links_on(page, city_store, written) -> None:
    test = page("alley_chiefs", city_store, area="110101", period=PERIOD, alley=ALLEY, day="2018-08-06")
    assert not test.exception
    assert "001号胡同0" in written(test) and "31 天中" in written(test)
    assert [button.label for button in test.button if "巷长" in button.label] == ["巷长0010 · 巷长"]
    patrols = test.dataframe[0].value
    assert {f"{start:%Y-%m-%d}" for start in patrols["started_at"]} == {"2018-08-06"}
    test.button(key=f"open_{CHIEF}").click().run()
    assert test.query_params["chief"] == CHIEF and "巷长0010" in written(test)
    assert not test.exception


def test_chief_leads_back_to_the_alley(page, city_store, written) -> None:
    test = page("alley_chiefs", city_store, area="110101", period=PERIOD, chief=CHIEF)
    assert not test.exception
    assert [each.value for each in test.subheader] == ["知情", "处置", "监督", "评价"]
    alley = next(button for button in test.button if button.label.startswith("001号胡同0"))
    alley.click().run()
    assert test.query_params["alley"] == ALLEY and "chief" not in test.query_params and not test.exception


@pytest.mark.parametrize("opened", [{"alley": "nowhere"}, {"chief": "nobody"}, {"alley": ALLEY, "day": "yesterday"}])
def test_addresses_that_lead_nowhere_say_so(page, city_store, opened: dict) -> None:
    test = page("alley_chiefs", city_store, area="110101", period=PERIOD, **opened)
    assert not test.exception
    assert test.info or "day" in opened
