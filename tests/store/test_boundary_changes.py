"""Areas formed, ended and redrawn between two days."""

from datetime import date

import pytest

from analytics.store.boundary_changes import boundary_changes
from tests.making import make_version

AREAS = [
    {"area_code": "C", "tier": "city", "name": "City"},
    {"area_code": "D1", "tier": "district", "name": "East", "parent_code": "C"},
    {"area_code": "D2", "tier": "district", "name": "West", "parent_code": "C"},
    {"area_code": "S1", "tier": "subdistrict", "name": "Old", "parent_code": "D1", "valid_to": "2018-06-30"},
    {"area_code": "S2", "tier": "subdistrict", "name": "New", "parent_code": "D1", "valid_from": "2018-07-01"},
    {"area_code": "S3", "tier": "subdistrict", "name": "Moved", "parent_code": "D1", "valid_from": "2010-01-01",
     "valid_to": "2018-08-31"},
    {"area_code": "S3", "tier": "subdistrict", "name": "Moved", "parent_code": "D2", "valid_from": "2018-09-01"},
]  # fmt: skip


@pytest.fixture(scope="module")
def version(tmp_path_factory):
    return make_version(tmp_path_factory.mktemp("boundaries"), {"areas": AREAS})


def told(found):
    return [(each.area_code, each.change, each.day.isoformat(), each.units) for each in found]


def test_what_changed_between_two_days(version):
    found = boundary_changes(version, "district", None, date(2017, 9, 1), date(2018, 9, 30))
    assert told(found) == [
        ("S1", "ended", "2018-07-01", ("D1",)),
        ("S2", "formed", "2018-07-01", ("D1",)),
        ("S3", "redrawn", "2018-09-01", ("D1", "D2")),
    ]


def test_the_first_day_itself_is_no_change_and_the_last_is(version):
    assert told(boundary_changes(version, "district", None, date(2018, 7, 1), date(2018, 8, 31))) == []
    assert [each.area_code for each in boundary_changes(version, "district", None, date(2018, 8, 1), date(2018, 9, 1))
            ] == ["S3"]  # fmt: skip


def test_inside_an_area(version):
    found = boundary_changes(version, "subdistrict", "D2", date(2017, 9, 1), date(2018, 9, 30))
    assert told(found) == [("S3", "formed", "2018-09-01", ("S3",))]
