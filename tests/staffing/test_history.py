"""Cases and inspectors per place and hour equal a count in plain loops."""

from datetime import datetime, timedelta

import pytest

from analytics.staffing.history import cases_by_hour, inspectors_by_hour
from analytics.staffing.places import choose_places
from tests.staffing.town import CELLS

START, END, AS_OF = datetime(2018, 5, 1), datetime(2018, 5, 22), datetime(2018, 5, 25)
SUBDISTRICTS = ("S1", "S2")


def place_of(cell, tier):
    return {"grid": cell, "subdistrict": CELLS[cell], "district": "D"}[tier]


@pytest.mark.parametrize("tier", ["grid", "subdistrict"])
def test_cases_per_place_and_hour(version, rows, tier):
    places = choose_places(version, "D", START.date(), 1, 100, tier)[0]
    cases, brought, unplaced = cases_by_hour(version, places, "D", START, END, AS_OF)
    assert cases.shape == brought.shape == (len(places), 21 * 24)
    naive = {}
    for row in rows["cases"]:
        known = START <= row["reported_at"] < END and not (row["voided_at"] and row["voided_at"] <= AS_OF)
        if known:
            hour = int((row["reported_at"] - START).total_seconds() // 3600)
            for key in ("all", row["source"]):
                spot = key, place_of(row["grid_code"], tier), hour
                naive[spot] = naive.get(spot, 0) + 1
    for n, code in enumerate(places.codes):
        for hour in range(21 * 24):
            assert cases[n, hour] == naive.get(("all", code, hour), 0)
            assert brought[n, hour] == naive.get(("inspector", code, hour), 0)
    assert unplaced == 0


@pytest.mark.parametrize("tier", ["grid", "subdistrict"])
def test_inspectors_per_place_and_hour(version, rows, tier):
    places = choose_places(version, "D", START.date(), 1, 100, tier)[0]
    present = inspectors_by_hour(version, places, START, END, AS_OF)
    for n, code in enumerate(places.codes):
        for hour in range(21 * 24):
            begin = START + timedelta(hours=hour)
            end = begin + timedelta(hours=1)
            naive = 0.0
            for row in rows["shifts"]:
                if row["started_at"] <= AS_OF:
                    overlap = (min(row["ended_at"], end) - max(row["started_at"], begin)).total_seconds() / 3600
                    naive += max(overlap, 0.0) * reach(row, code, tier)
            assert present[n, hour] == pytest.approx(naive, abs=1e-9)


def reach(row, place, tier):
    """How much of an inspector of that shift is in the place: four cells a subdistrict, eight a district."""
    if row["grid_code"]:
        return float(place_of(row["grid_code"], tier) == place)
    if row["area_code"] in SUBDISTRICTS and tier == "grid":
        return float(CELLS[place] == row["area_code"]) / 4
    if row["area_code"] in SUBDISTRICTS:
        return float(place == row["area_code"])
    return 1 / 8 if tier == "grid" else 1 / 2


def test_cases_without_a_place_are_told(tmp_path):
    from tests.making import make_version
    from tests.staffing import town

    rows = {"areas": town.areas(), "grids": town.grids(), "cases": [
        {"case_id": "1", "source": "hotline", "grid_code": "G11", "area_code": "S1", "reported_at": "2018-05-02 09:10"},
        {"case_id": "2", "source": "hotline", "area_code": "S1", "reported_at": "2018-05-02 09:10"},
        {"case_id": "3", "source": "hotline", "area_code": "E", "reported_at": "2018-05-02 09:10"},
    ]}  # fmt: skip
    version = make_version(tmp_path, rows)
    places = choose_places(version, "D", START.date(), 1, 100, "grid")[0]
    cases, _, unplaced = cases_by_hour(version, places, "D", START, END, AS_OF)
    assert (cases.sum(), unplaced) == (1, 1)
    assert inspectors_by_hour(version, places, START, END, AS_OF) is None
