"""Refused rows come back as the workbook they came in, and once corrected they are accepted."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from analytics.intake.drafts import Draft, pattern_of
from analytics.publishing import import_paths
from analytics.reports.refused_workbook import refused_files, workbook_name, write_refused
from analytics.store.versions import Store

HEADER = ["案件编号", "来源", "上报时间", "描述", "内部备注"]
ROWS = [
    ["C1", "热线", "2018-09-01 08:00", "好", ""],
    ["C2", "无此来源", "2018-09-01 08:00", "=1+1", "甲"],
    ["", "热线", "2018-09-01 08:00", "http://example.org", "乙"],
    ["00012345678901234567", "热线", "1850-01-01 08:00", "长编号", ""],
]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    file = tmp_path / "cases_2018-09.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows([HEADER, *ROWS])
    store = Store(tmp_path / "store")
    import_paths(store, [file], None, lambda step, share: None)
    return store


def sheet(store: Store, language: str = "zh") -> list[list]:
    buffer = io.BytesIO()
    write_refused(store.version(), "i000001", "cases_2018-09.csv", buffer, language)
    cells = openpyxl.load_workbook(io.BytesIO(buffer.getvalue())).active
    return [list(row) for row in cells.iter_rows(values_only=True)]


def test_original_columns_and_the_reason(store: Store) -> None:
    header, *rows = sheet(store)
    assert header == [*HEADER, "错误原因"]
    assert [row[0] for row in rows] == ["C2", None, "00012345678901234567"]
    assert rows[0][3] == "=1+1" and "来源" in rows[0][-1]
    assert all(row[-1] for row in rows)


def test_nothing_in_a_cell_runs(store: Store) -> None:
    buffer = io.BytesIO()
    write_refused(store.version(), "i000001", "cases_2018-09.csv", buffer, "zh")
    cells = openpyxl.load_workbook(io.BytesIO(buffer.getvalue())).active
    assert {cell.data_type for row in cells.iter_rows() for cell in row} <= {"s", "n"}
    assert all(cell.hyperlink is None for row in cells.iter_rows() for cell in row)


def test_reason_in_the_readers_language(store: Store) -> None:
    header, first, *_ = sheet(store, "en")
    assert header[-1] == "Reason"
    assert first[-1].isascii() or "not an accepted code" in first[-1]


def test_files_with_refused_rows_are_listed(store: Store) -> None:
    assert refused_files(store.version(), "i000001") == [{"file": "cases_2018-09.csv", "table": "cases", "rows": 3}]


def test_corrected_workbook_is_accepted(store: Store, tmp_path: Path) -> None:
    out = tmp_path / workbook_name("cases_2018-09.csv")
    assert write_refused(store.version(), "i000001", "cases_2018-09.csv", out, "zh") == 3
    book = openpyxl.load_workbook(out)
    corrections = {(2, 2): "热线", (3, 1): "C3", (4, 3): "2018-09-01 08:00"}
    for place, value in corrections.items():
        book.active.cell(*place).value = value
    book.save(out)
    report = import_paths(store, [out], None, lambda step, share: None)
    assert report["tables"]["cases"]["accepted"] == 3 and report["tables"]["cases"]["refused"] == 0


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("cases_2018-09.csv.gz", "cases_2018-09_refused.xlsx"),
        ("../a/b\n.csv", "b__refused.xlsx"),
        (".csv", "rows_refused.xlsx"),
    ],
)
def test_name_of_the_workbook(file: str, name: str) -> None:
    assert workbook_name(file) == name


@pytest.mark.parametrize("sheet_name", [None, "九月"])
@pytest.mark.parametrize("name", ["诉求台账（东城）2018年9月.csv", "工单导出.v2.xlsx", "工单2018.xlsx"])
def test_a_mapping_made_for_a_file_reads_its_refused_rows_too(name: str, sheet_name: str | None) -> None:
    columns = {"case_id": "工单号", "source": "来源", "reported_at": "时间"}
    mapping = Draft("cases", pattern_of(name), columns, sheet=sheet_name).mapping()
    assert [rule.sheet for rule in mapping.rules_for(name)] == [sheet_name]
    [rule] = mapping.rules_for(workbook_name(name))
    assert (rule.sheet, [feed.table.name for feed in rule.feeds]) == (None, ["cases"])
    assert mapping.rules_for("其他_refused.xlsx") == []


def test_refused_rows_of_a_foreign_file_come_in_once_corrected(tmp_path: Path) -> None:
    file = tmp_path / "诉求台账2018年9月.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows([["工单号", "来源", "时间"], ["1", "热线", "2018-09-01 08:00"], ["2", "热线", ""]])
    columns = {"case_id": "工单号", "source": "来源", "reported_at": "时间"}
    mapping, store = Draft("cases", pattern_of(file.name), columns).mapping(), Store(tmp_path / "store")
    import_paths(store, [file], mapping, lambda step, share: None)
    back = tmp_path / workbook_name(file.name)
    write_refused(store.version(), "i000001", file.name, back, "zh")
    book = openpyxl.load_workbook(back)
    book.active.cell(2, 3).value = "2018-09-02 08:00"
    book.save(back)
    report = import_paths(store, [back], mapping, lambda step, share: None)
    assert report["tables"]["cases"]["accepted"] == 1
    assert store.version().value("select count(*) from cases") == 2
