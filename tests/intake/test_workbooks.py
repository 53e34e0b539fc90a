"""Workbooks: sheets, titles, merged cells, totals, numbers as identifiers, dates as cells and as day counts."""

import io
from datetime import date, datetime

from xlsxwriter import Workbook

from tests.intake.reading import Outcome, read


def _read(tmp_path, sheets: dict[str, list[list]], merged: list[str] = (), hidden: str = "") -> Outcome:
    content = io.BytesIO()
    with Workbook(content) as book:
        dated = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows):
                for j, cell in enumerate(row):
                    if isinstance(cell, (date, datetime)):
                        sheet.write_datetime(i, j, cell, dated)
                    elif cell is not None:
                        sheet.write(i, j, cell)
            for area in merged:
                sheet.merge_range(area, rows[0][0])
            if name == hidden:
                sheet.hide()
    return read(tmp_path, "cases.xlsx", content.getvalue())


HEADER = ["案件编号", "案件来源", "上报时间", "网格编码", "返工次数"]
AT = datetime(2018, 9, 17, 8, 30)


def test_title_header_rows_totals_and_row_numbers(tmp_path):
    rows = [["2018年9月案件"], [], HEADER, ["c1", "热线", AT, "1101", 0], [], ["合计", None, None, None, 1]]
    outcome = _read(tmp_path, {"九月": rows}, merged=["A1:E1"])
    report = outcome.report
    assert (report.read, report.accepted, report.refused, report.non_data) == (5, 1, 0, 4)
    assert outcome.accepted[0]["_line"] == 4
    assert outcome.column("reported_at") == [AT]


def test_numbers_are_identifiers_without_the_zero_after_the_point(tmp_path):
    outcome = _read(tmp_path, {"x": [HEADER, [110101.0, "热线", AT, 110101001001001, 2.0]]})
    assert outcome.column("case_id") == ["110101"]
    assert outcome.column("grid_code") == ["110101001001001"]
    assert outcome.column("rework_count") == [2]


def test_a_number_of_more_digits_than_a_spreadsheet_keeps_is_refused(tmp_path):
    outcome = _read(tmp_path, {"x": [HEADER, [1101010010010012345, "热线", AT, None, None]]})
    assert outcome.codes == ["identifier_exponent"]


def test_dates_in_every_dress(tmp_path):
    whens = [AT, date(2018, 9, 17), "2018年9月17日 8时30分", 43360.3541666667, 43360]
    rows = [[f"c{i}", "热线", when] for i, when in enumerate(whens)]
    outcome = _read(tmp_path, {"x": [HEADER, *rows]})
    assert outcome.column("reported_at") == [AT, datetime(2018, 9, 17), AT, AT, datetime(2018, 9, 17)]


def test_the_first_sheet_with_a_header_is_taken_and_named(tmp_path):
    sheets = {
        "说明": [["填表说明"], ["请勿改动表头"]],
        "数据": [HEADER, ["c1", "热线", AT]],
        "更多": [HEADER, ["c2", "热线", AT]],
    }
    outcome = _read(tmp_path, sheets)
    assert outcome.column("case_id") == ["c1"]
    assert outcome.report.code == "sheet_taken"
    assert "数据" in outcome.report.message_zh and "of 3" in outcome.report.message_en


def test_a_hidden_sheet_comes_last(tmp_path):
    sheets = {"a": [["x"]], "b": [HEADER, ["old", "热线", AT]], "c": [HEADER, ["new", "热线", AT]]}
    assert _read(tmp_path, sheets, hidden="b").column("case_id") == ["new"]


def test_a_header_of_two_merged_rows(tmp_path):
    rows = [
        ["案件编号", "案件来源", "处理过程", None],
        [None, None, "上报时间", "立案时间"],
        ["c1", "热线", AT, AT],
    ]
    outcome = _read(tmp_path, {"x": rows}, merged=["C1:D1"])
    assert outcome.column("filed_at") == [AT]
    assert (outcome.report.read, outcome.accepted[0]["_line"]) == (1, 3)


def test_columns_that_start_further_right_and_down(tmp_path):
    rows = [[], [], [None, None, *HEADER], [None, None, "c1", "热线", AT]]
    outcome = _read(tmp_path, {"x": rows})
    assert outcome.accepted[0]["_line"] == 4
    assert (outcome.report.read, outcome.report.non_data) == (3, 2)


def test_booleans_and_text_kept_as_written(tmp_path):
    rows = [[*HEADER, "是否兜底", "问题描述"], ["c1", "热线", AT, "0012", None, True, "=1+1 & 'x'"]]
    outcome = _read(tmp_path, {"x": rows})
    assert (outcome.column("grid_code"), outcome.column("is_fallback")) == (["0012"], [True])
