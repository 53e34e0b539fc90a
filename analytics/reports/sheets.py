"""Sheets for the meeting's table: A3 across, frozen header, number formats, a Chinese font; no cell ever runs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

A3 = 8
FORMATS = {
    "text": "@",
    "count": "#,##0",
    "sum": "#,##0.0",
    "whole": "0",
    "moves": "+0;-0;0",
    "points": "0.00",
    "rate": "0.00%",
    "hours": "0.0",
    "probability": "0.000000",
    "point_moves": "+0.00;-0.00;0.00",
    "count_moves": "+#,##0;-#,##0;0",
    "interval": "@",
}
_CELL = {"border": 1, "border_color": "#C8C8C8", "valign": "vcenter"}
_HEADER = {"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "bg_color": "#E7ECF2", "border": 1}


@dataclass(frozen=True)
class Column:
    """A column: its heading, its kind (a key of FORMATS) and its width in characters."""

    heading: str
    kind: str
    width: float


@dataclass(frozen=True)
class Cell:
    """A value whose kind differs from its column's."""

    value: Any
    kind: str


class Book:
    """A workbook being written to a path or a buffer; leaving the `with` block finishes it."""

    def __init__(self, target: Path | str | BinaryIO, font: str, title: str, made_at: datetime) -> None:
        # Text that starts with = or http stays text: names in the data must never become formulas or links.
        options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
        self._book = Workbook(target if hasattr(target, "write") else str(target), options)
        self._book.set_properties({"title": title, "created": made_at})
        self._font = font
        self._formats: dict[str, Format] = {}

    def __enter__(self) -> Book:
        return self

    def __exit__(self, kind: type | None, *_: Any) -> None:
        if kind is None:
            self._book.close()

    def format(self, kind: str) -> Format:
        """The cell format of a kind of FORMATS, or of 'title', 'subtitle', 'header', 'note'."""
        if kind not in self._formats:
            looks = {
                "title": {"bold": True, "font_size": 16},
                "subtitle": {"font_color": "#444444"},
                "header": _HEADER,
                "note": {"text_wrap": True, "valign": "top"},
            }
            look = looks.get(kind) or _CELL | {"num_format": FORMATS[kind]}
            self._formats[kind] = self._book.add_format({"font_name": self._font, "font_size": 10} | look)
        return self._formats[kind]

    def table(
        self,
        name: str,
        titles: Sequence[str],
        columns: Sequence[Column],
        rows: Sequence[Sequence[Any]],
        frozen_columns: int = 0,
        footer: str = "",
    ) -> None:
        """A sheet: title lines, a header that stays in sight and repeats in print, a line per row; None = empty."""
        sheet = self._book.add_worksheet(name)
        for line, title in enumerate(titles):
            sheet.write_string(line, 0, title, self.format("title" if line == 0 else "subtitle"))
        top = len(titles)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
            sheet.write_string(top, index, column.heading, self.format("header"))
        for line, row in enumerate(rows, start=top + 1):
            for index, (value, column) in enumerate(zip(row, columns, strict=True)):
                self._write(sheet, line, index, value, column.kind)
        last = top + len(rows)
        sheet.freeze_panes(top + 1, frozen_columns)
        if rows:
            sheet.autofilter(top, 0, last, len(columns) - 1)
        _print_on_a3(sheet, last, len(columns) - 1, footer)
        sheet.repeat_rows(top)

    def notes(self, name: str, lines: Sequence[str], footer: str = "") -> None:
        """A sheet with one paragraph per line."""
        sheet = self._book.add_worksheet(name)
        sheet.set_column(0, 0, 150)
        for line, words in enumerate(lines):
            sheet.write_string(line, 0, words, self.format("note"))
        _print_on_a3(sheet, max(len(lines) - 1, 0), 0, footer)

    def _write(self, sheet: Any, line: int, index: int, value: Any, kind: str) -> None:
        if isinstance(value, Cell):
            value, kind = value.value, value.kind
        if value is None or (isinstance(value, float) and math.isnan(value)):
            sheet.write_blank(line, index, None, self.format(kind))
        elif isinstance(value, str):
            sheet.write_string(line, index, value, self.format("text"))
        else:
            # A sum of scores stands in the same column as counts of cases.
            kind = "sum" if kind == "count" and value != int(value) else kind
            sheet.write_number(line, index, value, self.format(kind))


def _print_on_a3(sheet: Any, last_row: int, last_column: int, footer: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, last_row, last_column)
    # An ampersand starts a code in a footer.
    sheet.set_footer(f"&L{footer.replace('&', '&&')}&R&P / &N")
