"""Cases: stages in order, deadlines that follow from the limits, references that lead somewhere."""

from datetime import datetime

import numpy as np
import pytest

from analytics.demo.plan import Plan
from analytics.demo.workdays import Workdays

STAGES = ["reported", "verified", "filed", "dispatched", "accepted", "disposed", "feedback", "checked", "closed"]
REFERENCES = [
    ("areas", "parent_code", "areas", "area_code"),
    ("orgs", "area_code", "areas", "area_code"),
    ("grids", "area_code", "areas", "area_code"),
    ("grids", "responsible_org", "orgs", "org_id"),
    ("grids", "fallback_org", "orgs", "org_id"),
    ("alleys", "area_code", "areas", "area_code"),
    ("alleys", "community_code", "areas", "area_code"),
    ("alleys", "board_person_id", "people", "person_id"),
    ("alley_teams", "alley_id", "alleys", "alley_id"),
    ("alley_teams", "org", "orgs", "org_id"),
    ("people", "org", "orgs", "org_id"),
    ("assignments", "person_id", "people", "person_id"),
    ("assignments", "alley_id", "alleys", "alley_id"),
    ("assignments", "area_code", "areas", "area_code"),
    ("assignments", "grid_code", "grids", "grid_code"),
    ("patrols", "person_id", "people", "person_id"),
    ("patrols", "alley_id", "alleys", "alley_id"),
    ("chief_log", "case_id", "cases", "case_id"),
    ("chief_log", "org", "orgs", "org_id"),
    ("evaluations", "evaluator_id", "people", "person_id"),
    ("weekly_checks", "alley_id", "alleys", "alley_id"),
    ("weekly_checks", "checker_id", "people", "person_id"),
    ("ten_none_checks", "alley_id", "alleys", "alley_id"),
    ("steward_activity", "person_id", "people", "person_id"),
    ("steward_activity", "alley_id", "alleys", "alley_id"),
    ("steward_activity", "case_id", "cases", "case_id"),
    ("trainings", "person_id", "people", "person_id"),
    ("shifts", "person_id", "people", "person_id"),
    ("shifts", "grid_code", "grids", "grid_code"),
    ("shifts", "area_code", "areas", "area_code"),
    ("cases", "parent_case_id", "cases", "case_id"),
    ("cases", "reporter_id", "people", "person_id"),
    ("cases", "patrol_id", "patrols", "patrol_id"),
    ("cases", "grid_code", "grids", "grid_code"),
    ("cases", "alley_id", "alleys", "alley_id"),
    ("cases", "area_code", "areas", "area_code"),
    ("cases", "responsible_org", "orgs", "org_id"),
    ("cases", "escalated_to", "orgs", "org_id"),
    ("cases", "fallback_org", "orgs", "org_id"),
    ("cases", "condition_id", "deadline_rules", "condition_id"),
    ("case_flow", "case_id", "cases", "case_id"),
    ("case_flow", "from_org", "orgs", "org_id"),
    ("case_flow", "to_org", "orgs", "org_id"),
    ("whistles", "area_code", "areas", "area_code"),
    ("whistles", "case_id", "cases", "case_id"),
    ("whistle_reports", "whistle_id", "whistles", "whistle_id"),
    ("whistle_reports", "org", "orgs", "org_id"),
    ("tasks", "area_code", "areas", "area_code"),
    ("tasks", "org", "orgs", "org_id"),
    ("tasks", "alley_id", "alleys", "alley_id"),
    ("parts", "grid_code", "grids", "grid_code"),
    ("census_runs", "area_code", "areas", "area_code"),
    ("audits", "area_code", "areas", "area_code"),
    ("budgets", "area_code", "areas", "area_code"),
    ("budgets", "org", "orgs", "org_id"),
]


@pytest.mark.parametrize(("table", "column", "target", "key"), REFERENCES)
def test_references_lead_somewhere(city, table, column, target, key):
    lost = f"select count(*) from {table} where {column} not in (select {key} from {target})"
    assert city.one(lost) == 0
    if column not in ("parent_case_id", "patrol_id"):  # rare in so small a city
        assert city.one(f"select count({column}) from {table}") > 0


def test_stages_follow_each_other(large_city):
    for first, second in zip(STAGES, STAGES[1:], strict=False):
        assert large_city.one(f"select count(*) from cases where {second}_at < {first}_at") == 0, second
        skipped = f"select count(*) from cases where {second}_at is not null and {first}_at is null"
        assert large_city.one(skipped) == 0, second


def test_cases_come_in_the_order_of_reporting_within_their_months(large_city):
    numbers = large_city.rows("select min(reported_at), max(reported_at), count(*) from cases")
    assert numbers == [(numbers[0][0], numbers[0][1], 200_000)]
    assert numbers[0][0] >= datetime(2017, 1, 1) and numbers[0][1] < datetime(2018, 10, 1)
    moments = np.array([moment for (moment,) in large_city.rows("select reported_at from cases")])
    assert (moments[1:] >= moments[:-1]).all()


def test_districts_differ_in_how_many_they_dispose_in_time(large_city):
    shares = dict(
        large_city.rows(
            """select left(grid_code, 6), avg((disposed_at <= dispose_due)::int) from cases
               where voided_at is null and disposed_at is not null and dispose_due is not null and grid_code is not null
               group by 1"""
        )
    )
    assert len(shares) == 16
    assert 0.78 < min(shares.values()) < 0.85 and 0.94 < max(shares.values()) < 0.98


def test_everything_that_can_happen_to_a_case_happens(large_city):
    for column in (
        "voided_at", "parent_case_id", "suspended_at", "resumed_at", "supervised_at", "escalated_at", "owner_named_at",
        "fallback_reason", "satisfaction", "limit_value", "close_due", "alley_id", "area_code", "patrol_id", "photo",
    ):  # fmt: skip
        assert large_city.one(f"select count({column}) from cases") > 0, column
    for condition in (
        "rework_count > 0", "extension_count > 0", "is_fallback", "is_major", "filed_at is null", "lon is null",
        "grid_code is null and area_code is null and alley_id is null", "dispose_due is null and limit_value is null",
        "disposed_at is null and filed_at is not null and dispose_due < timestamp '2018-09-01'",
    ):  # fmt: skip
        assert large_city.one(f"select count(*) from cases where {condition}") > 0, condition


def test_parts_are_about_two_percent(large_city):
    assert 0.01 < large_city.one("select avg((kind = 'part')::int) from cases") < 0.03


def test_the_flow_of_a_case_is_numbered_and_agrees_with_it(city):
    assert city.one("select count(*) from (select case_id from case_flow group by 1 having max(seq) <> count(*))") == 0
    wrong = """select count(*) from case_flow f join cases c using (case_id)
               where (action = 'report' and f.at <> reported_at) or (action = 'close' and f.at <> closed_at)"""
    assert city.one(wrong) == 0
    assert city.one("select count(*) from case_flow where action = 'close'") > 0
    for column, action in (("rework_count", "check_fail"), ("extension_count", "extend")):
        counts = f"select case_id, count_if(action = '{action}') as steps from case_flow group by case_id"
        assert city.one(f"select count(*) from ({counts}) join cases using (case_id) where {column} <> steps") == 0
        assert city.one(f"select max({column}) from cases join ({counts}) using (case_id)") > 0


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2018-09-26 09:30", 2, "2018-09-26 11:30"),
        ("2018-09-26 11:30", 2, "2018-09-26 15:30"),
        ("2018-09-26 12:30", 1, "2018-09-26 15:00"),
        ("2018-09-26 17:30", 4, "2018-09-27 11:30"),
        ("2018-09-26 18:00", 1, "2018-09-27 09:00"),
        ("2018-09-28 17:00", 8, "2018-09-29 17:00"),
        ("2018-09-30 16:00", 8, "2018-10-08 16:00"),
        ("2018-10-03 10:00", 4, "2018-10-08 12:00"),
    ],
)
def test_working_hours_run_in_sessions_of_working_days(start, hours, due):
    def second(text: str) -> int:
        return int(np.datetime64(text.replace(" ", "T"), "s").astype(np.int64))

    found = Workdays(Plan(10)).due(np.array([second(start)]), np.array([hours * 3600]), np.array([True]))
    assert found[0] == second(due)
