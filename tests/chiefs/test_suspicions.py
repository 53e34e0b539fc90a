"""Suspicious patterns: each worked by hand, and quiet where a log is as logs are."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from analytics.chiefs.suspicions import PATTERNS, suspicions, suspicious_patrols
from analytics.contract.periods import Period
from tests.making import make_version

PERIOD, AS_OF = Period.parse("2018-09"), datetime(2018, 10, 4)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def _patrol(person: str, start: datetime, minutes: int = 20, recorded: datetime | None = None) -> dict:
    return {"patrol_id": f"{person}{start:%m%d%H%M}", "person_id": person, "alley_id": f"A{person}",
            "started_at": start, "ended_at": start + minutes * MINUTE, "recorded_at": recorded}


def _days(count: int) -> list[datetime]:
    return [datetime(2018, 9, 3) + place * DAY for place in range(count)]


def _rows() -> list[dict]:
    """Honest H; C whose second patrols follow at once; M at midnight; B who enters nine days in one sitting."""
    rows = []
    for day in _days(9):
        rows += [_patrol("H", day.replace(hour=9)), _patrol("H", day.replace(hour=15))]
        rows += [_patrol("C", day.replace(hour=9)), _patrol("C", day.replace(hour=9, minute=22))]
        rows += [_patrol("M", day), _patrol("M", day.replace(hour=12))]
    sitting = datetime(2018, 9, 12, 8)
    rows += [_patrol("B", day.replace(hour=9), recorded=sitting + place * MINUTE) for place, day in enumerate(_days(9))]
    return rows


@pytest.fixture(scope="module")
def version(tmp_path_factory):
    people = [{"person_id": person, "name": f"Name {person}"} for person in "HCMB"]
    alleys = [{"alley_id": f"A{person}", "name": f"Alley {person}", "area_code": "S"} for person in "HCMB"]
    areas = [{"area_code": "S", "tier": "subdistrict", "name": "S"}]
    tables = {"patrols": _rows(), "people": people, "alleys": alleys, "areas": areas}
    return make_version(tmp_path_factory.mktemp("suspicions"), tables)


def test_each_pattern_finds_its_person(version) -> None:
    found = suspicions(version, PERIOD, None, AS_OF)
    told = {row.pattern: (row.person_id, row.patrols, row.of, row.alley_id) for row in found.itertuples()}
    assert told == {
        "close_together": ("C", 9, 18, "AC"),
        "midnight": ("M", 9, 18, "AM"),
        "bulk_entry": ("B", 9, 9, "AB"),
    }
    assert found["share"].tolist() == [0.5, 0.5, 1.0] and set(found["unit"]) == {"S"}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_finding_opens_into_its_rows(version, pattern: str) -> None:
    found = suspicions(version, PERIOD, None, AS_OF).set_index("pattern").loc[pattern]
    rows = suspicious_patrols(version, PERIOD, pattern, found["person_id"], None, AS_OF)
    assert len(rows) == found["patrols"] and rows["alley_id"].eq(f"A{found['person_id']}").all()
    assert rows["started_at"].min().date() == found["first_day"].date()
    if pattern == "close_together":
        assert (rows["started_at"] - rows["before"]).eq(2 * MINUTE).all()
    if pattern == "bulk_entry":
        assert rows["sitting"].nunique() == 1


def test_other_areas_and_what_was_not_known_yet(version) -> None:
    assert suspicions(version, PERIOD, "elsewhere", AS_OF).empty
    # of the sitting of 12 September eight entries were made by 08:07
    early = suspicions(version, PERIOD, "S", datetime(2018, 9, 12, 8, 7))
    assert early.set_index("pattern").loc["bulk_entry", "patrols"] == 8


def test_nobody_is_found_below_the_limits(tmp_path) -> None:
    few = [_patrol("C", day.replace(hour=9, minute=minute)) for day in _days(4) for minute in (0, 22)]
    one_day = [_patrol("B", datetime(2018, 9, 3, 6 + n), recorded=datetime(2018, 9, 3, 18, n)) for n in range(8)]
    # an hour-long pause splits the entries into two sittings, each too small
    split = [
        _patrol("S", day.replace(hour=9), recorded=datetime(2018, 9, 12, 8 + 2 * (place // 4), place))
        for place, day in enumerate(_days(8))
    ]
    version = make_version(tmp_path, {"patrols": few + one_day + split})
    assert suspicions(version, PERIOD, None, AS_OF).empty
