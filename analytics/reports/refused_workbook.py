"""Refused rows as the workbook they came in: the original columns, and a last column that says what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from analytics.contract.labels import text
from analytics.store.versions import Version

_ROWS_PER_SHEET = 1_048_575  # what a sheet holds besides its header
_LONGEST = 32_767  # characters in a cell
_AT_ONCE = 20_000

_COLUMNS = """
select distinct json_keys(row_json) as names from issues
where severity = 'refused' and import_id = $import and file = $file and row_json is not null"""
# One row per refused line; a line may be refused for several reasons.
_LINES = """
select line, any_value(row_json) as row_json, list(distinct {message} order by {message}) as reasons
from issues where severity = 'refused' and import_id = $import and file = $file
group by line order by line nulls last limit $limit offset $offset"""


def refused_files(version: Version, import_id: str) -> list[dict[str, Any]]:
    """One dict per file of the import that has refused rows: file, table, rows."""
    return version.rows("""select file, any_value(table_name) as "table", count(distinct line) as rows from issues
        where severity = 'refused' and import_id = $import group by file order by file""", {"import": import_id})


def write_refused(version: Version, import_id: str, file: str, out: Path | BinaryIO, language: str) -> int:
    """Writes the refused rows of one file of an import in the order of their lines; returns how many.

    Everything is written as text, so that no identifier changes and no cell runs as a formula.
    """
    bound = {"import": import_id, "file": file}
    columns = _columns(version, bound)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}
    if not isinstance(out, Path):
        options["in_memory"] = True
    number = 0
    with xlsxwriter.Workbook(str(out) if isinstance(out, Path) else out, options) as book:
        bold, red = book.add_format({"bold": True}), book.add_format({"bold": True, "font_color": "#B00020"})
        sheet = None
        for content, reasons in _lines(version, bound, language):
            place = number % _ROWS_PER_SHEET
            if place == 0:
                sheet = _sheet(book, columns, language, bold, red)
            for column, name in enumerate(columns):
                _write(sheet, place + 1, column, content.get(name))
            sheet.write_string(place + 1, len(columns), "; ".join(reasons)[:_LONGEST])
            number += 1
        if sheet is None:
            _sheet(book, columns, language, bold, red)
    return number


def workbook_name(file: str) -> str:
    """The name under which to give the rows back: it still begins with the table's name, so it can be imported."""
    stem = re.sub(r"[^\w.\- ]", "_", Path(file).name.split(".")[0])
    return f"{stem or 'rows'}_refused.xlsx"


def _columns(version: Version, bound: dict[str, Any]) -> list[str]:
    """The files' own headers in their order, each once."""
    found: dict[str, None] = {}
    for row in version.rows(_COLUMNS, bound):
        found |= dict.fromkeys(row["names"])
    return list(found)


def _lines(version: Version, bound: dict[str, Any], language: str) -> Iterator[tuple[dict[str, Any], list[str]]]:
    sql = _LINES.format(message="message_en" if language == "en" else "message_zh")
    offset = 0
    while rows := version.rows(sql, bound | {"limit": _AT_ONCE, "offset": offset}):
        for row in rows:
            content = json.loads(row["row_json"]) if row["row_json"] else {}
            yield content if isinstance(content, dict) else {}, row["reasons"]
        offset += len(rows)


def _sheet(book: xlsxwriter.Workbook, columns: list[str], language: str, bold: Any, red: Any) -> Any:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(columns):
        sheet.set_column(place, place, min(40, max(10, len(name) * 2)))
        sheet.write_string(0, place, name, bold)
    sheet.set_column(len(columns), len(columns), 60)
    sheet.write_string(0, len(columns), text("importing.reason_column", language), red)
    return sheet


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if value is not None and value != "":
        told = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        sheet.write_string(row, column, told[:_LONGEST])
