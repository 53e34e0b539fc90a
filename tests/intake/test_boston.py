"""Boston 2011 through the shipped mapping: every one of 58,251 requests accounted for."""

from collections import Counter
from datetime import datetime

import pyarrow.parquet as pq
import pytest
import shapely

from analytics.contract.schema import DATA
from analytics.intake.converting import convert, discover
from analytics.intake.mapping import Mapping


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = DATA.parents[1] / "shared" / "data" / "boston"
    if not folder.exists():
        pytest.skip("Boston's files are not on this machine (shared/data/boston)")
    mapping = Mapping.load(DATA / "mappings" / "boston_311.toml")
    return convert(discover([folder]), mapping, tmp_path_factory.mktemp("boston"), None)


def _table(reports, name, derived=None):
    return [
        row for report in reports if report.table == name and derived in (None, report.derived)
        for row in pq.read_table(report.accepted_part).to_pylist()
    ]  # fmt: skip


@pytest.fixture(scope="module")
def cases(reports):
    return _table(reports, "cases")


def test_every_request_is_accounted_for(reports):
    report = next(report for report in reports if report.table == "cases")
    assert (report.read, report.accepted, report.refused, report.non_data) == (58251, 58251, 0, 0)
    assert report.issues == {}


def test_sources_stages_and_voids(cases):
    assert Counter(row["source"] for row in cases) == {"hotline": 28136, "inspector": 17925, "citizen": 12190}
    assert sum(row["closed_at"] is None for row in cases) == 3681
    assert Counter(row["void_reason"] for row in cases if row["voided_at"]) == {"duplicate": 2314, "invalid": 1414}
    assert sum(row["dispose_due"] is None for row in cases) == 10981
    first = cases[0]
    assert first["reported_at"] == first["filed_at"] == first["dispatched_at"] == datetime(2011, 7, 1, 1, 32, 33)
    assert first["disposed_at"] == first["checked_at"] == first["closed_at"] == datetime(2011, 7, 1, 5, 6, 58)
    assert (first["area_code"], first["_line"], first["responsible_org"]) == ("B3-17", 2, "PWDx")


def test_wards_are_the_same_however_written(cases):
    wards = {row["area_code"].split("-")[1] for row in cases if row["area_code"] and "-" in row["area_code"]}
    assert wards == {str(ward) for ward in range(1, 23)}
    assert sum(row["area_code"] is None for row in cases) == 2850


def test_areas_are_a_city_districts_with_outlines_and_wards_within_them(reports, cases):
    areas = {row["area_code"]: row for row in _table(reports, "areas")}
    assert Counter(row["tier"] for row in areas.values())["city"] == 1
    districts = [row for row in areas.values() if row["tier"] == "district"]
    assert len(districts) == 12
    shapes = shapely.from_wkb([row["geometry"] for row in districts])
    west, south, east, north = shapely.total_bounds(shapes)
    assert -71.2 < west < east < -70.9 and 42.2 < south < north < 42.4
    assert {row["area_code"] for row in cases if row["area_code"]} <= set(areas)
    assert all(row["parent_code"] in areas for row in areas.values() if row["tier"] != "city")
    assert len(areas) == len(_table(reports, "areas"))
    assert len(_table(reports, "orgs")) == 11
