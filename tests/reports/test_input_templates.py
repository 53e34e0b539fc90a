"""Templates: what is filled in by their own words is read back as the table, without a complaint."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from analytics.commands.running import main
from analytics.contract import codes
from analytics.contract.schema import Column, tables
from analytics.intake.confined import convert
from analytics.reports.input_templates import template_name, write_template

VALUES = {
    "id": "001", "text": "x", "int": 3, "number": 1.5, "score": 88.5, "at": "2018-09-17 08:30", "day": "2018-09-17",
}


def filled(column: Column, language: str) -> object:
    if column.codes:
        return codes.label(column.codes, codes.codes(column.codes)[-1], language)
    if column.kind == "bool":
        return "是" if language == "zh" else "true"
    return {"lon": 116.4, "lat": 39.9, "year": 2018}.get(column.name, VALUES[column.kind])


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("table", tables())
def test_a_filled_in_template_is_accepted(tmp_path: Path, table: str, language: str) -> None:
    path = tmp_path / template_name(table, language)
    write_template(table, path, language)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    columns = [column for column in tables()[table].columns.values() if column.kind != "geometry"]
    sheet.append([filled(column, language) for column in columns])
    book.save(path)
    (report,) = convert([path], None, tmp_path)
    assert (report.table, report.status, report.read, report.accepted) == (table, "ok", 1, 1), report
    assert set(report.columns_present) == {column.name for column in columns}
    assert "bad_value" not in report.issues


def test_an_empty_template_has_no_rows(tmp_path: Path) -> None:
    path = tmp_path / template_name("cases", "zh")
    write_template("cases", path, "zh")
    (report,) = convert([path], None, tmp_path)
    assert (report.status, report.accepted, report.refused) == ("ok", 0, 0)


def test_lists_to_choose_from_hold_every_label() -> None:
    buffer = io.BytesIO()
    write_template("cases", buffer, "zh")
    book = openpyxl.load_workbook(buffer)
    sheet, listed = book.worksheets[0], book.worksheets[2]
    headings = [cell.value for cell in sheet[1]]
    assert headings[:2] == ["案件编号*", "母案件编号"]
    rules = {str(rule.sqref).split(":")[0].rstrip("2"): rule.formula1 for rule in sheet.data_validations.dataValidation}
    letter = sheet.cell(1, headings.index("案件来源*") + 1).column_letter
    offered = rules[letter].strip('"').split(",")
    if offered[0].startswith("'"):
        column = offered[0].split("$")[1]
        offered = [cell.value for cell in listed[column][1:] if cell.value]
    assert offered == [codes.label("source", code, "zh") for code in codes.codes("source")]


def test_the_verb_writes_one_for_every_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["templates", "--out", str(tmp_path), "--json"]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"{name}_模板.xlsx" for name in tables())
