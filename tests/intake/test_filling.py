"""Cells merged downwards, sheets of one workbook, limits as text, positions: what a table of standards is made of."""

import pytest
from openpyxl import Workbook

from analytics.intake.mapping import Mapping, MappingError
from tests.intake.reading import outcomes, read

HEADER = ("大类", "大类名", "小类", "条件", "时限")
PARTS = [
    (1, "公用设施", 1, "缺失", "2紧急工作时"),
    (None, None, None, "破损", "4小时"),
    (None, None, None, None, None),
    (None, None, "02", "弹跳", " ２个工作日内\n"),
    ("02", None, None, "无小类", "3天"),
    (None, None, 7, "两种时限", "2小时制止，3天拆除"),
]
EVENTS = [("05", "突发事件", "01", "断水", "1紧急工作日")]


def _source(letter: str, sheet: str | None) -> dict:
    columns = {
        "scheme": {"constant": "s"}, "major_code": {"from": "大类", "digits": 2},
        "minor_code": {"from": "小类", "digits": 2},
        "condition_id": {"join": [{"from": "大类"}, {"position_in": ["大类", "小类"]}], "prefix": letter},
        "limit_value": {"from": "时限", "limit": "value"}, "limit_unit": {"from": "时限", "limit": "unit"},
    }  # fmt: skip
    rule = {"files": ["standard.*"], "fill_down": ["大类", "大类名", "小类"],
            "tables": [{"table": "deadline_rules", "columns": columns}]}  # fmt: skip
    return rule | ({"sheet": sheet} if sheet else {})


def _workbook(path):
    book = Workbook()
    for sheet, title, rows in ((book.active, "部件", PARTS), (book.create_sheet(), "事件", EVENTS)):
        sheet.title = title
        sheet.append(["某市处置标准", None, None, None, None])
        sheet.append(HEADER)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def _rules(outcome) -> list[tuple]:
    rows = sorted(outcome.accepted, key=lambda row: row["_line"])
    return [(row["condition_id"], row["major_code"], row["minor_code"], row["limit_value"], row["limit_unit"])
            for row in rows]  # fmt: skip


def test_a_workbook_of_two_sheets(tmp_path):
    path = _workbook(tmp_path / "standard.xlsx")
    parts, events = outcomes([path], tmp_path, {"sources": [_source("P", "部件"), _source("E", "事件")]})
    assert [parts.report.file, events.report.file] == ["standard.xlsx → 部件", "standard.xlsx → 事件"]
    assert _rules(parts) == [
        ("P11", "01", "01", 2, "urgent_hour"),
        ("P12", "01", "01", 4, "work_hour"),
        ("P11", "01", "02", 2, "work_day"),
        ("P021", "02", None, 3, "work_day"),  # a new class has none of the names below the one before
    ]
    assert _rules(events) == [("E051", "05", "01", 1, "urgent_day")]
    assert (parts.report.read, parts.report.non_data) == (7, 2)  # the title and the row that is merged through
    assert parts.codes == ["unknown_code"]
    assert "2小时制止，3天拆除" in parts.refused[0]["message_zh"]
    assert '"大类":null' in parts.refused[0]["row_json"]  # the row as it stood there


def test_separated_values(tmp_path):
    lines = ["某市处置标准,,,,", ",".join(HEADER)]
    lines += [",".join("" if cell is None else f'"{cell}"' for cell in row) for row in PARTS[:3]]
    outcome = read(tmp_path, "standard.csv", "\n".join(lines), {"sources": [_source("P", None)]})
    assert _rules(outcome) == [("P11", "01", "01", 2, "urgent_hour"), ("P12", "01", "01", 4, "work_hour")]


def test_a_sheet_that_is_not_there(tmp_path):
    path = _workbook(tmp_path / "standard.xlsx")
    (outcome,) = outcomes([path], tmp_path, {"sources": [_source("P", "部品")]})
    assert (outcome.report.status, outcome.report.code) == ("refused", "missing_sheet")


@pytest.mark.parametrize("value", [{"from": "x", "limit": "hours"}, {"from": "x", "digits": "2"}])
def test_what_makes_no_sense(value):
    source = _source("P", None)
    source["tables"][0]["columns"]["limit_value"] = value
    with pytest.raises(MappingError):
        Mapping.parse({"sources": [source]})
