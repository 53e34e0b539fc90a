"""The page of key areas: every family and tag draws; the figures are the family's."""

import pytest

from tests.hotspots.spotted import ALWAYS, cell


@pytest.fixture
def key_areas(page, spotted_store):
    return lambda **asked: page("key_areas", spotted_store.path, **{"period": "2018-09"} | asked)


@pytest.mark.parametrize(
    "asked",
    [
        {"family": "key_area"},
        {"family": "crowded_place", "tag": "school", "area": "110102"},
        {"family": "key_content", "tag": "back_alley", "lang": "en"},
        {"family": "key_content", "place": cell(*ALWAYS), "period": "2018Q3"},
        {"family": "none", "tag": "none", "place": "none"},
    ],
    ids=lambda asked: ",".join(asked.values()),
)
def test_draws(key_areas, asked: dict) -> None:
    assert not key_areas(**asked).exception


def test_figures_of_a_tag_against_all(key_areas) -> None:
    table = key_areas(family="key_area").dataframe[0].value
    core, whole = table.iloc[1], table.iloc[-1]
    assert list(table["tag"]) == ["重点管控区域合计", "首都核心区", "北京市全部案件"]
    assert (core["places"], core["hot"]) == (1, 1) and (whole["places"], whole["hot"]) == (400, 18)
    assert 0 < core["due"] < whole["due"]
    assert core["share"] == pytest.approx(table["share"].iloc[0])


def test_grids_of_a_tag_are_listed_with_how_clear_they_are(key_areas) -> None:
    table = key_areas(family="key_area", tag="capital_core").dataframe[1].value
    assert list(table["grid"]) == [cell(*ALWAYS)] and table["reading"].iloc[0] == "偏多，统计显著"


def test_without_tags_it_says_so(page, city_store, written) -> None:
    test = page("key_areas", city_store)
    assert not test.exception
    assert "没有“重点管控区域”标签" in written(test)


def test_without_cases_it_says_so(page, areas_only_store, written) -> None:
    assert "没有案件" in written(page("key_areas", areas_only_store))
