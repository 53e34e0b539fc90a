"""The page of grids: every section on every kind of store, and what it says are the figures of the cells."""

import pytest
import streamlit

from analytics import grids
from analytics.contract.labels import LANGUAGES
from analytics.contract.periods import Period
from analytics.store.versions import Store
from tests.grids.town import rows
from tests.making import make_version

SECTIONS = ("levels", "cells", "owners", "fallback", "census")
PERIOD = "2018-09"


@pytest.fixture(scope="module")
def town_store(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("grids"))
    make_version(store.versions, rows(1)).close()
    store.pointer.write_text("v000001", encoding="utf-8")
    return store.path


@pytest.fixture(autouse=True)
def forget():
    """The stores of the tests share the id of their version: what was cached of one must not answer for another."""
    streamlit.cache_data.clear()
    yield
    streamlit.cache_data.clear()


def test_without_a_store(page, tmp_path, written) -> None:
    assert "还没有数据" in written(page("grids", tmp_path / "nothing"))


def test_without_grids(page, areas_only_store, written) -> None:
    assert "没有网格" in written(page("grids", areas_only_store))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_draws(page, town_store, city_store, section: str, language: str) -> None:
    for area in ("C", "D1", "D1S1"):
        assert not page("grids", town_store, show=section, area=area, period=PERIOD, lang=language).exception
    # a city without levels, owners, shifts, parts or census
    assert not page("grids", city_store, show=section, area="110101", period=PERIOD, lang=language).exception


def test_the_figures_are_the_cells(page, town_store, written) -> None:
    found = grids.cells(Store(town_store).version(), Period.parse(PERIOD), within="D1")
    told = written(page("grids", town_store, area="D1", period=PERIOD))
    kept, weeks = found["weeks_kept"].sum(), found["weeks"].sum()
    assert f"{kept:,.0f} / {weeks:,.0f}" in told
    assert f"{found['responded'].sum():,.0f} / {found['respond_due'].sum():,.0f}" in told


def test_an_open_cell_shows_its_people(page, town_store) -> None:
    version = Store(town_store).version()
    found = grids.cells(version, Period.parse(PERIOD))
    cell = found.loc[found["inspectors"].idxmax(), "grid"]
    test = page("grids", town_store, show="cells", grid=cell, area="C", period=PERIOD)
    assert not test.exception
    names = set(grids.people_of(version, cell, Period.parse(PERIOD))["name"])
    assert any(names <= set(each.value.get("name", [])) for each in test.dataframe)


@pytest.mark.parametrize(("conditions", "kept"), [
    ({"level": "1"}, lambda row: row.level == 1),
    ({"level": "none"}, lambda row: row.level != row.level),
    ({"owner": "responsible_org"}, lambda row: not isinstance(row.responsible_org, str)),
    ({"owner": "fallback_org:O1"}, lambda row: row.fallback_org == "O1"),
    ({"tag": "crowded_place.school"}, lambda row: row.tags == "school"),
])  # fmt: skip
def test_conditions_keep_their_cells(page, town_store, conditions: dict, kept) -> None:
    test = page("grids", town_store, show="cells", area="C", period=PERIOD, **conditions)
    found = grids.cells(Store(town_store).version(), Period.parse(PERIOD))
    wanted = {row.grid for row in found.itertuples() if kept(row)}
    assert wanted and {*test.dataframe[0].value["grid"]} == wanted
