from collections import Counter

import numpy as np
import pandas as pd
import pytest

from analytics.scoring.naming import fallen_by_unit, group_ends, named
from analytics.scoring.settings import settings
from analytics.scoring.standings import standing
from benchmarks.naming import WORSE, made_quarters
from tests.scoring.making import card, rows, units

ONE = card({"only": {"a": 1}}, minimum=1)
BEIJING = {
    **dict.fromkeys(["01", "02", "12"], "core"),
    **dict.fromkeys(["05", "06", "07", "08"], "inner"),
    **dict.fromkeys(["11", "13", "14", "15"], "new"),
    **dict.fromkeys(["09", "16", "17", "18", "19"], "green"),
}
NOBODY = pd.DataFrame(columns=["alleys", "downgraded"])


def stand(cells, groups=BEIJING, made=ONE, stream=(1,), draws=400):
    table = {unit: {"a": cell} for unit, cell in cells.items()}
    return standing(rows(table), units(list(table), groups), made, "district", {"a"}, stream, draws=draws)


def rules_of(found, kind=None):
    return {(entry["unit"], entry["rule"]) for entry in found if kind in (None, entry["kind"])}


def test_the_first_and_last_of_a_group_are_named_when_they_stand_out_from_all():
    cells = dict.fromkeys(BEIJING, (850, 1000)) | {"05": (970, 1000), "16": (700, 1000)}
    found = named(stand(cells), NOBODY, settings())
    assert rules_of(found) == {("05", "first_of_group"), ("16", "last_of_group")}
    assert [entry["kind"] for entry in found] == ["praise", "criticise"]
    criticised = found[1]
    assert criticised["tier"] == "district"
    assert "Rank 5 of 5 in its group with 70.00 points" in criticised["reasons"][0]["en"]
    assert "100%" in criticised["reasons"][1]["en"] and "100%" in criticised["reasons"][1]["zh"]


def test_the_last_of_a_good_group_is_not_named():
    good = dict.fromkeys(["02", "12"], (950, 1000)) | {"01": (940, 1000)}
    cells = {unit: (800 - 10 * index, 1000) for index, unit in enumerate(BEIJING)} | good
    assert "01" not in {entry["unit"] for entry in named(stand(cells), NOBODY, settings())}


def test_one_alone_in_its_group_is_neither_its_first_nor_its_last():
    cells = dict.fromkeys(BEIJING, (850, 1000)) | {"16": (700, 1000)}
    groups = {unit: unit for unit in BEIJING}
    assert named(stand(cells, groups), NOBODY, settings()) == []


def test_the_end_of_a_group_says_how_often_it_would_come_again():
    alike = dict.fromkeys(BEIJING, (850, 1000)) | {"05": (851, 1000), "16": (700, 1000)}
    ends = {(each.unit, each.end): each for each in group_ends(stand(alike), settings())}
    assert ends["16", "last"].again == 1 and not ends["16", "last"].could_be_chance
    first = ends["05", "first"]
    assert 0.1 < first.again < 0.6 and first.could_be_chance and not first.is_named


def test_a_city_without_groups_is_one_group():
    cells = dict.fromkeys(BEIJING, (850, 1000)) | {"16": (700, 1000)}
    assert ("16", "last_of_group") in rules_of(named(stand(cells, {}), NOBODY, settings()))


def test_few_units_are_named_by_the_same_rule():
    found = named(stand({"01": (903, 1000), "02": (600, 1000)}), NOBODY, settings())
    assert rules_of(found) == {("01", "first_of_group"), ("02", "last_of_group")}


def test_unranked_units_are_not_named_by_place():
    cells = dict.fromkeys(BEIJING, (850, 1000)) | {"16": None}
    assert "16" not in {entry["unit"] for entry in named(stand(cells), NOBODY, settings())}
    assert named(stand({"01": None}), NOBODY, settings()) == []


def test_a_share_of_downgraded_alleys_above_the_limit_is_criticised():
    cells = dict.fromkeys(["01", "02", "05"], (850, 1000))
    fallen = pd.DataFrame({"alleys": [100, 100], "downgraded": [5, 6]}, index=["01", "02"])
    found = named(stand(cells), fallen, settings())
    assert rules_of(found) == {("02", "downgraded_share")}
    assert found[0]["reasons"][0]["en"] == "6 of 100 alleys downgraded in the quarter: 6.00%; limit 5.00%"


def test_patrols_under_the_limit_are_criticised_also_where_the_unit_is_unranked():
    made = card({"only": {"a": 1, "patrol_compliance": 1}}, minimum=1)
    table = {"01": {"a": None, "patrol_compliance": (59, 100)}, "02": {"a": (9, 10), "patrol_compliance": (60, 100)}}
    quarter = standing(rows(table), units(list(table)), made, "district", {"a"}, draws=10)
    found = named(quarter, NOBODY, settings())
    assert rules_of(found, "criticise") == {("01", "patrol_compliance")}


def test_counts_of_fallen_alleys_by_unit():
    events = pd.DataFrame({"alley_id": ["x", "y"], "event": ["downgraded", "restored"]})
    places = pd.DataFrame({"alley_id": ["x", "y", "z"], "district": ["01", "01", "02"]})
    assert fallen_by_unit(events, places, "district").to_dict("index") == {
        "01": {"alleys": 2, "downgraded": 1},
        "02": {"alleys": 1, "downgraded": 0},
    }


@pytest.fixture(scope="module")
def quarters():
    """A hundred made quarters of 16 districts, 60 to 4,000 cases each: alike at 0.92, and with one of them at 0.77."""
    return made_quarters(100, draws=400)


def test_among_units_that_are_alike_hardly_anybody_is_criticised(quarters):
    assert np.mean([bool(alike) for alike, _ in quarters]) <= 0.12  # of 1,000 quarters 0.07: see benchmarks/naming.py
    by_unit = Counter(unit for alike, _ in quarters for unit in alike)
    assert max(by_unit.values(), default=0) <= 10


def test_a_unit_fifteen_points_worse_is_mostly_criticised(quarters):
    assert np.mean([WORSE in criticised for _, criticised in quarters]) >= 0.8
