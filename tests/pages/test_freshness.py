"""Who has not submitted, and how new the newest rows are."""

from datetime import datetime

import pytest

from analytics.contract.periods import Period
from analytics.store.freshness import first_day, newest_rows, not_submitted
from analytics.store.geometries import geometries
from tests.making import make_version

DAY = "2018-09-10"


@pytest.fixture
def version(tmp_path):
    """Two subdistricts in a district, one alley in the first; cases in the second, patrols in neither."""
    areas = [
        {"area_code": code, "parent_code": parent, "tier": tier, "name": code}
        for code, parent, tier in [
            ("C", None, "city"), ("D", "C", "district"), ("S1", "D", "subdistrict"), ("S2", "D", "subdistrict")]
    ]
    return make_version(tmp_path, {
        "areas": areas,
        "alleys": [{"alley_id": "A1", "name": "A1", "area_code": "S1"}],
        "cases": [{"case_id": "1", "area_code": "S2", "source": "hotline", "reported_at": f"{DAY}T08:00:00"}],
        "ten_none_checks": [{"check_id": "1", "alley_id": "A1", "checked_on": "2018-08-10", "score": 90.0}],
    })


def absent(version, period: str, as_of: datetime) -> set[tuple[str, str]]:
    found = not_submitted(version, Period.parse(period), "subdistrict", None, as_of)
    return {(row.table, row.unit) for row in found.itertuples()}


def test_units_without_a_row_in_the_period_are_named(version) -> None:
    assert absent(version, "2018-09", datetime(2018, 10, 4)) == {("cases", "S1"), ("ten_none_checks", "S1")}
    # S2 has no alley: nobody expects checks from it.
    assert absent(version, "2018-08", datetime(2018, 9, 4)) == {("cases", "S1"), ("cases", "S2")}


def test_rows_not_yet_known_do_not_count(version) -> None:
    assert ("cases", "S2") in absent(version, "2018-09", datetime(2018, 9, 10, 7))


def test_newest_rows_and_first_day(version) -> None:
    newest = {row["table"]: (row["rows"], row["newest"]) for row in newest_rows(version, datetime(2018, 10, 1))}
    assert newest["cases"] == (1, datetime(2018, 9, 10, 8))
    assert newest["patrols"] == (0, None)
    assert first_day(version).isoformat() == "2018-08-10"


def test_units_without_outline_are_absent(version) -> None:
    assert geometries(version, "subdistrict", Period.parse(DAY).first).empty
    with pytest.raises(ValueError, match="no such tier"):
        geometries(version, "street", Period.parse(DAY).first)
