"""The roll-call on a small version: two districts with alleys, ten-none checks of nine months, tasks and cases."""

import json
from datetime import date, datetime, timedelta

import pytest

from analytics.contract.periods import BadPeriod, Period
from analytics.scoring import Rule, rank, roll_call
from analytics.scoring.adjusting import alley_events
from tests.making import make_version

# alley → the scores of its monthly checks from January to September; None = no check
MONTHS = {
    "A1": [95, 95, 95, 95, 95, 95, 95, 80, 90],  # falls in the third quarter: 88.33
    "A2": [70, 80, 85, 95, None, 95, 95, 95, None],  # falls in the first, rises in August
    "A3": [95, 95, 95, 95, 95, 95, 95, 95, 95],
    "A4": [None, None, None, None, None, None, 60, 60, 60],  # below before its first check
    "B1": [95, 95, 95, 95, 95, 95, 100, 88, 100],  # one month under the mark, the quarter not
}


def version_of(folder, **more):
    areas = [{"area_code": "11", "tier": "city", "name": "City"}]
    areas += [
        {"area_code": code, "tier": "district", "name": f"D{code}", "parent_code": "11"} for code in ("1101", "1102")
    ]
    areas += [
        {"area_code": f"{code}01", "tier": "subdistrict", "name": f"S{code}", "parent_code": code}
        for code in ("1101", "1102")
    ]
    alleys = [
        {
            "alley_id": alley,
            "name": f"{alley} Alley",
            "area_code": "110101" if alley < "B" else "110201",
            "grade": "below" if alley == "A4" else "fine",
        }
        for alley in MONTHS
    ]
    checks = [
        {
            "check_id": f"{alley}-{month}",
            "alley_id": alley,
            "checked_on": date(2018, month, 15).isoformat(),
            "score": score,
            "level": "street",
            "item_3": 2 if score < 90 else 0,
            "item_8": 1,
        }
        for alley, scores in MONTHS.items()
        for month, score in enumerate(scores, start=1)
        if score is not None
    ]
    tasks = [
        {
            "task_id": "T1",
            "origin": "roll_call",
            "area_code": "1101",
            "text": "Clear it",
            "asked_on": "2018-04-20",
            "due_on": "2018-05-31",
            "done_on": "2018-07-10",
        },
        {"task_id": "T2", "origin": "roll_call", "area_code": "1102", "text": "Mend it", "asked_on": "2018-06-30"},
        {"task_id": "T3", "origin": "monthly_review", "area_code": "1102", "text": "Other", "asked_on": "2018-06-30"},
        {"task_id": "T4", "origin": "roll_call", "area_code": "1102", "text": "Later", "asked_on": "2018-07-01"},
    ]
    start = datetime(2018, 8, 1, 9)
    cases = [
        {
            "case_id": f"C{index}",
            "scheme": "cjt214",
            "kind": "event",
            "major_code": "05" if index else "01",
            "source": "inspector",
            "area_code": "1101",
            "reported_at": (start + timedelta(days=index)).isoformat(),
            "voided_at": "2018-09-20T00:00:00" if index == 3 else None,
        }
        for index in range(4)
    ]
    # The newest row lies in November, so that the default as-of of the third quarter is not cut short.
    cases.append(cases[0] | {"case_id": "late", "reported_at": "2018-11-01T00:00:00"})
    return make_version(
        folder, {"areas": areas, "alleys": alleys, "ten_none_checks": checks, "tasks": tasks, "cases": cases, **more}
    )


@pytest.fixture(scope="module")
def version(tmp_path_factory):
    return version_of(tmp_path_factory.mktemp("roll_call"))


@pytest.fixture(scope="module")
def called(version):
    return json.loads(json.dumps(roll_call(version, "2018Q3"), allow_nan=False))


def test_the_document_is_the_verbs(called):
    assert set(called) == {
        "period",
        "provisional",
        "districts",
        "downgraded",
        "restored",
        "named",
        "prominent_problems",
        "tasks",
        "transfer",
    }
    assert called["period"] == "2018Q3"
    assert called["provisional"] is False
    assert [row["unit"] for row in called["districts"]] == ["1101", "1102"]


def test_alleys_that_fell_and_rose(called):
    assert called["downgraded"] == [
        {"alley_id": "A1", "name": "A1 Alley", "unit": "1101", "score": pytest.approx((95 + 80 + 90) / 3)},
    ]
    assert called["restored"] == [{"alley_id": "A2", "name": "A2 Alley", "unit": "1101", "score": 95}]


def test_an_unfinished_quarter_is_provisional_and_knows_only_what_was_known(version):
    midway = roll_call(version, "2018Q3", datetime(2018, 8, 16))
    assert midway["provisional"] is True
    assert [entry["alley_id"] for entry in midway["downgraded"]] == ["A1"]  # (95 + 80) / 2
    assert [entry["alley_id"] for entry in midway["restored"]] == ["A2"]
    earlier = roll_call(version, "2018Q3", datetime(2018, 8, 15, 23))  # the day of August's checks has not ended
    assert earlier["downgraded"] == earlier["restored"] == []


def test_any_month_can_decide_instead_of_the_quarter(version):
    quarter = Period.parse("2018Q3")
    found = alley_events(version, quarter, datetime(2018, 10, 4), Rule(decided_by="month"))
    assert found.loc[(found["quarter"] == "2018Q3") & (found["event"] == "downgraded"), "alley_id"].tolist() == [
        "A1",
        "B1",
    ]


def test_earlier_quarters_are_the_same_whichever_quarter_is_asked_for(version):
    first = alley_events(version, Period.parse("2018Q1"), datetime(2018, 4, 4))
    later = alley_events(version, Period.parse("2018Q3"), datetime(2018, 10, 4))
    assert first.equals(later[later["quarter"] == "2018Q1"].reset_index(drop=True))


def test_a_share_of_downgraded_alleys_is_named_with_its_counts(called):
    assert [(entry["unit"], entry["rule"], entry["kind"]) for entry in called["named"]] == [
        ("1101", "downgraded_share", "criticise"),
    ]
    assert called["named"][0]["reasons"][0]["en"].startswith("1 of 4 alleys")


def test_prominent_problems_with_their_counts(called):
    problems = [
        (line["kind"], line["code"], line["label"]["en"], line["count"]) for line in called["prominent_problems"]
    ]
    assert problems == [
        ("ten_none", "8", "Damaged road surface", 14),
        ("ten_none", "3", "Disorderly parking", 10),
        ("case_class", "05", "Street order", 2),
        ("case_class", "01", "City appearance", 1),
    ]


def test_tasks_of_the_quarter_before_done_or_not(version, called):
    assert [(task["task_id"], task["unit"], task["done"], task["done_on"]) for task in called["tasks"]] == [
        ("T1", "1101", True, "2018-07-10"),
        ("T2", "1102", False, None),
    ]
    midway = roll_call(version, "2018Q3", datetime(2018, 7, 10, 12))
    assert [(task["done"], task["done_on"]) for task in midway["tasks"]] == [(False, None)] * 2


def test_transfer_lines_are_shown_without_a_factor(called):
    assert {line["line"] for line in called["transfer"]} == {"chiefs", "stewards", "grid_management"}
    assert len(called["transfer"]) == 2 * 3
    assert {line["factor"] for line in called["transfer"]} == {line["points"] for line in called["transfer"]} == {None}


def test_a_roll_call_is_held_for_a_quarter(version):
    with pytest.raises(BadPeriod, match="2018-09"):
        roll_call(version, "2018-09")


def test_a_city_without_alleys_and_checks_has_a_roll_call_too(tmp_path):
    bare = make_version(
        tmp_path,
        {
            "areas": [{"area_code": "11", "tier": "district", "name": "D"}],
            "cases": [
                {
                    "case_id": "1",
                    "kind": "event",
                    "source": "hotline",
                    "area_code": "11",
                    "reported_at": "2018-08-01T00:00:00",
                }
            ],
        },
    )
    called = roll_call(bare, "2018Q3")
    assert called["provisional"] is True
    assert [row["status"] for row in called["districts"]] == ["no_data"]
    assert called["downgraded"] == called["restored"] == called["named"] == called["tasks"] == []


def test_downgraded_alleys_take_points_in_the_quarters_ranking(tmp_path):
    """One of four alleys fell (−5 at most), one rose (+2 at most): −3 in all, where the unit has a score."""
    day = date(2018, 7, 1)
    checks = [
        {
            "check_id": f"W{alley}{week}",
            "alley_id": alley,
            "checked_on": (day + timedelta(days=7 * week)).isoformat(),
            "chief_score": 90,
        }
        for alley in MONTHS
        for week in range(14)
    ]
    patrols = [
        {
            "patrol_id": f"P{n}",
            "person_id": "p",
            "alley_id": "A1",
            "started_at": f"2018-07-{n + 1:02}T08:00:00",
            "ended_at": f"2018-07-{n + 1:02}T09:00:00",
        }
        for n in range(9)
    ]
    version = version_of(
        tmp_path,
        weekly_checks=checks,
        patrols=patrols,
        assignments=[
            {"person_id": "p", "role": "alley_chief", "alley_id": alley, "valid_from": "2018-01-01"} for alley in MONTHS
        ],
        people=[{"person_id": "p", "name": "p"}],
    )
    quarter = rank(version, "2018Q3", scorecard="quarterly").units.set_index("unit")
    assert quarter["adjustment"].to_dict() == {"1101": -3, "1102": 0}
    assert quarter.at["1101", "score"] == pytest.approx(quarter.at["1101", "composite"] - 3, abs=0.006)
    month = rank(version, "2018-09", scorecard="quarterly")
    assert month.changes is None
    assert not month.units["adjustment"].any()
