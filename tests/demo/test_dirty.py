"""Bad rows: every kind is there, and an import says of each what was foretold."""

import json

import pytest

from analytics.demo import write_city
from analytics.publishing import import_paths
from analytics.store.versions import Store

REFUSED = {
    "missing_required", "unknown_code", "identifier_exponent", "identifier_control", "time_out_of_range", "bad_time",
    "stage_before_report", "disposed_before_dispatched", "closed_before_disposed", "patrol_end_before_start",
}  # fmt: skip
ISSUES = {
    "missing_deadline", "deadline_before_report", "point_outside", "optional_time_out_of_range", "unknown_class",
    "place_contradiction", "valid_to_before_valid_from", "rank_role_mismatch",
}  # fmt: skip


@pytest.fixture(scope="module")
def dirty(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dirty")
    write_city(folder, cases=500, seed=3, months=1, alleys=20, dirty=True)
    return folder


@pytest.fixture(scope="module")
def expected(dirty):
    return json.loads((dirty / "expected_issues.json").read_text(encoding="utf-8"))["files"]


def test_every_kind_of_bad_row_is_there(expected):
    rows = [row for file in expected.values() for row in file.get("rows", [])]
    assert {row["code"] for row in rows if row["severity"] == "refused"} == REFUSED
    assert {row["code"] for row in rows if row["severity"] == "issue"} == ISSUES
    assert expected["cases_dirty_default_point.csv"]["every_row"] == "default_point"
    assert all(file["non_data"] for name, file in expected.items() if file.get("rows"))
    assert {file.get("refused_whole") for file in expected.values()} == {None, "not_what_it_claims", "virtual_dataset"}


def test_an_import_says_what_was_foretold(dirty, expected, tmp_path):
    store = Store(tmp_path / "store")
    report = import_paths(store, [dirty], None, lambda *_: None)
    told: dict[tuple[str, int], set[tuple[str, str]]] = {}
    for row in store.version().rows("select file, line, severity, code from issues where file like '%dirty%'"):
        told.setdefault((row["file"], row["line"]), set()).add((row["severity"], row["code"]))
    for name, file in expected.items():
        for row in file.get("rows", []):
            assert told.pop((name, row["line"]), None) == {(row["severity"], row["code"])}, (name, row)
    shared = expected["cases_dirty_default_point.csv"]["accepted"]
    assert sorted(told.values(), key=str) == [{("issue", "default_point")}] * shared
    whole = {file["file"]: file["code"] for file in report["files"] if file["status"] == "refused"}
    assert whole == {name: file["refused_whole"] for name, file in expected.items() if "refused_whole" in file}
    for table in ("cases", "patrols", "assignments"):
        counts = report["tables"][table]
        of_table = [file for file in expected.values() if file["table"] == table]
        assert counts["refused"] == sum(file["refused"] for file in of_table)
        assert counts["non_data"] == sum(file["non_data"] for file in of_table)
        assert counts["read"] == counts["accepted"] + counts["refused"] + counts["non_data"]
