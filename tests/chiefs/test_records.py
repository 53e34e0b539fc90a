"""One chief's record by the four rights, and an alley's own, against plain loops and by hand."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from analytics.chiefs.boards import alley_record
from analytics.chiefs.four_rights import chief_sheet, led_alleys
from analytics.contract.periods import Period
from tests.chiefs import naive
from tests.chiefs.moments import MOMENTS
from tests.making import make_version
from tests.naive.city import Moment, is_known

ENDED = [moment for moment in MOMENTS if moment.last]
SEPTEMBER, AS_OF = Period.parse("2018-09"), datetime(2018, 10, 4)


@pytest.mark.parametrize("moment", ENDED)
def test_record_of_every_chief_equals_plain_loops(version, city, moment: Moment) -> None:
    for person in sorted({row["person_id"] for row in city["assignments"]}):
        sheet = chief_sheet(version, person, moment.period, moment.as_of)
        led = [alley for alley in sorted(city.alleys) if person in naive.chiefs(city, alley, moment.last)]
        assert led_alleys(version, person, moment.period, moment.as_of) == led or not led
        assert sheet.profiles["alley_id"].tolist() == led or not led
        patrols = [
            row
            for row in city["patrols"]
            if row["person_id"] == person and row["alley_id"] and row["started_at"].date() in moment.days
            and is_known("patrols", row, city, moment)
        ]  # fmt: skip
        assert sheet.patrols["patrols"] == len(patrols)
        cases = [row for row in city["cases"] if row["reporter_id"] == person and row["voided_at"] is None]
        reported = [row for row in cases if moment.holds(row["reported_at"])]
        assert sheet.disposed["reported"] >= len(reported)
        given = [
            row["evaluation_id"] for row in city["evaluations"]
            if row["evaluator_id"] == person and moment.holds_day(row["evaluated_on"])
        ]  # fmt: skip
        assert sorted(sheet.given["evaluation_id"]) == sorted(given)


def _version(folder):
    return make_version(folder, {
        "areas": [{"area_code": "D", "tier": "district", "name": "D"},
                  {"area_code": "S", "tier": "subdistrict", "name": "S", "parent_code": "D"}],
        "orgs": [{"org_id": "O1", "name": "Office", "kind": "office", "area_code": "D"},
                 {"org_id": "O2", "name": "Cleaners", "kind": "operation", "area_code": "S"}],
        "alleys": [{"alley_id": "A", "name": "Alley", "area_code": "S", "board_posted": True, "board_person_id": "P2",
                    "history": "old", "board_updated_on": "2018-01-02"},
                   {"alley_id": "B", "name": "Other", "area_code": "S"}],
        "alley_teams": [{"alley_id": "A", "kind": "sanitation", "org": "O2", "contact": "010-1"}],
        "people": [{"person_id": "P1", "name": "One", "rank": "section", "org": "O1", "duty_phone": "010-2"},
                   {"person_id": "P2", "name": "Two"}, {"person_id": "G", "name": "General"}],
        "assignments": [
            {"person_id": "P1", "role": "alley_chief", "alley_id": "A", "valid_from": "2018-09-10"},
            {"person_id": "P2", "role": "alley_chief", "alley_id": "A", "valid_from": "2018-01-01",
             "valid_to": "2018-09-09"},
            {"person_id": "G", "role": "general_chief", "area_code": "D", "valid_from": "2018-01-01"},
            {"person_id": "P2", "role": "steward", "alley_id": "A", "valid_from": "2018-09-20"},
        ],
        "patrols": [{"patrol_id": "X1", "person_id": "P1", "alley_id": "A", "started_at": "2018-09-11T09:00",
                     "ended_at": "2018-09-11T09:30", "found_count": 3, "handled_count": 2, "reported_count": 1},
                    {"patrol_id": "X2", "person_id": "P1", "alley_id": "A", "started_at": "2018-10-01T09:00",
                     "ended_at": "2018-10-01T09:30", "found_count": 9, "handled_count": 9}],
        "chief_log": [{"log_id": "L1", "person_id": "P1", "alley_id": "A", "at": "2018-09-12T10:00", "kind": "visit",
                       "finding": "a lamp"},
                      {"log_id": "L2", "person_id": "P1", "alley_id": "A", "at": "2018-09-13T10:00",
                       "kind": "supervise_team", "org": "O2"},
                      {"log_id": "L3", "person_id": "P2", "alley_id": "A", "at": "2018-09-13T10:00", "kind": "visit"}],
        "evaluations": [
            {"evaluation_id": "V1", "evaluator_id": "P1", "subject_kind": "team", "subject_id": "O2",
             "alley_id": "A", "evaluated_on": "2018-09-30", "score": 80.0, "award_suggested": True},
            {"evaluation_id": "V2", "evaluator_id": "P2", "subject_kind": "chief", "subject_id": "P1",
             "alley_id": "A", "evaluated_on": "2018-09-29", "score": 91.0}],
        "cases": [
            _case("C1", "2018-09-11T09:10", escalated_at="2018-09-11T10:00", disposed_at="2018-09-13T10:00"),
            _case("C2", "2018-09-11T09:20", escalated_at="2018-09-11T10:00"),
            _case("C3", "2018-08-30T09:20", escalated_at="2018-09-01T10:00", disposed_at="2018-10-05T10:00"),
            _case("C4", "2018-09-12T09:20", voided_at="2018-09-12T10:00"),
        ],
    })  # fmt: skip


def _case(name: str, reported: str, **stages: str) -> dict:
    return {"case_id": name, "source": "alley_chief", "reporter_id": "P1", "area_code": "S", "alley_id": "A",
            "reported_at": reported, "kind": "event", "major_code": "01", **stages}


def test_four_rights_worked_by_hand(tmp_path) -> None:
    sheet = chief_sheet(_version(tmp_path), "P1", SEPTEMBER, AS_OF)
    assert (sheet.person["name"], sheet.person["org_name"]) == ("One", "Office")
    assert sheet.profiles[["alley_id", "history", "stewards"]].values.tolist() == [["A", "old", 1]]
    assert sheet.teams[["kind", "org_name", "contact"]].values.tolist() == [["sanitation", "Cleaners", "010-1"]]
    # the newest first
    assert sheet.log["log_id"].tolist() == ["L2", "L1"] and sheet.log["org_name"].iloc[0] == "Cleaners"
    # C3 was reported before and is disposed after as-of; C4 is void
    assert sheet.disposed == {"found": 3, "handled": 2, "reported": 2, "escalated": 3, "followed": 1}
    assert sheet.given[["subject", "score"]].values.tolist() == [["Cleaners", 80.0]]
    assert sheet.received[["evaluator", "score"]].values.tolist() == [["Two", 91.0]]


def test_unknown_person_and_alley(tmp_path) -> None:
    version = _version(tmp_path)
    assert chief_sheet(version, "nobody", SEPTEMBER, AS_OF) is None
    assert alley_record(version, "nowhere", SEPTEMBER, AS_OF) is None


def test_alley_record_worked_by_hand(tmp_path) -> None:
    version = _version(tmp_path)
    record = alley_record(version, "A", SEPTEMBER, AS_OF)
    assert record.chiefs["person_id"].tolist() == ["P1"] and record.stewards["person_id"].tolist() == ["P2"]
    # the street has no general chief and no office: those of the district answer
    assert record.general["name"] == "General" and record.office == "Office"
    assert record.alley["board_person"] == "Two" and not record.alley["board_is_current"]
    august = alley_record(version, "A", Period.parse("2018-08"), datetime(2018, 9, 4))
    assert august.chiefs["person_id"].tolist() == ["P2"] and august.alley["board_is_current"]
    assert august.chiefs["since"].iloc[0].date() == date(2018, 1, 1)
    assert alley_record(version, "B", SEPTEMBER, AS_OF).chiefs.empty
