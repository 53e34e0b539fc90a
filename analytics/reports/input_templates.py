"""Empty workbooks to fill in and import: a table's headers, formats, lists to choose from, what each column wants."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from analytics.contract import codes
from analytics.contract.labels import text
from analytics.contract.schema import Column, Table, tables

ROWS = 5000  # rows that carry formats and lists
_WIDEST, _NARROWEST = 26, 11
_LONGEST_LIST = 255  # letters that a spreadsheet takes as a list; longer ones stand on a sheet
_FORMATS = {"at": "yyyy-mm-dd hh:mm", "day": "yyyy-mm-dd", "int": "0", "number": "General", "score": "0.0"}


def template_name(table: str, language: str) -> str:
    """The file's name: it begins with the table's, so that the filled-in file is known for what it is."""
    return f"{table}_{text('input_templates.file', language)}.xlsx"


def write_template(table: str, target: Path | BinaryIO, language: str) -> None:
    """Writes the workbook of one table. Raises KeyError for an unknown table."""
    described = tables()[table]
    book = Workbook(target if hasattr(target, "write") else str(target), {"strings_to_formulas": False})
    try:
        _Template(book, described, language).write()
    finally:
        book.close()


class _Template:
    """One workbook being written."""

    def __init__(self, book: Workbook, table: Table, language: str) -> None:
        self.book, self.table, self.language = book, table, language
        # A shape is drawn in other programs; it comes in as a file of shapes.
        self.columns = [column for column in table.columns.values() if column.kind != "geometry"]
        self.font = text("ranking_workbook.font", language)

    def word(self, name: str, **values: Any) -> str:
        return text(f"input_templates.{name}", self.language, **values)

    def format(self, **look: Any) -> Any:
        return self.book.add_format({"font_name": self.font, "font_size": 10, **look})

    def write(self) -> None:
        rows = self.book.add_worksheet(text(f"fresh.table.{self.table.name}", self.language)[:31])
        told = self.book.add_worksheet(self.word("sheet.columns"))
        lists = self.book.add_worksheet(self.word("sheet.codes"))
        self._codes(lists)
        self._rows(rows)
        self._told(told)

    def heading(self, column: Column) -> str:
        own = column.zh[0] if self.language == "zh" and column.zh else column.name
        return f"{own}*" if column.required else own

    def _rows(self, sheet: Worksheet) -> None:
        sheet.freeze_panes(1, 1)
        needed = self.format(bold=True, bg_color="#D7E4F2", border=1, text_wrap=True, valign="vcenter")
        other = self.format(bold=True, bg_color="#F0F2F5", border=1, text_wrap=True, valign="vcenter")
        for place, column in enumerate(self.columns):
            heading = self.heading(column)
            kind = self.format(num_format=_FORMATS.get(column.kind, "@"))
            width = min(max(2 * len(heading) + 2, _NARROWEST), _WIDEST)
            sheet.set_column(place, place, 18 if column.kind == "at" else width, kind)
            sheet.write_string(0, place, heading, needed if column.required else other)
            self._limit(sheet, place, column)

    def _limit(self, sheet: Worksheet, place: int, column: Column) -> None:
        """What a cell of the column may hold, where a spreadsheet can see to it."""
        offered = self.offered(column)
        rule: dict[str, Any] | None = None
        if offered:
            rule = {"validate": "list", "source": offered}
            if len(",".join(offered)) > _LONGEST_LIST:
                at = self.listed[column.name]
                rule["source"] = f"='{self.word('sheet.codes')}'!${at}$2:${at}${len(offered) + 1}"
        elif column.kind == "score":
            rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100}
        elif column.kind == "int":
            rule = {"validate": "integer", "criteria": ">=", "value": 0}
        if rule:
            told = {"error_title": self.word("wrong"), "error_message": self.wants(column)[:255]}
            sheet.data_validation(1, place, ROWS, place, {**rule, **told, "ignore_blank": True})

    def offered(self, column: Column) -> list[str]:
        """The labels to choose from; empty where anything may stand."""
        if column.kind == "bool":
            return [self.word("yes"), self.word("no")]
        if not column.codes:
            return []
        return [codes.label(column.codes, code, self.language) for code in codes.codes(column.codes)]

    def wants(self, column: Column) -> str:
        """What the column holds, in words."""
        return self.word(f"kind.{column.kind}")

    def _codes(self, sheet: Worksheet) -> None:
        self.listed: dict[str, str] = {}
        bold = self.format(bold=True)
        coded = [column for column in self.columns if column.codes]
        for place, column in enumerate(coded):
            self.listed[column.name] = _letters(place)
            sheet.set_column(place, place, 20, self.format())
            sheet.write_string(0, place, self.heading(column).rstrip("*"), bold)
            for line, label in enumerate(self.offered(column), start=1):
                sheet.write_string(line, place, label)

    def _told(self, sheet: Worksheet) -> None:
        for place, width in enumerate((22, 22, 10, 34, 70)):
            sheet.set_column(place, place, width, self.format(text_wrap=True, valign="top"))
        bold = self.format(bold=True, bg_color="#F0F2F5", border=1)
        for line, told in enumerate((self.word("told", table=self.table.name), self.word("told_required"))):
            sheet.write_string(line, 0, told, self.format())
        for place, name in enumerate(("column", "name", "needed", "wants", "also")):
            sheet.write_string(3, place, self.word(f"heading.{name}"), bold)
        for line, column in enumerate(self.columns, start=4):
            also = [word for word in (column.name, *column.zh) if word != self.heading(column).rstrip("*")]
            needed = self.word("required") if column.required else ""
            cells = (self.heading(column).rstrip("*"), column.name, needed, self.wants(column), ", ".join(also))
            for place, cell in enumerate(cells):
                sheet.write_string(line, place, cell)
        sheet.freeze_panes(4, 1)


def _letters(place: int) -> str:
    """A column's letters: A, B, … Z, AA."""
    return (_letters(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)
