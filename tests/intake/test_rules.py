"""Every rule of the contract on rows: given a row, the reason why it is refused or the issue that is noted."""

import json

import pytest

from tests.intake.reading import CASES, read

CHECKS = "check_id,alley_id,checked_on,score"
DAY = "2018-09-17 08:30:00"

REFUSED = {
    "missing case_id": (CASES, f",inspector,{DAY}", "missing_required"),
    "missing time": (CASES, "c1,inspector,", "missing_required"),
    "blank is missing": (CASES, f"c1,　,{DAY}", "missing_required"),
    "unknown source": (CASES, f"c1,carrier pigeon,{DAY}", "unknown_code"),
    "unknown optional code": (f"{CASES},kind", f"c1,inspector,{DAY},thing", "unknown_code"),
    "identifier as exponent": (CASES, f"1.10101E+14,inspector,{DAY}", "identifier_exponent"),
    "optional identifier as exponent": (f"{CASES},grid_code", f"c1,inspector,{DAY},1.1e14", "identifier_exponent"),
    "control character": (CASES, f"c\x071,inspector,{DAY}", "identifier_control"),
    "character that nobody sees": (CASES, f"c\u200b1,inspector,{DAY}", "identifier_control"),
    "time before 1990": (CASES, "c1,inspector,1989-12-31 23:59:59", "time_out_of_range"),
    "time after 2100": (CASES, "c1,inspector,2101-01-01", "time_out_of_range"),
    "time that is none": (CASES, "c1,inspector,last Tuesday", "bad_time"),
    "day that does not exist": (CASES, "c1,inspector,2018-02-30", "bad_time"),
    "stage before report": (f"{CASES},verified_at", f"c1,inspector,{DAY},2018-09-17 08:29:59", "stage_before_report"),
    "supervision before report": (f"{CASES},supervised_at", f"c1,inspector,{DAY},2018-09-16", "stage_before_report"),
    "disposed before dispatched": (
        f"{CASES},dispatched_at,disposed_at", f"c1,inspector,{DAY},2018-09-18,2018-09-17 09:00",
        "disposed_before_dispatched"),
    "closed before disposed": (
        f"{CASES},disposed_at,closed_at", f"c1,inspector,{DAY},2018-09-18,2018-09-17 09:00", "closed_before_disposed"),
    "too many cells": (CASES, f"c1,inspector,{DAY},more", "bad_columns"),
}  # fmt: skip


@pytest.mark.parametrize(("header", "row", "code"), REFUSED.values(), ids=REFUSED)
def test_row_is_refused(tmp_path, header, row, code):
    outcome = read(tmp_path, "cases.csv", f"{header}\n{row}\n")
    assert outcome.codes == [code]
    assert outcome.report.accepted == 0
    told = outcome.refused[0]
    assert (told["table_name"], told["file"], told["line"], told["severity"]) == ("cases", "cases.csv", 2, "refused")
    assert told["message_zh"] and told["message_en"] and "{" not in told["message_zh"] + told["message_en"]


OTHER_TABLES = {
    "patrol without a place": (
        "patrols", "patrol_id,person_id,started_at,ended_at,alley_id,grid_code",
        "p,h,2018-09-17 08:00,2018-09-17 08:20,,", "missing_required"),
    "patrol without a place column": (
        "patrols", "patrol_id,person_id,started_at,ended_at", "p,h,2018-09-17 08:00,2018-09-17 08:20",
        "missing_required"),
    "patrol that ends before it starts": (
        "patrols", "patrol_id,person_id,started_at,ended_at,alley_id",
        "p,h,2018-09-17 08:20,2018-09-17 08:00,a", "patrol_end_before_start"),
    "required score beyond 100": ("ten_none_checks", CHECKS, "k,a,2018-09-17,101", "out_of_range"),
    "required score that is none": ("ten_none_checks", CHECKS, "k,a,2018-09-17,good", "bad_number"),
    "required number": ("budgets", "area_code,org,year", "110101,o,soon", "bad_number"),
    "required whole number": ("budgets", "area_code,org,year", "110101,o,2018.5", "bad_number"),
    "required yes or no": ("calendar_days", "date,is_workday", "2018-10-01,perhaps", "bad_boolean"),
}  # fmt: skip


@pytest.mark.parametrize(("table", "header", "row", "code"), OTHER_TABLES.values(), ids=OTHER_TABLES)
def test_row_of_another_table_is_refused(tmp_path, table, header, row, code):
    assert read(tmp_path, f"{table}.csv", f"{header}\n{row}\n").codes == [code]


ISSUES = {
    "optional time out of range": (
        f"{CASES},close_due", f"c1,inspector,{DAY},1970-01-01", "optional_time_out_of_range", "close_due"),
    "optional time that is none": (f"{CASES},close_due", f"c1,inspector,{DAY},soon", "bad_value", "close_due"),
    "optional number that is none": (f"{CASES},rework_count", f"c1,inspector,{DAY},1.5", "bad_value", "rework_count"),
    "longitude beyond the globe": (
        f"{CASES},lon,lat", f"c1,inspector,{DAY},1163912.5,39.9", "value_out_of_range", "lon",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("header", "row", "code", "column"), ISSUES.values(), ids=ISSUES)
def test_optional_value_is_taken_as_missing_with_an_issue(tmp_path, header, row, code, column):
    outcome = read(tmp_path, "cases.csv", f"{header}\n{row}\n")
    assert outcome.issue_codes == [code]
    assert outcome.column(column) == [None]
    assert outcome.report.issues == {code: 1}


def test_optional_score_beyond_100_is_missing(tmp_path):
    outcome = read(tmp_path, "weekly_checks.csv", "check_id,alley_id,checked_on,daily_score\nk,a,2018-09-17,100.5\n")
    assert (outcome.issue_codes, outcome.column("daily_score")) == (["value_out_of_range"], [None])


def test_validity_that_ends_before_it_starts_is_an_issue_and_kept(tmp_path):
    rows = "area_code,tier,name,valid_from,valid_to\n1,city,C,2018-02-01,2018-01-31\n2,city,D,2018-02-01,2018-02-01\n"
    outcome = read(tmp_path, "areas.csv", rows)
    assert (outcome.issue_codes, outcome.report.accepted) == (["valid_to_before_valid_from"], 2)


def test_voids_and_due_times_take_part_in_no_order(tmp_path):
    header = f"{CASES},voided_at,dispose_due,close_due"
    outcome = read(tmp_path, "cases.csv", f"{header}\nc1,inspector,{DAY},2018-09-01,2018-09-01,2018-09-01\n")
    assert (outcome.report.accepted, outcome.issue_codes) == (1, [])


@pytest.mark.parametrize(
    ("scheme", "kind", "major", "known"),
    [
        ("cjt214", "event", "05", True), ("gbt30428", "event", "05", True), ("cjt214", "part", "06", True),
        ("gbt30428", "part", "06", False), ("CJ/T 214", "event", "99", False), ("cjt214", "", "06", True),
        ("cjt214", "", "99", False), ("our own", "event", "99", True), ("", "event", "99", True),
    ],
)  # fmt: skip
def test_class_is_known_by_scheme_kind_and_major(tmp_path, scheme, kind, major, known):
    header = f"{CASES},scheme,kind,major_code"
    outcome = read(tmp_path, "cases.csv", f"{header}\nc1,inspector,{DAY},{scheme},{kind},{major}\n")
    assert outcome.issue_codes == ([] if known else ["unknown_class"])
    assert outcome.column("major_code") == [major]


def test_parts_know_the_classes_of_parts(tmp_path):
    header = "part_id,last_verified_on,scheme,major_code"
    outcome = read(tmp_path, "parts.csv", f"{header}\n1,2018-09-17,gbt30428,06\n2,2018-09-17,gbt30428,05\n")
    assert [row["line"] for row in outcome.issues] == [2]


def test_first_reason_of_the_contract_is_given_and_one_row_can_have_several_issues(tmp_path):
    header = f"{CASES},close_due,rework_count,verified_at"
    rows = f"1E+14,pigeon,1900-01-01,x,y,\nc2,inspector,{DAY},x,y,\n"
    outcome = read(tmp_path, "cases.csv", f"{header}\n{rows}")
    assert outcome.codes == ["unknown_code"]
    assert sorted(outcome.issue_codes) == ["bad_value", "bad_value"]
    assert [row["line"] for row in outcome.issues] == [3, 3]


def test_original_content_is_kept(tmp_path):
    outcome = read(tmp_path, "cases.csv", f'工单号,来源,上报时间,备注,\n 007 ,鸽子,{DAY},"a ""b""",x,extra\n')
    assert outcome.codes == ["bad_columns"]
    original = json.loads(outcome.refused[0]["row_json"])
    assert original == {"工单号": " 007 ", "来源": "鸽子", "上报时间": DAY, "备注": 'a "b"', "#5": "x", "#6": "extra"}


def test_message_names_the_column_in_each_language(tmp_path):
    told = read(tmp_path, "cases.csv", f"{CASES}\nc1,pigeon,{DAY}\n").refused[0]
    assert told["message_zh"] == "“案件来源”的值“pigeon”不在允许的代码中"
    assert told["message_en"] == "source: pigeon is not an accepted code"


@pytest.mark.parametrize("text", ["E5", "12E5", "5E", "e5", "110101E", "1.5", "2018-09-17", "CASE-1E", "3e1a"])
def test_codes_with_an_e_in_them_are_no_exponents(tmp_path, text):
    assert read(tmp_path, "cases.csv", f"{CASES}\n{text},inspector,{DAY}\n").column("case_id") == [text]
