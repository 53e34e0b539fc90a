"""Workbooks (XLSX): the first sheet that has a recognisable header, cells as the text a person means by them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from analytics.intake import headers
from analytics.intake.files import RefusedFile
from analytics.intake.headers import Header, Vocabulary
from analytics.intake.number_formats import NumberFormats, Widths, number_formats
from analytics.intake.sieve import Row, Sieve, fitted
from analytics.intake.sources import Expectation, Source

# A spreadsheet keeps 15 digits: a longer number has lost its last ones, and is written as the exponent it is shown as.
_KEPT_DIGITS_LIMIT = 1e15


def read(path: Path, expected: Expectation, sheet_name: str | None = None) -> tuple[Source, Unread]:
    """The sheet of that name, else the first with a header; `_line` is the spreadsheet's row number.

    Raises RefusedFile.
    """
    formats = number_formats(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
            hidden = [name for name in book.sheet_names if name not in visible]
            if sheet_name is not None and sheet_name not in book.sheet_names:
                raise RefusedFile("missing_sheet", sheet=sheet_name)
            for name in [*visible, *hidden] if sheet_name is None else [sheet_name]:
                sheet = book.get_sheet_by_name(name)
                if header := _header(sheet, expected.words):
                    return _source(header, sheet.name, len(book.sheet_names), formats), Unread(sheet, header, formats)
    except PasswordError as error:
        raise RefusedFile("password_protected") from error
    except CalamineError as error:
        raise RefusedFile("damaged_file", detail=type(error).__name__) from error
    raise RefusedFile("no_header")


class Unread:
    """The rows of a sheet below its header."""

    def __init__(self, sheet: CalamineSheet, header: Header, formats: NumberFormats) -> None:
        self.width = len(header.names)
        self._sheet, self._header, self._formats = sheet, header, formats

    def into(self, sieve: Sieve, advanced: Callable[[float], None] = lambda share: None) -> None:
        """Puts all rows into the sieve."""
        rows = _rows(self._sheet, self.width, self._formats.widths(self._sheet.name))
        sieve.texts(itertools.islice(rows, self._header.row + self._header.height, None))
        advanced(1)


def _source(header: Header, sheet: str, sheets: int, formats: NumberFormats) -> Source:
    return Source(
        header.names,
        ("VARCHAR",) * len(header.names),
        "select * from rows",
        above=header.row,
        serial_days="1904-01-01" if formats.counts_from_1904 else "1899-12-30",
        note={"code": "sheet_taken", "sheet": sheet, "sheets": sheets} if sheets > 1 else None,
    )


def _header(sheet: CalamineSheet, words: Vocabulary) -> Header | None:
    if sheet.start is None:
        return None
    return headers.find([cells for _, cells in itertools.islice(lines(sheet, {}), headers.SCANNED_ROWS)], words)


def _rows(sheet: CalamineSheet, width: int, widths: Widths) -> Iterator[Row]:
    """Every row from the sheet's first, without the blank ones at its end, which nobody sees."""
    waiting: list[Row] = []
    for line, texts in lines(sheet, widths):
        cells, extra = fitted(texts, width)
        waiting.append((line, cells, extra))
        if extra or any(cells):
            yield from waiting
            waiting.clear()


def lines(sheet: CalamineSheet, widths: Widths) -> Iterator[tuple[int, list[str | None]]]:
    """Every row of a sheet as (number as a person counts, cells as text)."""
    # The rows start at the first row of the sheet, the cells at its first filled column.
    first = sheet.start[1] if sheet.start else 0
    for line, row in enumerate(sheet.iter_rows(), start=1):
        texts = [_text(cell) for cell in row]
        for column, digits in widths.items():
            at = column - first
            if line <= len(digits) and digits[line - 1] and 0 <= at < len(texts) and (texts[at] or "").isdigit():
                texts[at] = texts[at].zfill(digits[line - 1])
        yield line, texts


def _text(cell: object) -> str | None:
    """A cell as text: 110101.0 as 110101, times in ISO form, a blank as None."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        if abs(cell) >= _KEPT_DIGITS_LIMIT:
            return f"{cell:.14E}"
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        # Shown to the second, kept as a fraction of a day: 8:29:59.942 was typed as 8:30.
        return (cell + timedelta(microseconds=500_000)).replace(microsecond=0).isoformat(sep=" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell.total_seconds() / 3600) if isinstance(cell, timedelta) else str(cell)
