"""The batch commands as a shell calls them: one document on standard output, exit codes 0, 1 and 2."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

AREAS = """area_code,parent_code,tier,name,group_code
100,,city,City,
101,100,district,East,core
102,100,district,West,core
"""
CASES = """case_id,source,area_code,reported_at,filed_at,dispatched_at,disposed_at,closed_at,dispose_due
1,inspector,101,2018-09-03 08:00,2018-09-03 08:10,2018-09-03 08:20,2018-09-03 10:00,2018-09-03 11:00,2018-09-03 12:00
2,hotline,101,2018-09-03 09:00,2018-09-03 09:10,2018-09-03 09:20,2018-09-05 10:00,2018-09-05 11:00,2018-09-04 12:00
3,hotline,102,2018-09-04 09:00,2018-09-04 09:10,2018-09-04 09:20,,,2018-09-05 12:00
4,hotline,102,2018-09-06 09:00,2018-09-05 09:10,,,,2018-09-07 12:00
5,nobody,102,2018-09-06 09:00,,,,,
合计,,,,,,,,
"""


def run(*words, expect=0):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "analytics", *map(str, words)], capture_output=True, text=True, cwd=ROOT, env=environment
    )
    assert done.returncode == expect, done.stderr
    return done


def document(*words, expect=0):
    return json.loads(run(*words, "--json", expect=expect).stdout)


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("commands")
    (folder / "in").mkdir()
    (folder / "in" / "areas.csv").write_text(AREAS, encoding="utf-8")
    (folder / "in" / "cases_2018-09.csv").write_text(CASES, encoding="utf-8")
    (folder / "in" / "readme.txt").write_text("left alone", encoding="utf-8")
    report = document("import", folder / "in", "--store", folder / "store")
    return folder, report


def test_the_report_accounts_for_every_row(imported):
    _, report = imported
    cases = report["tables"]["cases"]
    assert cases == {"read": 6, "accepted": 3, "refused": 2, "non_data": 1, "superseded": 0, "unchanged": 0}
    assert report["issues"]["stage_before_report"] == 1
    assert report["issues"]["unknown_code"] == 1
    assert {file["file"]: file["status"] for file in report["files"]}["readme.txt"] == "skipped"
    assert all(file["message_zh"] and file["message_en"] for file in report["files"])


def test_the_same_folder_again_changes_nothing(imported):
    folder, report = imported
    again = document("import", folder / "in", "--store", folder / "store")
    assert again["version"] == report["version"]
    assert again["tables"]["cases"]["unchanged"] == 3
    assert again["tables"]["cases"]["read"] == 6


def test_a_copy_under_a_name_that_matches_no_table_is_left_alone(imported, tmp_path):
    folder, _ = imported
    (tmp_path / "old_cases.csv").write_text(CASES, encoding="utf-8")
    (tmp_path / "cases_copy.csv").write_text(CASES, encoding="utf-8")
    again = document("import", tmp_path, "--store", folder / "store")
    assert {file["file"]: file["status"] for file in again["files"]} == {
        "old_cases.csv": "skipped", "cases_copy.csv": "unchanged"}  # fmt: skip
    assert again["tables"]["cases"]["read"] == 6


def test_a_correction_supersedes_and_can_be_withdrawn(imported, tmp_path):
    folder, _ = imported
    line = CASES.splitlines()[3].replace(",,,2018-09-05", ",2018-09-05 10:00,2018-09-05 11:00,2018-09-05")
    unchanged = CASES.splitlines()[1]
    (tmp_path / "cases_fix.csv").write_text("\n".join([CASES.splitlines()[0], line, unchanged]), encoding="utf-8")
    report = document("import", tmp_path, "--store", folder / "store")
    assert report["tables"]["cases"]["superseded"] == 1
    assert report["tables"]["cases"]["unchanged"] == 1
    assert on_time(folder)["102"] == (1, 1)
    document("withdraw", report["import"], "--store", folder / "store")
    assert on_time(folder)["102"] == (0, 1)
    run("withdraw", report["import"], "--store", folder / "store", expect=1)


def on_time(folder):
    rows = document(
        "indicators", "--id", "on_time_rate", "--period", "2018-09", "--as-of", "2018-10-04",
        "--store", folder / "store",
    )
    return {row["unit"]: (row["numerator"], row["denominator"]) for row in rows}


def test_figures_and_the_rows_behind_them(imported):
    folder, _ = imported
    assert on_time(folder) == {"101": (1, 2), "102": (0, 1)}
    rows = document("explain", "--indicator", "on_time_rate", "--unit", "101", "--period", "2018-09",
                    "--as-of", "2018-10-04", "--store", folder / "store")
    assert [(row["case_id"], row["numerator"], row["denominator"]) for row in rows] == [("1", 1, 1), ("2", 0, 1)]


def test_a_ranking(imported):
    folder, _ = imported
    ranking = document("rank", "--period", "2018-09", "--scorecard", "cases_only", "--as-of", "2018-10-04",
                       "--store", folder / "store")
    assert {row["status"] for row in ranking["rows"]} == {"too_few"}
    assert ranking["main_indicator"] == "on_time_rate"


def test_issues_name_file_line_and_reason(imported):
    folder, _ = imported
    found = document("issues", "--code", "stage_before_report", "--store", folder / "store")
    assert [(row["file"], row["line"], row["severity"]) for row in found] == [("cases_2018-09.csv", 5, "refused")]
    assert found[0]["row"]["case_id"] == "4"


def test_health(imported):
    folder, _ = imported
    state = document("health", "--store", folder / "store")
    assert state["ok"] is True
    assert state["version"].startswith("v")


def test_without_a_store_one_line_says_so(tmp_path):
    done = run("rank", "--period", "2018-09", "--store", tmp_path / "none", expect=1)
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ["rank", "--period", "September"],
        ["rank", "--period", "2018-09", "--scorecard", "no_such"],
        ["indicators", "--period", "2018-09", "--id", "no_such"],
        ["roll-call", "--period", "2018-09"],
        ["issues", "--table", "no_such"],
        ["no-such-verb"],
    ],
)
def test_wrong_usage_ends_with_2(words, imported):
    folder, _ = imported
    run(*words, *(["--store", folder / "store"] if words[0] != "no-such-verb" else []), expect=2)


def test_a_file_that_cannot_be_read_ends_with_1(tmp_path):
    (tmp_path / "cases.xlsx").write_text("<html>not a workbook</html>", encoding="utf-8")
    report = document("import", tmp_path / "cases.xlsx", "--store", tmp_path / "store", expect=1)
    assert report["files"][0]["status"] == "refused"
