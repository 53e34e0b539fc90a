"""The demo city through the whole flow: days and coverage against plain loops, and the core's numbers from its rows."""

from __future__ import annotations

from datetime import datetime

import pytest

from analytics.chiefs import alley_calendar, alley_levels, figures, roll_out_matrix, suspicions
from analytics.chiefs.settings import groups
from analytics.contract.periods import Period
from analytics.demo.city import write_city
from analytics.publishing import import_paths
from analytics.store.versions import Store
from tests import naive as indicators
from tests.chiefs import naive
from tests.naive.city import Moment

ALLEYS = 60
FEBRUARY = Moment(Period.parse("2017-02"), datetime(2017, 3, 4))


@pytest.fixture(scope="module")
def version(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    write_city(folder / "files", cases=1500, months=2, alleys=ALLEYS)
    store = Store(folder / "store")
    import_paths(store, [folder / "files"], None, lambda *_: None)
    return store.version()


@pytest.fixture(scope="module")
def city(version):
    return indicators.City(version)


def test_days_of_the_demo_city_equal_the_naive_twin(version, city) -> None:
    expected = naive.levels(city, FEBRUARY)
    rows = alley_levels(version, FEBRUARY.period, None, FEBRUARY.as_of)
    assert {(row.alley_id, row.day.date()): row.level for row in rows.itertuples()} == expected
    assert len(set(expected.values())) == 3
    valid = naive.valid_patrols(city, FEBRUARY)
    for alley in sorted(city.alleys)[:ALLEYS]:
        calendar = alley_calendar(version, alley, FEBRUARY.period, FEBRUARY.as_of)
        assert calendar["valid"].tolist() == [len(valid.get((alley, day), [])) for day in FEBRUARY.days]


def test_the_core_of_the_demo_city_is_counted_from_its_rows(version, city) -> None:
    core = next(group for group in groups() if group.id == "core")
    found = figures(version, FEBRUARY.period, core.districts, FEBRUARY.as_of)
    assert found["alleys"] == ALLEYS
    inside = [row["alley_id"] for row in city["alleys"] if row["area_code"][:6] in core.districts]
    led = [naive.chiefs(city, alley, FEBRUARY.last) for alley in inside]
    assert found["chiefs"] == len(set().union(*led)) and found["without_chief"] == sum(not each for each in led)


def test_every_item_of_the_matrix_has_data_in_the_demo_city(version) -> None:
    rows = roll_out_matrix(version, FEBRUARY.period, "city", None, FEBRUARY.as_of)
    assert rows["numerator"].gt(0).all()


def test_filled_in_logs_are_found(version) -> None:
    found = suspicions(version, FEBRUARY.period, None, FEBRUARY.as_of)
    assert set(found["pattern"]) == {"close_together", "midnight", "bulk_entry"}
