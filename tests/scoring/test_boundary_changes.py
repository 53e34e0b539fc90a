"""What changed on the map between two periods: begun, ended, redrawn; nothing before or after."""

from datetime import date, datetime

import pytest

from analytics.contract.periods import Period
from analytics.scoring.boundary_changes import boundary_changes
from tests.making import make_version

AREAS = [
    ("11", None, "city", None, None),
    ("1101", "11", "district", None, None),
    ("1102", "11", "district", None, None),
    ("110101", "1101", "subdistrict", "2010-01-01", "2018-08-31"),  # merged away
    ("110102", "1101", "subdistrict", "2010-01-01", "2018-08-31"),  # redrawn on the next day
    ("110102", "1101", "subdistrict", "2018-09-01", None),
    ("110103", "1101", "subdistrict", "2018-08-01", None),  # on the earlier period's first day: the same in both
    ("110104", "1101", "subdistrict", "2018-10-01", None),  # after both
    ("110105", "1101", "subdistrict", "2018-09-30", None),
    ("110201", "1102", "subdistrict", "2018-09-10", None),
    ("11010101", "110103", "community", "2018-09-05", None),
]


@pytest.fixture
def version(tmp_path):
    names = ("area_code", "parent_code", "tier", "valid_from", "valid_to")
    areas = [dict(zip(names, row, strict=True)) | {"name": row[0]} for row in AREAS]
    return make_version(tmp_path, {"areas": areas})


def changes(version, tier, within=None, as_of=datetime(2018, 10, 4)):
    found = boundary_changes(version, Period.parse("2018-08"), Period.parse("2018-09"), tier, within, as_of)
    return [(row.unit, row.change, row.on) for row in found.itertuples()]


def test_what_changed_between_two_months(version):
    assert changes(version, "subdistrict") == [
        ("110101", "ended", date(2018, 9, 1)),
        ("11010101", "began", date(2018, 9, 5)),
        ("110102", "redrawn", date(2018, 9, 1)),
        ("110105", "began", date(2018, 9, 30)),
        ("110201", "began", date(2018, 9, 10)),
    ]


def test_inside_an_area_on_a_tier_and_up_to_the_days_that_have_ended(version):
    assert changes(version, "subdistrict", "1102") == [("110201", "began", date(2018, 9, 10))]
    assert changes(version, "community") == [("11010101", "began", date(2018, 9, 5))]
    assert changes(version, "alley") == []
    assert [unit for unit, *_ in changes(version, "subdistrict", as_of=datetime(2018, 9, 8))] == [
        "110101", "11010101", "110102",
    ]
