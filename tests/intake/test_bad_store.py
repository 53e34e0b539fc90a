"""What only the whole store can see, in one small city through the real import: issues, duplicates, corrections."""

import pytest

from analytics.publishing import import_paths
from analytics.store.reading import issue_rows
from analytics.store.versions import Store
from tests.intake.bad import store as bad

HEADER = "case_id,source,reported_at,dispose_due,description\n"
ROW = "c1,hotline,2018-09-17 08:30,2018-09-18,{}\n"


@pytest.fixture(scope="module")
def issues(tmp_path_factory) -> list[dict]:
    folder = tmp_path_factory.mktemp("bad")
    (folder / "areas.csv").write_text(bad.CITY, encoding="utf-8")
    (folder / "grids.csv").write_text("grid_code,area_code\nG1,110101\n")
    (folder / "alleys.csv").write_text("alley_id,name,area_code\nA1,x,110101\n")
    (folder / "cases.csv").write_text(bad.cases())
    store = Store(folder / "store")
    report = import_paths(store, [folder], None, lambda step, share: None)
    assert {name: table["refused"] for name, table in report["tables"].items()} == dict.fromkeys(report["tables"], 0)
    version = store.version()
    found = issue_rows(version)
    version.close()
    return found


@pytest.mark.parametrize("what", bad.KINDS)
def test_the_store_finds(issues, what):
    kind = bad.KINDS[what]
    key = kind.row.split(",")[0]
    found = [row for row in issues if row["table"] == kind.table and key in row["row"].values()]
    assert {row["code"] for row in found} == set(kind.issues)
    for row in found:
        assert row["message_zh"] and row["message_en"] and "{" not in row["message_zh"] + row["message_en"]


def test_default_points_are_told_of_each_case(issues):
    found = [row["row"]["case_id"] for row in issues if row["code"] == "default_point"]
    assert sorted(found) == [f"D{i}" for i in range(5)]


def test_areas_that_fit_together_have_no_issue(issues):
    assert {row["row"]["area_code"] for row in issues if row["table"] == "areas"} == {"11", "110102", "1101"} - {"1101"}


@pytest.fixture
def imported(tmp_path):
    store = Store(tmp_path / "store")

    def run(name: str, *rows: str) -> dict:
        file = tmp_path / name
        file.write_text(HEADER + "".join(rows), encoding="utf-8")
        report = import_paths(store, [file], None, lambda step, share: None)
        with_counts = report["tables"]["cases"]
        assert with_counts["read"] == with_counts["accepted"] + with_counts["refused"] + with_counts["non_data"]
        return report

    run.texts = lambda: [row["description"] for row in store.version().rows("select description from cases")]
    return run


def test_the_same_row_twice_and_another_with_its_key(imported):
    counts = imported("cases.csv", ROW.format("a"), ROW.format("a"), ROW.format("b"))["tables"]["cases"]
    assert (counts["accepted"], counts["unchanged"], counts["superseded"]) == (3, 1, 1)
    assert imported.texts() == ["b"]


def test_a_file_again_a_correction_and_the_old_file_after_it(imported):
    first = imported("cases_1.csv", ROW.format("first"))
    again = imported("cases_1.csv", ROW.format("first"))
    assert (again["import"], again["version"]) == (None, first["version"])
    assert again["files"][0]["code"] == "file_known"
    corrected = imported("cases_2.csv", ROW.format("late correction"))
    assert corrected["tables"]["cases"]["superseded"] == 1
    # The old file does not undo the correction: it is known.
    assert imported("cases_1_copy.csv", ROW.format("first"))["import"] is None
    assert imported.texts() == ["late correction"]
