"""Cases found, counted and paged as known at a moment; one case with its stages."""

from dataclasses import replace
from datetime import datetime

import pytest

from analytics.store import case_reading
from analytics.store.case_reading import CaseFilter
from tests.making import make_version

AREAS = [
    {"area_code": "1", "tier": "city", "name": "城"},
    {"area_code": "11", "parent_code": "1", "tier": "district", "name": "东区", "name_en": "East"},
    {"area_code": "12", "parent_code": "1", "tier": "district", "name": "西区"},
]
CASES = [
    # on time; disposed late; open past its deadline; not due yet; suspended when due; no deadline; void
    ("A1", "11", "hotline", "09-01 08:00", {"disposed_at": "09-02 08:00", "dispose_due": "09-03 08:00"}),
    ("A2", "11", "inspector", "09-02 08:00", {"disposed_at": "09-05 08:00", "dispose_due": "09-03 08:30"}),
    ("A3", "12", "inspector", "09-03 08:00", {"dispose_due": "09-04 08:00", "dispatched_at": "09-03 09:00"}),
    ("A4", "12", "inspector", "09-04 08:00", {"dispose_due": "10-20 08:00", "filed_at": "09-04 09:00"}),
    ("A5", "11", "video", "09-05 08:00", {"dispose_due": "09-10 08:00", "suspended_at": "09-08 08:00"}),
    ("A6", "11", "video", "09-06 08:00", {}),
    ("A7", "11", "video", "09-07 08:00", {"voided_at": "09-08 08:00", "dispose_due": "09-09 08:00"}),
    ("B%_1", None, "video", "10-01 08:00", {"closed_at": "10-02 08:00", "disposed_at": "10-02 08:00"}),
]
OUTCOMES = {"A1": "on_time", "A2": "late", "A3": "overdue_open", "A4": "not_due", "A5": "suspended",
            "A6": "no_deadline", "A7": "void"}
SEPTEMBER = CaseFilter(datetime(2018, 9, 1), datetime(2018, 10, 1), datetime(2018, 10, 4))


@pytest.fixture(scope="module")
def version(tmp_path_factory):
    cases = [
        {"case_id": name, "area_code": area, "source": source, "reported_at": f"2018-{at}", "kind": "event",
         "scheme": "cjt214", "major_code": "01" if name == "A1" else "02",
         **{stage: f"2018-{moment}" for stage, moment in more.items()}}
        for name, area, source, at, more in CASES
    ]
    flow = [{"case_id": "A2", "seq": 2, "at": "2018-09-05 08:00", "action": "dispose"},
            {"case_id": "A2", "seq": 1, "at": "2018-09-02 08:00", "action": "report"}]
    rows = {"areas": AREAS, "cases": cases, "case_flow": flow, "orgs": [{"org_id": "O1", "name": "环卫"}]}
    found = make_version(tmp_path_factory.mktemp("cases"), rows)
    yield found
    found.close()


def ids(version, wanted: CaseFilter) -> set[str]:
    found = {row["case_id"] for row in case_reading.page(version, wanted, 100, 0)}
    assert case_reading.count(version, wanted) == len(found)
    return found


def test_every_outcome_is_told_apart(version) -> None:
    rows = case_reading.page(version, SEPTEMBER, 100, 0)
    assert {row["case_id"]: row["outcome"] for row in rows} == OUTCOMES


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"source": "hotline"}, {"A1"}),
        ({"tier": "district", "unit": "12"}, {"A3", "A4"}),
        ({"major": ("cjt214", "event", "01")}, {"A1"}),
        ({"major": (None, "event", "01")}, set()),
        ({"state": "filed"}, {"A4"}),
        ({"state": "void"}, {"A7"}),
        ({"overdue": True}, {"A2", "A3"}),
        ({"search": "a1"}, {"A1"}),
        ({"search": "%"}, set()),
        ({"search": "' or true --"}, set()),
        ({"dated": "due"}, {"A1", "A2", "A3", "A5", "A7"}),
        ({"dated": "disposed"}, {"A1", "A2"}),
        ({"dated": "closed"}, set()),
        ({"as_of": datetime(2018, 9, 3)}, {"A1", "A2"}),
    ],
)
def test_filters(version, change: dict, expected: set[str]) -> None:
    assert ids(version, replace(SEPTEMBER, **change)) == expected


def test_signs_of_a_pattern_are_plain_text(version) -> None:
    october = replace(SEPTEMBER, end=datetime(2018, 11, 1), search="%_")
    assert ids(version, october) == {"B%_1"}


def test_what_happened_later_is_absent(version) -> None:
    row = case_reading.page(version, replace(SEPTEMBER, as_of=datetime(2018, 9, 4), source="inspector"), 10, 0)
    assert {each["case_id"]: (each["state"], each["outcome"]) for each in row} == {
        "A2": ("reported", "overdue_open"), "A3": ("dispatched", "not_due")}  # fmt: skip


def test_pages_follow_each_other_newest_first(version) -> None:
    pages = [case_reading.page(version, SEPTEMBER, 3, offset) for offset in (0, 3, 6)]
    assert [row["case_id"] for page in pages for row in page] == ["A7", "A6", "A5", "A4", "A3", "A2", "A1"]


def test_unknown_names_never_reach_the_statement(version) -> None:
    with pytest.raises(KeyError):
        case_reading.count(version, replace(SEPTEMBER, dated="reported_at; drop table cases"))
    with pytest.raises(KeyError):
        case_reading.count(version, replace(SEPTEMBER, tier="district or true", unit="11"))


def test_one_case_with_its_steps_as_known(version) -> None:
    late = case_reading.case(version, "A2", datetime(2018, 10, 4))
    assert (late["outcome"], late["_file"], late["district"]) == ("late", "cases.csv", "11")
    assert [step["action"] for step in late["steps"]] == ["report", "dispose"]
    early = case_reading.case(version, "A2", datetime(2018, 9, 3))
    assert early["disposed_at"] is None and [step["action"] for step in early["steps"]] == ["report"]
    assert case_reading.case(version, "A2", datetime(2018, 9, 1)) is None
    assert case_reading.case(version, "nobody", datetime(2018, 10, 4)) is None


def test_choices_and_names(version) -> None:
    assert case_reading.sources(version)[0] == "video"
    assert [row["major_code"] for row in case_reading.major_classes(version)] == ["02", "01"]
    assert case_reading.unit_names(version, ["11", None, "?"]) == {"11": ("东区", "East")}
    assert case_reading.org_names(version, ["O1", None]) == {"O1": "环卫"}
    assert case_reading.first_district(version) == "11"
    assert case_reading.cities(version) == ["1"]
